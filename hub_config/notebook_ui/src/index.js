// The extension's plugin. Outside Barmaja's servers, and for notebooks that are not lessons, it changes nothing.

import { EditorView } from '@codemirror/view';
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

const CODE_NAME = ({ _ }) => _('Program');

const lesson = {
  id: '@barmaja/notebook-ui:lesson',
  description: "A lesson's bar, language, check and submit.",
  autoStart: true,
  requires: [INotebookTracker, IEditorExtensionRegistry],
  activate: (app, tracker, extensions) => {
    const settings = pageSettings();
    if (!settings) {
      return;
    }
    const server = new Server();
    const language = new Language(settings, (current, both) => {
      server.post('language', { language: current, both }).catch(() => undefined); // the cookie has it already
    });
    language.apply();
    loadFonts(settings.fonts);
    extensions.addExtension({
      name: 'barmaja:code',
      factory: () => {
        const named = EditorView.contentAttributes.of(() => ({ 'aria-label': CODE_NAME(language.words) }));
        return EditorExtensionRegistry.createImmutableExtension([codeDirection, named]);
      }
    });
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
    const { commands } = app;
    commands.addCommand('barmaja:check', {
      label: () => language.words._('Check'),
      execute: () => current()?.checkActive()
    });
    commands.addCommand('barmaja:submit', {
      label: () => language.words._('Submit'),
      execute: () => current()?.submit()
    });
  }
};

export default [lesson];
