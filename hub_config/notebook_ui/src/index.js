// The extension's plugins. Outside Barmaja's servers, and for notebooks that are not lessons, they change nothing.

import { EditorExtensionRegistry, IEditorExtensionRegistry } from '@jupyterlab/codemirror';
import { PageConfig } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';

import { codeDirection } from './bidi';
import { Frame } from './frame';
import { Language } from './language';
import { lessonOf } from './lesson';
import { Server } from './server';

/** What our server extension put into the page: `{language, both, texts, home, fonts}`; null on any other server. */
function pageSettings() {
  const text = PageConfig.getOption('barmaja');
  return text ? JSON.parse(text) : null;
}

function loadFonts(address) {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address });
  document.head.append(link);
}

const lesson = {
  id: '@barmaja/notebook-ui:lesson',
  description: "A lesson's bar, language, check and submit.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (app, tracker) => {
    const settings = pageSettings();
    if (!settings) {
      return;
    }
    const server = new Server();
    const language = new Language(settings);
    language.pick = choice => {
      language.choose(choice);
      server.post('language', { language: language.current, both: language.both }).catch(() => undefined);
    };
    language.apply();
    loadFonts(settings.fonts);
    const frames = new WeakMap();
    const open = async panel => {
      await panel.context.ready;
      if (!panel.isDisposed && lessonOf(panel.context.model)) {
        frames.set(panel, new Frame({ panel, language, server, home: settings.home }));
      }
    };
    tracker.forEach(open);
    tracker.widgetAdded.connect((_sender, panel) => open(panel));
    const current = () => frames.get(tracker.currentWidget);
    app.commands.addCommand('barmaja:check', { label: () => language.words._('Check'), execute: () => current()?.checkActive() });
    app.commands.addCommand('barmaja:submit', { label: () => language.words._('Submit'), execute: () => current()?.submit() });
  }
};

const direction = {
  id: '@barmaja/notebook-ui:code-direction',
  description: 'Arabic strings and comments keep their order in code.',
  autoStart: true,
  requires: [IEditorExtensionRegistry],
  activate: (_app, extensions) => {
    extensions.addExtension({
      name: 'barmaja:code-direction',
      factory: () => EditorExtensionRegistry.createImmutableExtension(codeDirection)
    });
  }
};

export default [lesson, direction];
