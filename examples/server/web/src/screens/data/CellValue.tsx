import { memo } from 'react';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { kindOf, type KnownValue } from './cells';

interface CellValueProps {
  value: KnownValue;
  type: string;
}

/// NULL, empty text and text look different.
export const CellValue = memo(function CellValue({ value, type }: CellValueProps) {
  const { t } = useTranslation();
  const kind = kindOf(type);
  if (value.text === null) return <span className="text-2xs italic text-faint">NULL</span>;
  if (value.text === '') return <span className="rounded border border-dashed px-1 text-2xs text-faint">{t('data.empty')}</span>;
  return (
    <span
      className={cn(
        'block truncate',
        kind === 'number' && 'tabular-nums',
        kind === 'boolean' && (value.text === 'true' ? 'text-applied' : 'text-soft'),
        kind === 'json' && 'text-merge',
      )}
    >
      {value.text.length > 300 ? value.text.slice(0, 300) : value.text}
      {!value.whole && <span className="text-faint">…</span>}
    </span>
  );
});
