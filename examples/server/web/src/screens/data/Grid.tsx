import { getCoreRowModel, useReactTable, type ColumnSizingState } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { TableAddress } from '@/api/tables';
import type { RowPage, RowValues, TableRow } from '@/api/types';
import { useTranslation } from '@/i18n';
import { useStored } from '@/lib/use-stored';
import type { Leave } from './CellEditor';
import { keyOf, known, rowId, shownValue } from './cells';
import type { GridColumn } from './columns';
import type { StagedEdits } from './edits';
import { HeaderCell } from './GridHeader';
import { GridRow, type RowActions } from './GridRow';
import { cellsIn, cellsOfTsv, columnsIn, rangeOf, tsvOf, type Position } from './range';
import type { SortKey } from './view';

const rowHeight = 30;
const headerHeight = 36;

const markWidth = 56;

interface GridProps {
  address: TableAddress;
  readOnly: boolean;
  page: RowPage;
  columns: GridColumn[];
  edits: StagedEdits;
  sortKeys: SortKey[];
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onSort: (column: string, more: boolean) => void;
  onOpenValue: (row: TableRow, column: GridColumn) => void;
  onFollow: (column: GridColumn, value: string) => void;
  onOpenRow: (key: RowValues) => void;
  onDelete: () => void;
}

const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-20, 0],
  PageDown: [20, 0],
};

const leaves: Record<Leave, [number, number]> = { stay: [0, 0], down: [1, 0], right: [0, 1], left: [0, -1] };

export function Grid(props: GridProps) {
  const { address, readOnly, page, columns, edits, sortKeys, selected } = props;
  const { onSelect, onSort, onOpenValue, onFollow, onOpenRow, onDelete } = props;
  const name = address.table;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Position>({ row: 0, column: 0 });
  const [anchor, setAnchor] = useState<Position | null>(null);
  const [editing, setEditing] = useState(false);
  const range = anchor && rangeOf(anchor, active);
  const [sizing, setSizing] = useStored<ColumnSizingState>(`columns.${name}`, {});

  const table = useReactTable({
    data: page.rows,
    columns: useMemo(
      () => columns.map((column) => ({ id: column.name, header: column.name, size: column.width, minSize: 60 })),
      [columns],
    ),
    getCoreRowModel: getCoreRowModel(),
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing },
    onColumnSizingChange: (next) => setSizing(typeof next === 'function' ? next(sizing) : next),
  });
  const headers = table.getFlatHeaders();
  const width = table.getTotalSize() + markWidth;
  const virtual = useVirtualizer({
    count: page.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: headerHeight,
  });

  useEffect(() => {
    setActive((at) => ({ row: Math.min(at.row, Math.max(page.rows.length - 1, 0)), column: at.column }));
    setAnchor(null);
    setEditing(false);
  }, [page]);

  const move = ([rows, across]: readonly [number, number], marks = false) => {
    setAnchor(marks ? (anchor ?? active) : null);
    const row = Math.min(Math.max(active.row + rows, 0), page.rows.length - 1);
    const column = Math.min(Math.max(active.column + across, 0), columns.length - 1);
    setActive({ row, column });
    virtual.scrollToIndex(row);
    document.getElementById(`cell-${row}-${column}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const stage = (at: Position, value: string | null) => {
    const row = page.rows[at.row];
    const column = columns[at.column];
    const key = row && keyOf(page.columns, row);
    if (readOnly || !row || !column || !key) return;
    edits.stage(rowId(page, at.row), { key, version: row.version }, column.name, value, shownValue(row.cells[at.column], column.type).text);
  };

  const edit = () => {
    const column = columns[active.column];
    const row = page.rows[active.row];
    if (readOnly || !column || !row || column.written || !keyOf(page.columns, row)) return;
    const long = !known(row.cells[active.column]).whole || column.type.startsWith('json');
    if (long) onOpenValue(row, column);
    else setEditing(true);
  };

  const fillDown = () => {
    if (!range) return;
    for (const cell of cellsIn(range)) {
      const row = page.rows[range.from.row];
      const column = columns[cell.column];
      if (!row || !column || column.written || cell.row === range.from.row) continue;
      const first = edits.staged.get(rowId(page, range.from.row))?.values;
      const source = first && column.name in first ? (first[column.name] ?? null) : shownValue(row.cells[cell.column], column.type);
      if (source === null || typeof source === 'string') stage(cell, source);
      else if (source.whole) stage(cell, source.text);
    }
  };

  const copy = (event: ClipboardEvent) => {
    if (editing) return;
    const marked = page.rows.flatMap((_, index) => (selected.has(rowId(page, index)) ? [index] : []));
    const { from, to } = range ?? { from: active, to: active };
    const inRange = Array.from({ length: to.row - from.row + 1 }, (_, index) => from.row + index);
    const text =
      !range && marked.length > 0
        ? tsvOf(page, columns, marked, 0, columns.length - 1)
        : tsvOf(page, columns, inRange, from.column, to.column);
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  };

  const paste = (event: ClipboardEvent) => {
    if (editing) return;
    const start = range?.from ?? active;
    cellsOfTsv(event.clipboardData.getData('text/plain')).forEach((cells, down) =>
      cells.forEach((text, right) => {
        const at = { row: start.row + down, column: start.column + right };
        if (columns[at.column]?.written === false) stage(at, text);
      }),
    );
    event.preventDefault();
  };

  const toggle = (row: number) => {
    const next = new Set(selected);
    const id = rowId(page, row);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  const openRow = (index: number) => {
    const row = page.rows[index];
    const key = row && keyOf(page.columns, row);
    if (key) onOpenRow(key);
  };

  const press = (event: KeyboardEvent) => {
    if (editing || event.altKey) return;
    const by = moves[event.key];
    const act = () => {
      if (by) return () => move(by, event.shiftKey);
      if (event.key === 'Enter' && event.shiftKey) return () => openRow(active.row);
      if (event.key === 'Enter' || event.key === 'F2') return edit;
      if (event.key === 'd' && (event.ctrlKey || event.metaKey)) return fillDown;
      if (event.key === 'Home') return () => move([0, -columns.length]);
      if (event.key === 'End') return () => move([0, columns.length]);
      if (event.key === ' ') return () => toggle(active.row);
      if (event.key === 'Delete') return onDelete;
      const column = columns[active.column];
      if (event.key === 'Backspace' && (event.ctrlKey || event.metaKey) && column?.nullable && !column.written)
        return () => stage(active, null);
      return null;
    };
    const found = act();
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found();
  };

  const commit = (value: string | null, leave: Leave) => {
    stage(active, value);
    setEditing(false);
    scroller.current?.focus();
    move(leaves[leave]);
  };

  const actions: RowActions = {
    activate: (row, column, marks) => {
      setEditing(false);
      setAnchor(marks ? (anchor ?? active) : null);
      setActive({ row, column });
    },
    openRow,
    edit,
    toggle,
    follow: onFollow,
    commit,
    cancel: () => {
      setEditing(false);
      scroller.current?.focus();
    },
  };

  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={name}
      aria-rowcount={page.rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={page.rows.length > 0 ? `cell-${active.row}-${active.column}` : undefined}
      onKeyDown={press}
      onCopy={copy}
      onPaste={paste}
      className="group min-h-0 flex-1 overflow-auto focus-visible:outline-none"
    >
      <div role="row" className="sticky top-0 z-20 flex w-max">
        <div role="columnheader" className="sticky left-0 z-20 flex h-9 w-14 items-center border-b border-r bg-panel pl-2.5">
          <input
            type="checkbox"
            aria-label={t('data.selectAll')}
            className="h-3.5 w-3.5 accent-[rgb(var(--accent))]"
            checked={page.rows.length > 0 && selected.size === page.rows.length}
            onChange={(event) =>
              onSelect(new Set(event.target.checked ? page.rows.map((_, index) => rowId(page, index)) : []))
            }
          />
        </div>
        {headers.map((header, index) => {
          const column = columns[index];
          return (
            column && (
              <HeaderCell
                key={header.id}
                header={header}
                column={column}
                sortKeys={sortKeys}
                disabled={edits.count > 0}
                onSort={onSort}
              />
            )
          );
        })}
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), width }}>
        {virtual.getVirtualItems().map((place) => {
          const row = page.rows[place.index];
          if (!row) return null;
          const id = rowId(page, place.index);
          return (
            <GridRow
              key={place.key}
              row={row}
              index={place.index}
              top={place.start - headerHeight}
              columns={columns}
              widths={headers.map((header) => header.getSize())}
              staged={edits.staged.get(id)?.values}
              selected={selected.has(id)}
              address={address}
              marked={columnsIn(range, place.index)}
              activeColumn={active.row === place.index ? active.column : null}
              editing={editing}
              on={actions}
            />
          );
        })}
      </div>
    </div>
  );
}
