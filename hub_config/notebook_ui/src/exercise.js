// What stands at a cell that a pupil works in: Run and Check below the code, the answer of Check below the output.

import { Widget } from '@lumino/widgets';

import { button, element, sentence } from './dom';

/** A sentence `{fr, ar}` in each language shown, each with its own direction. */
function inLanguages(text, language) {
  return language.shown
    .filter(name => text[name])
    .map(name => element('p', { lang: name, dir: name === 'ar' ? 'rtl' : 'ltr' }, ...sentence(text[name])));
}

/** Buttons below an editor; `onCheck` is null where there is nothing to check. */
export class CellButtons extends Widget {
  constructor({ language, onRun, onCheck }) {
    super();
    this.addClass('barmaja-cell-buttons');
    this._run = button('run', onRun);
    this._check = onCheck && button('check', onCheck);
    this.node.append(this._run.node, ...(this._check ? [this._check.node] : []));
    this._forget = language.follow(({ _ }) => {
      this._run.say(_('Run'), _('Run this cell'));
      this._check?.say(_('Check'), _('Check this exercise'));
    });
  }

  dispose() {
    this._forget?.();
    super.dispose();
  }
}

const WAITING = {
  busy: ({ _ }) => _('A program is still running: the check starts when it ends. Press Stop if it does not end.'),
  checking: ({ _ }) => _('Checking…')
};

const FAILED = {
  'not-ready': ({ _ }) => _('Python is not ready. Wait a moment, then press Check again.'),
  stopped: ({ _ }) => _('The check was stopped. Press Check to start it again.'),
  broken: ({ _ }) => _('The check could not run. Your work is safe: tell your teacher.')
};

/** Shows one state of a check: nothing, waiting, failed, or the result with a line a test. */
export class CheckResult extends Widget {
  constructor({ language }) {
    super();
    this.addClass('barmaja-result');
    this.node.setAttribute('role', 'status');
    this.node.setAttribute('aria-live', 'polite');
    this._language = language;
    this._state = { kind: 'nothing' };
    this._forget = language.follow(words => this._render(words));
  }

  /** `{kind: 'nothing'}`, `{kind: 'waiting', why}`, `{kind: 'failed', why}` or `{kind: 'result', result}`. */
  show(state) {
    this._state = state;
    this._render(this._language.words);
  }

  dispose() {
    this._forget?.();
    super.dispose();
  }

  _render(words) {
    const { kind, why, result } = this._state;
    this.node.hidden = kind === 'nothing';
    this.node.dataset.kind = kind === 'result' ? (result.passed === result.total ? 'done' : 'tried') : kind;
    const content = {
      nothing: () => [],
      waiting: () => [element('p', { class: 'barmaja-waiting', textContent: WAITING[why](words) })],
      failed: () => [element('p', { textContent: FAILED[why](words) })],
      result: () => this._result(result, words)
    }[kind]();
    this.node.replaceChildren(...content);
  }

  _result({ passed, total, results, note }, words) {
    const { _ } = words;
    const all = passed === total;
    const summary = all
      ? _('All the tests pass: well done.')
      : _('Tests passed: {passed} of {total}.', { passed, total });
    const heading = element(
      'p',
      { class: 'barmaja-summary' },
      element('span', { class: 'barmaja-sign', 'aria-hidden': 'true', textContent: all ? '✓' : '◐' }),
      element('strong', { textContent: summary })
    );
    const notes = note ? [element('div', { class: 'barmaja-note' }, ...inLanguages(note, this._language))] : [];
    const lines = results.map(one => this._line(one, words));
    return [heading, ...notes, element('ul', { class: 'barmaja-tests' }, ...lines)];
  }

  _line({ passed, sentence: text }, { _ }) {
    return element(
      'li',
      { class: passed ? 'barmaja-passed' : 'barmaja-tried' },
      element('span', { class: 'barmaja-sign', 'aria-hidden': 'true', textContent: passed ? '✓' : '◐' }),
      element('span', { class: 'barmaja-verdict', textContent: passed ? _('Passed') : _('Not yet') }),
      element('div', { class: 'barmaja-sentence' }, ...inLanguages(text, this._language))
    );
  }
}
