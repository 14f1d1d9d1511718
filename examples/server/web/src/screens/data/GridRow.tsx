import { PanelRight } from 'lucide-react';
import type { TableAddress } from '@/api/tables';
import type { RowValues, TableRow } from '@/api/types';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { CellEditor, type Leave } from './CellEditor';
import { kindOf, shownValue, type KnownValue } from './cells';
import { CellValue } from './CellValue';
import type { GridColumn } from './columns';

export interface RowActions {
  activate: (row: number, column: number, marks: boolean) => void;
  openRow: (row: number) => void;
  edit: () => void;
  toggle: (row: number) => void;
  follow: (column: GridColumn, value: string) => void;
  commit: (value: string | null, leave: Leave) => void;
  cancel: () => void;
}

interface GridCellProps {
  id: string;
  address: TableAddress;
  marked: boolean;
  column: GridColumn;
  value: KnownValue;
  width: number | undefined;
  changed: boolean;
  active: boolean;
  editing: boolean;
  onActivate: (marks: boolean) => void;
  on: RowActions;
}

function GridCell({ id, address, marked, column, value, width, changed, active, editing, onActivate, on }: GridCellProps) {
  return (
    <div
      id={id}
      role="gridcell"
      data-column={column.name}
      aria-colindex={column.index + 2}
      onMouseDown={(event) => {
        if (editing) return;
        // Else the browser would mark text.
        if (event.shiftKey) event.preventDefault();
        onActivate(event.shiftKey);
      }}
      onClick={(event) => {
        const follows = (event.ctrlKey || event.metaKey) && column.foreignKey !== null;
        if (follows && value.text !== null) on.follow(column, value.text);
      }}
      onDoubleClick={on.edit}
      className={cn(
        'mono relative flex shrink-0 items-center border-b border-r px-2 text-xs',
        kindOf(column.type) === 'number' && 'justify-end',
        column.written && 'text-soft',
        changed && 'bg-pending/15',
        marked && 'bg-accent/15',
        active && 'group-focus-within:ring-2 group-focus-within:ring-inset group-focus-within:ring-accent-text',
      )}
      style={{ width }}
    >
      <CellValue value={value} type={column.type} />
      {editing && (
        <CellEditor
          value={value.text}
          label={column.name}
          choices={column.choices}
          address={address}
          foreignKey={column.foreignKey}
          onCommit={on.commit}
          onCancel={on.cancel}
        />
      )}
    </div>
  );
}

interface GridRowProps {
  address: TableAddress;
  marked: readonly [number, number] | null;
  row: TableRow;
  index: number;
  top: number;
  columns: GridColumn[];
  widths: number[];
  staged: RowValues | undefined;
  selected: boolean;
  activeColumn: number | null;
  editing: boolean;
  on: RowActions;
}

export function GridRow({ address, marked, row, index, top, columns, widths, staged, selected, activeColumn, editing, on }: GridRowProps) {
  const { t } = useTranslation();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={cn('absolute left-0 top-0 flex h-[30px] hover:bg-hover', selected && 'bg-selected hover:bg-selected')}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div
        role="gridcell"
        className={cn(
          'sticky left-0 z-10 flex w-14 items-center border-b border-r pl-2.5',
          selected ? 'bg-selected' : 'bg-canvas',
        )}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t('data.selectRow', { n: index + 1 })}
          className="h-3.5 w-3.5 accent-[rgb(var(--accent))]"
          checked={selected}
          onChange={() => on.toggle(index)}
        />
        <button
          type="button"
          tabIndex={-1}
          aria-label={t('row.openNumber', { n: index + 1 })}
          title={t('row.open')}
          onClick={() => on.openRow(index)}
          className="ml-1 flex h-6 w-6 items-center justify-center rounded text-faint opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/row:opacity-100"
        >
          <PanelRight className="h-3.5 w-3.5" />
        </button>
      </div>
      {columns.map((column) => {
        const changed = staged !== undefined && column.name in staged;
        const active = activeColumn === column.index;
        return (
          <GridCell
            key={column.name}
            id={`cell-${index}-${column.index}`}
            address={address}
            marked={marked !== null && column.index >= marked[0] && column.index <= marked[1]}
            column={column}
            value={
              changed
                ? { text: staged[column.name] ?? null, whole: true }
                : shownValue(row.cells[column.index], column.type)
            }
            width={widths[column.index]}
            changed={changed}
            active={active}
            editing={active && editing}
            onActivate={(marks) => on.activate(index, column.index, marks)}
            on={on}
          />
        );
      })}
    </div>
  );
}
