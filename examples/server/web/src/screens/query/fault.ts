// The place of an error in the text, until somebody writes.
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

export const markFault = StateEffect.define<number | null>();

const mark = Decoration.mark({ class: 'cm-fault' });

export const faultMark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    if (transaction.docChanged) return Decoration.none;
    for (const effect of transaction.effects) {
      if (!effect.is(markFault)) continue;
      const at = effect.value;
      const { doc } = transaction.state;
      if (at === null || at >= doc.length) return Decoration.none;
      const word = doc.sliceString(at, Math.min(at + 60, doc.length)).match(/^(\w+|\S)/)?.[0].length ?? 1;
      return Decoration.set(mark.range(at, at + word));
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/// Counted from the beginning of the text; PostgreSQL counts from 1, and from the beginning of a statement.
export function faultIn(text: string, sent: string, statement: string | undefined, position: number | undefined): number | null {
  if (!position) return null;
  const start = text.indexOf(sent);
  const within = statement ? sent.indexOf(statement.trim()) : 0;
  return start < 0 ? null : start + Math.max(within, 0) + position - 1;
}
