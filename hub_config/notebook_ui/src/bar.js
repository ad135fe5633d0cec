// The lesson's bar: where it comes from, what it is called, what can be done with it now, and in which language.

import { Widget } from '@lumino/widgets';

import { button, element, icon } from './dom';

const CHOICES = [
  { choice: 'ar', word: 'العربية', lang: 'ar' },
  { choice: 'fr', word: 'Français', lang: 'fr' },
  { choice: 'both', word: 'ع + Fr', lang: null }
];

const SAVING = {
  saved: ({ _ }) => _('Saved'),
  unsaved: ({ _ }) => _('Not saved yet'),
  saving: ({ _ }) => _('Saving…'),
  failed: ({ _ }) => _('Could not be saved: keep this page open and try again')
};

const PYTHON = {
  idle: ({ _ }) => _('Python is ready'),
  busy: ({ _ }) => _('Python is running…'),
  starting: ({ _ }) => _('Python is starting…'),
  dead: ({ _ }) => _('Python has stopped: press Run to start it again')
};

/** The three choices of language, as buttons that say which one is pressed. */
function languageControl(language) {
  const buttons = CHOICES.map(({ choice, word, lang }) =>
    element('button', {
      type: 'button',
      class: 'barmaja-choice',
      lang,
      'data-choice': choice,
      textContent: word,
      onclick: () => language.choose(choice)
    })
  );
  const node = element('div', { class: 'barmaja-language', role: 'group' }, ...buttons);
  const render = ({ _ }) => {
    node.setAttribute('aria-label', _('Language'));
    const chosen = language.both ? 'both' : language.current;
    for (const one of buttons) {
      one.setAttribute('aria-pressed', String(one.dataset.choice === chosen));
      if (one.dataset.choice === 'both') {
        one.setAttribute('aria-label', _('Both languages'));
        one.title = _('Both languages');
      }
    }
  };
  return { node, render };
}

/** A sentence below the buttons that stays until it is closed: a receipt, or what went wrong. */
class Notice {
  constructor() {
    this._text = element('div', { class: 'barmaja-notice-text', role: 'status', 'aria-live': 'polite' });
    this._close = button('close', () => this.show(null));
    this.node = element('div', { class: 'barmaja-notice', hidden: true }, this._text, this._close.node);
    this._content = null;
  }

  /** `content` is null or `{kind: 'done' | 'tried' | 'wrong' | 'waiting', lines: words => [nodes of a line, …]}`. */
  show(content) {
    this._content = content;
    this.render(this._words);
  }

  render(words) {
    this._words = words;
    this._close.say(words._('Close'));
    this.node.hidden = this._content === null;
    this.node.dataset.kind = this._content?.kind ?? '';
    const lines = this._content?.lines(words) ?? [];
    this._text.replaceChildren(...lines.map(nodes => element('p', {}, ...nodes)));
  }
}

/**
 * The widget above the cells. `actions` are functions: run, stop, check, save, submit. Its height follows its content:
 * the panel around it places it by its minimum height.
 */
export class Bar extends Widget {
  constructor({ language, title, home, actions }) {
    super();
    this._title = title;
    this._saving = 'saved';
    this._python = 'starting';
    this.addClass('barmaja-bar');
    this._build(language, home, actions);
    this._observer = new ResizeObserver(() => this._fitHeight());
    this._forget = language.follow(words => this._render(words));
  }

  get notice() {
    return this._notice;
  }

  set saving(state) {
    this._saving = state;
    this._render(this._words);
  }

  set python(state) {
    this._python = state;
    this._render(this._words);
  }

  set submitting(busy) {
    this._submit.node.disabled = busy;
    this._submit.node.setAttribute('aria-busy', String(busy));
  }

  dispose() {
    if (!this.isDisposed) {
      this._forget();
      this._observer.disconnect();
    }
    super.dispose();
  }

  onAfterAttach() {
    this._observer.observe(this._inner);
    this._fitHeight();
  }

  _build(language, home, actions) {
    this._language = languageControl(language);
    this._homeWord = element('span', { class: 'barmaja-word' });
    this._home = element('a', { class: 'barmaja-button barmaja-home', href: home }, icon('back'), this._homeWord);
    this._heading = element('h1', { class: 'barmaja-title' });
    this._state = element('span', { class: 'barmaja-state', role: 'status' });
    this._run = button('run', actions.run);
    this._stop = button('stop', actions.stop);
    this._check = button('check', actions.check);
    this._save = button('save', actions.save);
    this._submit = button('submit', actions.submit);
    this._notice = new Notice();
    this._toolbar = element(
      'div',
      { class: 'barmaja-actions', role: 'group' },
      ...[this._run, this._stop, this._check, this._save, this._submit].map(one => one.node)
    );
    this._inner = element(
      'div',
      { class: 'barmaja-bar-inner' },
      element('div', { class: 'barmaja-where' }, this._home, this._heading, this._state),
      this._language.node,
      this._toolbar,
      this._notice.node
    );
    this.node.append(this._inner);
  }

  _render(words) {
    const { _ } = (this._words = words);
    this.node.setAttribute('aria-label', _('Lesson'));
    this._language.render(words);
    this._toolbar.setAttribute('aria-label', _('What to do'));
    this._homeWord.textContent = _('Lessons');
    this._home.setAttribute('aria-label', _('Back to the lessons'));
    this._heading.textContent = this._title[words.language] ?? this._title.fr ?? '';
    this._run.say(_('Run'), _('Run this cell'));
    this._stop.say(_('Stop'), _('Stop the program'));
    this._check.say(_('Check'), _('Check this exercise'));
    this._save.say(_('Save'), _('Save my work'));
    this._submit.say(_('Submit'), _('Submit my work to the teacher'));
    this._stop.node.disabled = this._python !== 'busy';
    const python = PYTHON[this._python](words);
    this._state.textContent = this._python === 'idle' ? SAVING[this._saving](words) : python;
    this._state.dataset.state = this._python === 'idle' ? this._saving : this._python;
    this._notice.render(words);
  }

  _fitHeight() {
    const height = `${this._inner.offsetHeight}px`;
    if (this.node.style.minHeight !== height) {
      this.node.style.minHeight = height;
      this.parent?.fit();
    }
  }
}
