import { useState, type KeyboardEvent } from 'react';
import type { TableAddress } from '@/api/tables';
import type { CatalogConstraint } from '@/api/types';
import { Popover, PopoverAnchor, PopoverContent } from '@/components/ui/popover';
import { CandidateList } from './CandidateList';

export type Leave = 'stay' | 'down' | 'right' | 'left';

interface CellEditorProps {
  value: string | null;
  label: string;
  choices: string[] | null;
  address: TableAddress;
  foreignKey: CatalogConstraint | null;
  onCommit: (value: string | null, leave: Leave) => void;
  onCancel: () => void;
}

const look = 'absolute inset-0 z-10 w-full border-2 border-accent-text bg-raised px-1.5 text-xs text-ink outline-none mono';

function ForeignKeyEditor({ address, foreignKey, label, onCommit, onCancel }: CellEditorProps & { foreignKey: CatalogConstraint }) {
  const press = (event: KeyboardEvent, text: string) => {
    event.stopPropagation();
    const empties = event.key === 'Backspace' && (event.ctrlKey || event.metaKey);
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && text !== '') onCommit(text, 'down');
    else if (empties) onCommit(null, 'stay');
    else return;
    event.preventDefault();
  };
  return (
    <Popover open onOpenChange={(open) => !open && onCancel()}>
      <PopoverAnchor asChild>
        <span className="pointer-events-none absolute inset-0 z-10 border-2 border-accent-text" />
      </PopoverAnchor>
      <PopoverContent align="start" className="w-72 p-2 font-sans" aria-label={label} onDoubleClick={(event) => event.stopPropagation()}>
        <CandidateList
          address={address}
          foreignKey={foreignKey}
          onChoose={(key) => onCommit(key, 'down')}
          onKey={press}
        />
      </PopoverContent>
    </Popover>
  );
}

/// Enter and Tab keep what was written, Escape does not; Ctrl+Backspace makes it NULL.
export function CellEditor(props: CellEditorProps) {
  const { value, label, choices, foreignKey, onCommit, onCancel } = props;
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
  if (foreignKey) return <ForeignKeyEditor {...props} foreignKey={foreignKey} />;
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
