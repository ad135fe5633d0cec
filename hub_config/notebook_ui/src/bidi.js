// Arabic in code: each string and comment is laid out apart from the code around it, so that the line keeps its order.
// CodeMirror's own `bidiIsolates()` does nothing in Notebook 7, whose Python parser is another copy; this reads names.

import { syntaxTree } from '@codemirror/language';
import { Prec, RangeSetBuilder } from '@codemirror/state';
import { Decoration, Direction, EditorView, ViewPlugin } from '@codemirror/view';

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const BORDERS = {
  Comment: /^(#+\s*)([^]*?)(\s*)$/,
  String: /^([a-zA-Z]*(?:"""|'''|"|'))([^]*?)("""|'''|"|')?$/
};
const natural = Decoration.mark({ class: 'barmaja-isolate', attributes: { dir: 'auto' }, bidiIsolate: null });
const leftToRight = Decoration.mark({ class: 'barmaja-isolate', attributes: { dir: 'ltr' }, bidiIsolate: Direction.LTR });

/** What of a node is isolated: `[from, to, decoration]`, the `#` and the quotes left in the code; null for nothing. */
function isolated(name, text, from) {
  if (!RIGHT_TO_LEFT.test(text) || text.includes('\n')) {
    return null;
  }
  const parts = BORDERS[name]?.exec(text);
  if (!parts) {
    return [from, from + text.length, leftToRight]; // f-strings: the names in braces must not move
  }
  const start = from + parts[1].length;
  return parts[2] ? [start, start + parts[2].length, natural] : null;
}

function isolatedRanges(view) {
  const builder = new RangeSetBuilder();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: node => {
        if (!['String', 'FormatString', 'Comment'].includes(node.name)) {
          return undefined;
        }
        const range = isolated(node.name, view.state.sliceDoc(node.from, node.to), node.from);
        if (range) {
          builder.add(...range);
        }
        return false;
      }
    });
  }
  return builder.finish();
}

const isolation = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this._read(view);
    }

    update(update) {
      if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== this._tree) {
        this._read(update.view);
      }
    }

    _read(view) {
      this._tree = syntaxTree(view.state);
      this.ranges = isolatedRanges(view);
    }
  },
  {
    provide: plugin => {
      const ranges = view => view.plugin(plugin)?.ranges ?? Decoration.none;
      return [EditorView.outerDecorations.of(ranges), Prec.lowest(EditorView.bidiIsolatedRanges.of(ranges))];
    }
  }
);

/** The extension for code editors. */
export const codeDirection = isolation;
