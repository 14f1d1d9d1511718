import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { candidatesQuery, type TableAddress } from '@/api/tables';
import type { CatalogConstraint } from '@/api/types';
import { Input } from '@/components/ui/input';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';

interface CandidateListProps {
  address: TableAddress;
  foreignKey: CatalogConstraint;
  onChoose: (key: string) => void;
  /// What else a key does: leaving, or taking what is written as it stands.
  onKey?: (event: KeyboardEvent, text: string) => void;
}

/// Rows that a foreign key could point to, searched by key and label.
export function CandidateList({ address, foreignKey, onChoose, onKey }: CandidateListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { data } = useQuery(candidatesQuery(address, foreignKey.name, text));
  const keys = data?.candidates.map((candidate) => Object.values(candidate.key)[0] ?? '') ?? [];
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = keys[at];
    if (by !== 0) setAt(Math.min(Math.max(at + by, 0), Math.max(keys.length - 1, 0)));
    else if (event.key === 'Enter' && chosen !== undefined) onChoose(chosen);
    else {
      onKey?.(event, text);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <Input
        autoFocus
        value={text}
        placeholder={t('common.search')}
        aria-label={t('common.search')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul className="mt-1.5 max-h-60 overflow-auto">
        {data?.candidates.map((candidate, index) => (
          <li key={keys[index]}>
            <button
              type="button"
              aria-current={index === at}
              onClick={() => onChoose(keys[index] ?? '')}
              className={cn(
                'flex h-7 w-full items-center gap-2.5 rounded px-2 text-left text-xs hover:bg-hover',
                index === at && 'bg-hover',
              )}
            >
              <span className="mono min-w-16 max-w-[50%] shrink-0 truncate text-faint">{keys[index]}</span>
              <span className="truncate">{candidate.label}</span>
            </button>
          </li>
        ))}
        {data?.candidates.length === 0 && (
          <li className="px-2 py-4 text-center text-xs text-soft">{t('common.nothingFound', { text })}</li>
        )}
      </ul>
    </>
  );
}
