import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { PostgreSQL, sql, type SQLNamespace } from '@codemirror/lang-sql';
import { bracketMatching, ensureSyntaxTree, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { styleNonce } from '@/lib/style-nonce';
import { faultMark, markFault } from './fault';
import { typingOverSelection } from './typing';

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'rgb(var(--merge))' },
    { tag: [tags.string, tags.special(tags.string)], color: 'rgb(var(--applied))' },
    { tag: [tags.number, tags.bool, tags.null], color: 'rgb(var(--pending))' },
    { tag: tags.typeName, color: 'rgb(var(--pending))' },
    { tag: tags.comment, color: 'rgb(var(--faint))', fontStyle: 'italic' },
  ]),
);

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '20px' },
  '.cm-content': { caretColor: 'rgb(var(--ink))', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'rgb(var(--ink))' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'rgb(var(--faint))', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'rgb(var(--hover) / 0.5)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'rgb(var(--accent) / 0.3)',
  },
  '.cm-matchingBracket': { backgroundColor: 'rgb(var(--accent) / 0.25)' },
  '.cm-fault': { textDecoration: 'underline wavy rgb(var(--broken))', textUnderlineOffset: '3px' },
  '.cm-placeholder': { color: 'rgb(var(--faint))' },
  '.cm-panels': { backgroundColor: 'rgb(var(--panel))', color: 'rgb(var(--ink))' },
  '.cm-tooltip': {
    backgroundColor: 'rgb(var(--raised))',
    border: '1px solid rgb(var(--edge))',
    borderRadius: '6px',
    color: 'rgb(var(--ink))',
    overflow: 'hidden',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'rgb(var(--selected))',
    color: 'rgb(var(--ink))',
  },
});

export interface EditorActions {
  run: (text: string) => void;
  explain: (text: string, analyze: boolean) => void;
}

interface EditorProps {
  text: string;
  names: SQLNamespace;
  label: string;
  hint: string;
  actions: EditorActions;
  /// Where in the text PostgreSQL has seen an error.
  fault: number | null;
  onChange: (text: string) => void;
}

/// How long parsing a long text may hold up the page.
const parsingTime = 200;

/// What is selected, or else the statement that the cursor is in, or just behind.
function chosenText({ state }: EditorView): string {
  const { main } = state.selection;
  if (!main.empty) return state.sliceDoc(main.from, main.to);
  const statements = ensureSyntaxTree(state, state.doc.length, parsingTime)?.topNode.getChildren('Statement') ?? [];
  const found = statements.findLast((each) => each.from <= main.head) ?? statements[0];
  return found ? state.sliceDoc(found.from, found.to) : state.doc.toString();
}

function allText({ state }: EditorView): string {
  return state.doc.toString();
}

export default function Editor({ text, names, label, hint, actions, fault, onChange }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>();
  const language = useRef(new Compartment());
  const latest = useRef({ actions, onChange });
  latest.current = { actions, onChange };
  const first = useRef({ text, names, label, hint });

  useEffect(() => {
    if (!host.current) return;
    const act = (what: (chosen: string) => void, of = chosenText) => (editor: EditorView) => {
      what(of(editor));
      return true;
    };
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current.text,
        extensions: [
          EditorView.cspNonce.of(styleNonce),
          Prec.highest(
            keymap.of([
              { key: 'Mod-Enter', run: act((chosen) => latest.current.actions.run(chosen)) },
              { key: 'Shift-Mod-Enter', run: act((chosen) => latest.current.actions.run(chosen), allText) },
              { key: 'F5', run: act((chosen) => latest.current.actions.run(chosen), allText) },
              { key: 'F7', run: act((chosen) => latest.current.actions.explain(chosen, false)) },
              { key: 'Shift-F7', run: act((chosen) => latest.current.actions.explain(chosen, true)) },
              { key: 'Tab', run: acceptCompletion },
            ]),
          ),
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          highlightActiveLine(),
          highlightSelectionMatches(),
          search({ top: true }),
          typingOverSelection,
          placeholder(first.current.hint),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
          language.current.of(sql({ dialect: PostgreSQL, schema: first.current.names })),
          colours,
          look,
          faultMark,
          EditorView.contentAttributes.of({ 'aria-label': first.current.label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: language.current.reconfigure(sql({ dialect: PostgreSQL, schema: names })),
    });
  }, [names]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    view.current?.dispatch({ effects: markFault.of(fault) });
  }, [fault]);

  return <div ref={host} className="mono h-full" />;
}
