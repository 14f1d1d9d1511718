import { useVirtualizer } from '@tanstack/react-virtual';
import { forwardRef, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Migration } from '@/api/types';
import { useTranslation } from '@/i18n';
import { ancestryOf, type HistoryItem, type ShownHistory } from './history';
import { HistoryRow } from './HistoryRow';
import { lanesWidth, rowHeight } from './LaneCell';

export interface HistoryListHandle {
  show: (index: number) => void;
  focus: () => void;
}

/// How long a revision is pointed at before the others fade: less, and the list flickers under a moving mouse.
const pointedAfter = 220;

/// The revisions that the one under the mouse stands on; null while nothing is pointed at, or it is no branch's matter.
function useLit(all: Migration[], branched: boolean) {
  const [pointed, setPointed] = useState<string | null>(null);
  const timer = useRef(0);
  const point = useCallback(
    (id: string | null) => {
      window.clearTimeout(timer.current);
      if (branched) timer.current = window.setTimeout(() => setPointed(id), id === null ? 0 : pointedAfter);
    },
    [branched],
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const lit = useMemo(() => (pointed === null ? null : ancestryOf(all, pointed)), [all, pointed]);
  return { lit, point };
}

interface HistoryListProps {
  all: Migration[];
  history: ShownHistory;
  selected: string | null;
  onSelect: (id: string) => void;
  onUnfold: (id: string) => void;
  onMerge: ((heads: string[]) => void) | null;
}

function rowId(item: HistoryItem): string {
  return `row-${item.id}`;
}

export const HistoryList = forwardRef<HistoryListHandle, HistoryListProps>(
  ({ all, history, selected, onSelect, onUnfold, onMerge }, ref) => {
    const { t } = useTranslation();
    const scroller = useRef<HTMLDivElement>(null);
    const { items, layout } = history;
    const width = lanesWidth(layout.lanes);
    const { lit, point } = useLit(all, layout.lanes > 1);
    const virtual = useVirtualizer({
      count: items.length,
      getScrollElement: () => scroller.current,
      estimateSize: () => rowHeight,
      overscan: 16,
    });
    const index = items.findIndex((item) => item.id === selected);

    useImperativeHandle(ref, () => ({
      show: (at) => virtual.scrollToIndex(at, { align: 'center' }),
      focus: () => scroller.current?.focus(),
    }));

    useEffect(() => {
      if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
      // Only when another one is selected: the list is left alone while somebody scrolls.
      // eslint-disable-next-line react-hooks/exhaustive-deps
    }, [selected]);

    const choose = useCallback(
      (item: HistoryItem) => (item.kind === 'folded' ? onUnfold(item.id) : onSelect(item.id)),
      [onSelect, onUnfold],
    );

    return (
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        data-history
        aria-label={t('migrations.list')}
        aria-activedescendant={index >= 0 ? `row-${items[index]?.id ?? ''}` : undefined}
        onMouseLeave={() => point(null)}
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px] @container"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((place) => {
            const item = items[place.index];
            const row = layout.rows[place.index];
            if (!item || !row) return null;
            return (
              <HistoryRow
                key={rowId(item)}
                id={rowId(item)}
                item={item}
                row={row}
                width={width}
                top={place.start}
                selected={place.index === index}
                dimmed={lit !== null && !lit.has(item.id)}
                onChoose={choose}
                onPoint={point}
                onMerge={onMerge}
              />
            );
          })}
        </div>
      </div>
    );
  },
);
HistoryList.displayName = 'HistoryList';
