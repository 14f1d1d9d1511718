import { useState, type KeyboardEvent } from 'react';

export type Leave = 'stay' | 'down' | 'right' | 'left';

interface CellEditorProps {
  value: string | null;
  label: string;
  choices: string[] | null;
  onCommit: (value: string | null, leave: Leave) => void;
  onCancel: () => void;
}

const look = 'absolute inset-0 z-10 w-full border-2 border-accent-text bg-raised px-1.5 text-xs text-ink outline-none mono';

/// Enter and Tab keep what was written, Escape does not; Ctrl+Backspace makes it NULL.
export function CellEditor({ value, label, choices, onCommit, onCancel }: CellEditorProps) {
  const [text, setText] = useState(value ?? '');
  // A field that is left as it was is not made empty text out of NULL.
  const result = () => (value === null && text === '' ? null : text);
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    const leave: Leave | undefined =
      event.key === 'Enter' ? 'down' : event.key === 'Tab' ? (event.shiftKey ? 'left' : 'right') : undefined;
    if (leave) {
      event.preventDefault();
      onCommit(result(), leave);
    } else if (event.key === 'Backspace' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onCommit(null, 'stay');
    }
  };
  if (choices)
    return (
      <select
        autoFocus
        aria-label={label}
        className={look}
        value={text}
        onChange={(event) => onCommit(event.target.value, 'stay')}
        onKeyDown={press}
        onBlur={onCancel}
      >
        {value === null && <option value="">NULL</option>}
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  return (
    <input
      autoFocus
      aria-label={label}
      spellCheck={false}
      className={look}
      value={text}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={press}
      onBlur={() => onCommit(result(), 'stay')}
    />
  );
}
