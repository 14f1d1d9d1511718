import { CircleAlert, PencilLine, TriangleAlert } from 'lucide-react';
import { memo, type DragEvent } from 'react';
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

export function EditedBadge({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <Badge tone="pending">
      <PencilLine aria-hidden />
      <span className={cn(short && 'sr-only @3xl:not-sr-only')}>{t('state.edited')}</span>
    </Badge>
  );
}

/// Remarks of lint only in the details: in the list they would cry wolf.
function LintBadge({ migration }: { migration: Migration }) {
  const { t } = useTranslation();
  const { lint, findings } = migration;
  const errors = lint?.errors ?? 0;
  const warnings = (lint?.warnings ?? 0) + findings.length;
  if (errors + warnings === 0) return null;
  const Icon = errors > 0 ? CircleAlert : TriangleAlert;
  return (
    <Badge tone={errors > 0 ? 'broken' : 'pending'}>
      <Icon aria-hidden />
      <span aria-hidden>{errors + warnings}</span>
      <span className="sr-only">{t('lint.badge', { n: errors + warnings })}</span>
    </Badge>
  );
}

function RevisionRow({ migration }: { migration: Migration }) {
  const { t, language } = useTranslation();
  return (
    <>
      <span className="mono hidden w-28 shrink-0 truncate text-xs text-soft @lg:block">{migration.revision.slice(0, 12)}</span>
      <span className={cn('min-w-16 truncate', migration.is_missing && 'italic text-broken')}>
        {migration.is_missing ? t('state.missing') : migration.doc || migration.revision}
      </span>
      <span className="flex shrink-0 items-center gap-1.5">
        {migration.is_head && <Badge tone="current">{t('state.head')}</Badge>}
        {migration.branch_labels.map((label) => (
          <Badge key={label} tone="merge" className="hidden @md:inline-flex">
            {label}
          </Badge>
        ))}
        {migration.is_merge_point && <Badge className="hidden @xl:inline-flex">{t('state.merge')}</Badge>}
        {migration.is_branch_point && <Badge className="hidden @xl:inline-flex">{t('state.branch')}</Badge>}
        {migration.edited_after_apply && <EditedBadge short />}
        {!migration.is_applied && <LintBadge migration={migration} />}
      </span>
      <span className="flex-1" />
      {migration.git && (
        <span className="hidden w-32 shrink-0 truncate text-xs text-faint @4xl:block">{migration.git.author}</span>
      )}
      <span className="hidden w-28 shrink-0 text-right text-xs text-faint @2xl:block">{day(migration.date, language)}</span>
      <span className="flex shrink-0 justify-end @lg:w-24">
        <StateBadge migration={migration} />
      </span>
    </>
  );
}

/// What a head that is dragged onto another one carries.
const headType = 'application/x-alembicore-head';

function useHeadDrag(item: HistoryItem, onMerge: ((heads: string[]) => void) | null) {
  if (!onMerge || item.kind !== 'revision' || !item.migration.is_head) return {};
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(headType, item.id);
      event.dataTransfer.effectAllowed = 'link';
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!event.dataTransfer.types.includes(headType)) return;
      event.preventDefault();
      event.currentTarget.dataset.over = '1';
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => delete event.currentTarget.dataset.over,
    onDrop: (event: DragEvent<HTMLElement>) => {
      event.preventDefault();
      delete event.currentTarget.dataset.over;
      const dragged = event.dataTransfer.getData(headType);
      if (dragged !== '' && dragged !== item.id) onMerge([item.id, dragged]);
    },
  };
}

interface HistoryRowProps {
  id: string;
  item: HistoryItem;
  row: LaneRow;
  width: number;
  top: number;
  selected: boolean;
  /// Another revision is pointed at, which does not stand on this one.
  dimmed: boolean;
  onChoose: (item: HistoryItem) => void;
  onPoint: (id: string) => void;
  /// Null where there is nothing to merge.
  onMerge: ((heads: string[]) => void) | null;
}

export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { id, item, row, width, top, selected, dimmed, onChoose, onPoint, onMerge } = props;
  const { t } = useTranslation();
  const drag = useHeadDrag(item, onMerge);
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      onClick={() => onChoose(item)}
      onMouseEnter={() => onPoint(item.id)}
      title={drag.draggable ? t('migrations.dragHead') : undefined}
      {...drag}
      className={cn(
        'absolute inset-x-0 flex h-[34px] cursor-default items-center gap-3 pr-5 transition-opacity hover:bg-hover',
        'data-[over]:bg-merge/15 data-[over]:outline data-[over]:outline-1 data-[over]:-outline-offset-1 data-[over]:outline-merge',
        dimmed && 'opacity-45',
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
