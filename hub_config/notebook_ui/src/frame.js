// A lesson open in the notebook: puts the bar and the exercises' buttons in place and connects them to Jupyter.

import { NotebookActions } from '@jupyterlab/notebook';

import { Bar } from './bar';
import { dressCells, visibleIndex } from './cells';
import { check, CheckFailed } from './check';
import { CellButtons, CheckResult } from './exercise';
import { answers, courseOf, exerciseOf, lessonOf, nearestExercise, roleOf, testsOf } from './lesson';
import { submit } from './submit';

const PYTHON_STATES = {
  idle: 'idle',
  busy: 'busy',
  starting: 'starting',
  restarting: 'starting',
  autorestarting: 'starting',
  initializing: 'starting',
  dead: 'dead',
  terminating: 'dead'
};

export class Frame {
  /** `panel` is a notebook panel whose context is ready and whose notebook is a lesson. */
  constructor({ panel, language, server, home }) {
    this._panel = panel;
    this._language = language;
    this._server = server;
    this._lesson = lessonOf(panel.context.model);
    this._results = new Map();
    this._dressed = new WeakSet();
    this._lastIndex = 0;
    panel.addClass('barmaja-lesson');
    panel.toolbar.hide(); // the lesson's own bar takes its place
    this._bar = new Bar({ language, home, title: this._lesson.title, actions: this._actions() });
    panel.contentHeader.addWidget(this._bar);
    this._watchCells();
    this._watchSaving();
    this._watchPython();
    this._event({ kind: 'opened' });
  }

  /** Checks the exercise of the active cell, or the nearest one. */
  checkActive() {
    const { widgets, activeCellIndex } = this._panel.content;
    const exercise = nearestExercise([...widgets], activeCellIndex);
    return exercise ? this.check(exercise) : this._bar.notice.show({ kind: 'tried', lines: ({ _ }) => [[_('There is no exercise to check here.')]] });
  }

  /** Checks one exercise and shows the answer beside it; a second press while waiting changes nothing. */
  async check(exercise) {
    const cells = [...this._panel.content.widgets];
    const answer = answers(cells).get(exercise);
    const result = this._results.get(exercise);
    if (!answer || !result || result.checking) {
      return;
    }
    const { sessionContext } = this._panel;
    result.checking = true;
    result.show({ kind: 'waiting', why: sessionContext.session?.kernel?.status === 'busy' ? 'busy' : 'checking' });
    try {
      const source = answer.model.sharedModel.getSource();
      const tests = testsOf(cells, exercise);
      const found = await check(sessionContext, { exercise, source, tests, language: this._language.current });
      result.show({ kind: 'result', result: found });
      this._checked(found);
    } catch (error) {
      if (!(error instanceof CheckFailed)) {
        throw error;
      }
      result.show({ kind: 'failed', why: error.kind });
    } finally {
      result.checking = false;
    }
    result.node.scrollIntoView({ block: 'nearest' });
  }

  async submit() {
    this._bar.submitting = true;
    await submit({ context: this._panel.context, course: this._course, lesson: this._lesson.id, server: this._server, notice: this._bar.notice });
    this._bar.submitting = false;
  }

  get _course() {
    return courseOf(this._panel.context.path);
  }

  _actions() {
    const kernel = () => this._panel.sessionContext.session?.kernel;
    return {
      run: () => this._run(this._panel.content.activeCell),
      stop: () => kernel()?.interrupt(),
      check: () => this.checkActive(),
      save: () => this._save(),
      submit: () => this.submit()
    };
  }

  async _run(cell) {
    const { content, sessionContext } = this._panel;
    content.activeCellIndex = content.widgets.indexOf(cell);
    content.deselectAll();
    if (!sessionContext.session?.kernel) {
      await sessionContext.startKernel();
    }
    await NotebookActions.run(content, sessionContext);
  }

  /** Jupyter itself says why a file could not be saved; the bar keeps showing that it was not. */
  async _save() {
    try {
      await this._panel.context.save();
    } catch {
      this._bar.saving = 'failed';
    }
  }

  _event(details) {
    if (this._course) {
      this._server.event({ course: this._course, lesson: this._lesson.id, ...details });
    }
  }

  _checked({ exercise, passed, total, error, results }) {
    const failed = results.filter(one => !one.passed).map(one => one.index);
    this._event({ kind: 'checked', exercise, passed, total, failed, error });
  }

  _watchCells() {
    const { content } = this._panel;
    const dress = () => {
      dressCells(content.widgets);
      content.widgets.forEach(cell => this._equip(cell));
    };
    content.model.cells.changed.connect(() => requestAnimationFrame(dress));
    dress();
    content.activeCellChanged.connect(() => {
      const index = visibleIndex(content.widgets, content.activeCellIndex, this._lastIndex);
      this._lastIndex = index;
      if (index !== content.activeCellIndex) {
        content.activeCellIndex = index;
      }
    });
  }

  /** Gives a cell its buttons once its parts exist. */
  async _equip(cell) {
    if (this._dressed.has(cell) || !['answer', 'example'].includes(roleOf(cell))) {
      return;
    }
    this._dressed.add(cell);
    await cell.ready;
    if (cell.isDisposed) {
      return;
    }
    const exercise = roleOf(cell) === 'answer' ? exerciseOf(cell) : null;
    const language = this._language;
    const buttons = new CellButtons({
      language,
      onRun: () => this._run(cell),
      onCheck: exercise && (() => this.check(exercise))
    });
    const parts = cell.layout.widgets;
    const editor = parts.findIndex(part => part.hasClass('jp-Cell-inputWrapper'));
    cell.layout.insertWidget(editor + 1, buttons);
    if (exercise && !(this._results.get(exercise)?.isAttached ?? false)) {
      const result = new CheckResult({ language });
      cell.layout.addWidget(result);
      this._results.set(exercise, result);
    }
  }

  _watchSaving() {
    const { context } = this._panel;
    context.saveState.connect((_sender, state) => {
      this._bar.saving = { started: 'saving', completed: 'saved', 'completed manually': 'saved', failed: 'failed' }[state];
    });
    context.model.stateChanged.connect((_sender, change) => {
      if (change.name === 'dirty') {
        this._bar.saving = change.newValue ? 'unsaved' : 'saved';
      }
    });
  }

  _watchPython() {
    const { sessionContext } = this._panel;
    const show = () => {
      this._bar.python = PYTHON_STATES[sessionContext.kernelDisplayStatus] ?? 'starting';
    };
    sessionContext.statusChanged.connect(show);
    sessionContext.connectionStatusChanged.connect(show);
    show();
  }
}
