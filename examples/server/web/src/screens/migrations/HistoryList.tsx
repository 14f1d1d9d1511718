import { useVirtualizer } from '@tanstack/react-virtual';
import { forwardRef, useCallback, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from '@/i18n';
import type { HistoryItem, ShownHistory } from './history';
import { HistoryRow } from './HistoryRow';
import { lanesWidth, rowHeight } from './LaneCell';

export interface HistoryListHandle {
  show: (index: number) => void;
  focus: () => void;
}

interface HistoryListProps {
  history: ShownHistory;
  selected: string | null;
  onSelect: (id: string) => void;
  onUnfold: (id: string) => void;
}

function rowId(item: HistoryItem): string {
  return `row-${item.id}`;
}

export const HistoryList = forwardRef<HistoryListHandle, HistoryListProps>(
  ({ history, selected, onSelect, onUnfold }, ref) => {
    const { t } = useTranslation();
    const scroller = useRef<HTMLDivElement>(null);
    const { items, layout } = history;
    const width = lanesWidth(layout.lanes);
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
                onChoose={choose}
              />
            );
          })}
        </div>
      </div>
    );
  },
);
HistoryList.displayName = 'HistoryList';
