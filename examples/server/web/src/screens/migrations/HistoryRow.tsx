import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { Badge, type Tone } from '@/components/ui/badge';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { day } from '@/lib/format';
import type { Migration } from '@/api/types';
import { stateOf, type HistoryItem, type RevisionState } from './history';
import { LaneCell } from './LaneCell';
import type { LaneRow } from './lanes';

const tones: Record<RevisionState, Tone> = {
  applied: 'applied',
  current: 'current',
  pending: 'pending',
  missing: 'broken',
  unknown: 'neutral',
};

export function StateBadge({ migration }: { migration: Migration }) {
  const { t } = useTranslation();
  const state = stateOf(migration);
  return <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>;
}

function RevisionRow({ migration }: { migration: Migration }) {
  const { t, language } = useTranslation();
  return (
    <>
      <span className="mono w-28 shrink-0 truncate text-xs text-soft">{migration.revision.slice(0, 12)}</span>
      <span className={cn('min-w-0 truncate', migration.is_missing && 'italic text-broken')}>
        {migration.is_missing ? t('state.missing') : migration.doc || migration.revision}
      </span>
      <span className="flex shrink-0 items-center gap-1.5">
        {migration.is_head && <Badge tone="current">{t('state.head')}</Badge>}
        {migration.branch_labels.map((label) => (
          <Badge key={label} tone="merge">
            {label}
          </Badge>
        ))}
        {migration.is_merge_point && <Badge>{t('state.merge')}</Badge>}
        {migration.is_branch_point && <Badge>{t('state.branch')}</Badge>}
        {migration.findings.length > 0 && (
          <Badge tone="pending">
            <TriangleAlert aria-hidden />
            {migration.findings.length}
          </Badge>
        )}
      </span>
      <span className="flex-1" />
      <span className="hidden w-28 shrink-0 text-right text-xs text-faint @2xl:block">{day(migration.date, language)}</span>
      <span className="flex w-24 shrink-0 justify-end">
        <StateBadge migration={migration} />
      </span>
    </>
  );
}

interface HistoryRowProps {
  id: string;
  item: HistoryItem;
  row: LaneRow;
  width: number;
  top: number;
  selected: boolean;
  onChoose: (item: HistoryItem) => void;
}

export const HistoryRow = memo(function HistoryRow({ id, item, row, width, top, selected, onChoose }: HistoryRowProps) {
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      onClick={() => onChoose(item)}
      className={cn(
        'absolute inset-x-0 flex h-[34px] cursor-default items-center gap-3 pr-5 hover:bg-hover',
        selected && 'bg-selected hover:bg-selected',
      )}
      style={{ transform: `translateY(${top}px)` }}
    >
      <LaneCell row={row} item={item} width={width} />
      {item.kind === 'revision' ? (
        <RevisionRow migration={item.migration} />
      ) : (
        <span className="text-xs text-faint">{t('migrations.collapsed', { n: item.migrations.length })}</span>
      )}
    </div>
  );
});
