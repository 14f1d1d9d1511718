import { flexRender, type Header } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, KeyRound, Link2 } from 'lucide-react';
import type { TableRow } from '@/api/types';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { shortType } from '@/lib/types-of-postgresql';
import type { GridColumn } from './columns';
import type { SortKey } from './view';

interface HeaderCellProps {
  header: Header<TableRow, unknown>;
  column: GridColumn;
  sortKeys: SortKey[];
  disabled: boolean;
  onSort: (column: string, more: boolean) => void;
}

function Description({ column }: { column: GridColumn }) {
  const { t } = useTranslation();
  return (
    <span className="block space-y-0.5">
      <span className="mono block">{column.type}</span>
      <span className="block text-soft">{column.nullable ? t('data.nullable') : t('data.required')}</span>
      {column.defaultValue && <span className="mono block text-soft">= {column.defaultValue}</span>}
      {column.foreignKey?.reference && (
        <span className="block text-soft">→ {column.foreignKey.reference.table.object}</span>
      )}
      {column.comment && <span className="block">{column.comment}</span>}
    </span>
  );
}

export function HeaderCell({ header, column, sortKeys, disabled, onSort }: HeaderCellProps) {
  const { t } = useTranslation();
  const sorted = sortKeys.find((key) => key.column === column.name);
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : 'none'}
      className="relative flex h-9 shrink-0 items-center border-b border-r bg-panel"
      style={{ width: header.getSize() }}
    >
      <Tip text={<Description column={column} />}>
        <button
          type="button"
          disabled={disabled}
          onClick={(event) => onSort(column.name, event.shiftKey)}
          className="flex h-full min-w-0 flex-1 items-center gap-1.5 px-2 text-left outline-offset-[-2px] hover:bg-hover [&_svg]:h-3 [&_svg]:w-3 [&_svg]:shrink-0"
        >
          {column.key && <KeyRound className="text-pending" aria-label={t('data.key')} />}
          {column.foreignKey && <Link2 className="text-merge" aria-label={t('data.foreignKey')} />}
          <span className="truncate text-xs font-semibold">
            {flexRender(header.column.columnDef.header, header.getContext())}
          </span>
          <span className="truncate text-2xs text-faint">{shortType(column.type)}</span>
          {sorted && <Arrow className="ml-auto text-accent-text" aria-hidden />}
        </button>
      </Tip>
      <span
        aria-hidden
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => header.column.resetSize()}
        className={cn(
          'absolute -right-1 top-0 z-10 h-full w-2 cursor-col-resize hover:bg-accent/50',
          header.column.getIsResizing() && 'bg-accent',
        )}
      />
    </div>
  );
}
