import { Handle, Position, useStore, type NodeProps } from '@xyflow/react';
import { KeyRound, Link2, Table2 } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'react-router-dom';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { shortType } from '@/lib/types-of-postgresql';
import type { DiagramColumn, TableNode } from './graph';

function Column({ column }: { column: DiagramColumn }) {
  return (
    <li className="flex h-[22px] items-center gap-1.5 px-2.5 text-xs [&>svg]:h-3 [&>svg]:w-3 [&>svg]:shrink-0">
      {column.mark === 'primary' && <KeyRound className="text-pending" aria-hidden />}
      {column.mark === 'foreign' && <Link2 className="text-merge" aria-hidden />}
      <span className={cn('min-w-0 truncate', column.mark === null && 'pl-[18px]')}>{column.name}</span>
      <span className="mono ml-auto max-w-24 shrink-0 truncate text-2xs text-faint">
        {shortType(column.type)}
        {column.nullable && '?'}
      </span>
    </li>
  );
}

/// From afar columns are dust; the name alone can be read for longer.
const farBelow = 0.42;

export const TableNodeView = memo(function TableNodeView({ data }: NodeProps<TableNode>) {
  const { t } = useTranslation();
  const far = useStore((state) => state.transform[2] < farBelow);
  return (
    <div
      className={cn(
        'group h-full overflow-hidden rounded-md border bg-panel shadow-sm',
        data.focused ? 'border-accent-text ring-2 ring-accent/40' : 'border-edge',
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="!h-1 !w-1 !border-0 !bg-transparent" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="!h-1 !w-1 !border-0 !bg-transparent" />
      {far && <p className="flex h-full items-center break-all bg-raised px-3 text-[26px] font-semibold leading-7">{data.table}</p>}
      {!far && (
        <>
          <div className="flex h-8 items-center border-b bg-raised px-2.5 text-xs font-semibold">
            <span className="truncate">
              {data.schema !== 'public' && <span className="font-normal text-faint">{data.schema}.</span>}
              {data.table}
            </span>
            <Link
              to={`/data?${new URLSearchParams({ schema: data.schema, table: data.table }).toString()}`}
              aria-label={t('schema.rowsOf', { table: data.table })}
              title={t('schema.rowsOf', { table: data.table })}
              className="nodrag ml-auto rounded p-1 text-faint opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover:opacity-100"
            >
              <Table2 className="h-3.5 w-3.5" />
            </Link>
          </div>
          <ul>
            {data.columns.map((column) => (
              <Column key={column.name} column={column} />
            ))}
            {data.hidden > 0 && <li className="px-2.5 pl-7 text-2xs leading-[22px] text-faint">{t('schema.more', { n: data.hidden })}</li>}
          </ul>
        </>
      )}
    </div>
  );
});
