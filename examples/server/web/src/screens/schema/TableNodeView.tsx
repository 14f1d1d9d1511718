import { Handle, Position, type NodeProps } from '@xyflow/react';
import { KeyRound, Link2 } from 'lucide-react';
import { memo } from 'react';
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

export const TableNodeView = memo(function TableNodeView({ data }: NodeProps<TableNode>) {
  const { t } = useTranslation();
  return (
    <div
      className={cn(
        'h-full overflow-hidden rounded-md border bg-panel shadow-sm',
        data.focused ? 'border-accent-text ring-2 ring-accent/40' : 'border-edge',
      )}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} className="!h-1 !w-1 !border-0 !bg-transparent" />
      <Handle type="source" position={Position.Right} isConnectable={false} className="!h-1 !w-1 !border-0 !bg-transparent" />
      <div className="flex h-8 items-center border-b bg-raised px-2.5 text-xs font-semibold">
        <span className="truncate">
          {data.schema !== 'public' && <span className="font-normal text-faint">{data.schema}.</span>}
          {data.table}
        </span>
      </div>
      <ul>
        {data.columns.map((column) => (
          <Column key={column.name} column={column} />
        ))}
        {data.hidden > 0 && <li className="px-2.5 pl-7 text-2xs leading-[22px] text-faint">{t('schema.more', { n: data.hidden })}</li>}
      </ul>
    </div>
  );
});
