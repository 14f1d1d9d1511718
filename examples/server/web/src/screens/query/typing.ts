import { EditorView } from '@codemirror/view';

/// What is typed over a selection goes the editor's own way. The browser would keep the look of the text that was there in
/// a style attribute, which the policy of the page forbids. The browser's selection counts: the editor may not have seen
/// it yet.
export const typingOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    const selection = view.contentDOM.ownerDocument.getSelection();
    if (event.inputType !== 'insertText' || text === null || !selection || selection.isCollapsed || view.composing)
      return false;
    const range = selection.getRangeAt(0);
    if (!view.contentDOM.contains(range.commonAncestorContainer)) return false;
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    const insert = () =>
      view.state.update({
        changes: { from, to, insert: view.state.toText(text) },
        selection: { anchor: from + text.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
    if (!taken) view.dispatch(insert());
    return true;
  },
});
