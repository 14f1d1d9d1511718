import { useQuery } from '@tanstack/react-query';
import { ArrowRight, KeyRound, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { referencesQuery, rowQuery, type TableAddress } from '@/api/tables';
import type { Condition, ReferenceReport, RowValues, TableRow } from '@/api/types';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { integer } from '@/lib/format';
import { shortType } from '@/lib/types-of-postgresql';
import { shownValue } from './cells';
import { CellValue } from './CellValue';
import type { GridColumn } from './columns';

export type Jump = (to: TableAddress, conditions: Condition[]) => void;

interface FieldsProps {
  row: TableRow;
  columns: GridColumn[];
  onJump: Jump;
  onOpenValue: (row: TableRow, column: GridColumn) => void;
}

function Fields({ row, columns, onJump, onOpenValue }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <dl className="divide-y">
      {columns.map((column) => {
        const value = shownValue(row.cells[column.index], column.type);
        const to = column.foreignKey?.reference;
        return (
          <div key={column.name} className="grid grid-cols-[9rem_1fr] items-start gap-3 px-4 py-1.5">
            <dt className="flex min-w-0 items-center gap-1.5 pt-px text-xs [&>svg]:h-3 [&>svg]:w-3 [&>svg]:shrink-0">
              {column.key && <KeyRound className="text-pending" aria-label={t('data.key')} />}
              <span className="truncate text-soft" title={`${column.name} ${shortType(column.type)}`}>
                {column.name}
              </span>
            </dt>
            <dd className="mono flex min-w-0 items-start gap-1 text-xs">
              <button
                type="button"
                onClick={() => onOpenValue(row, column)}
                className="min-w-0 flex-1 rounded text-left hover:underline [&>span]:whitespace-pre-wrap [&>span]:break-words"
              >
                <CellValue value={value} type={column.type} />
              </button>
              {to && value.text !== null && (
                <button
                  type="button"
                  onClick={() =>
                    onJump({ schema: to.table.schema, table: to.table.object }, [
                      { column: to.columns[0] ?? 'id', how: 'equals', values: [value.text ?? ''] },
                    ])
                  }
                  className="inline-flex shrink-0 items-center gap-1 rounded font-sans text-accent-text hover:underline [&>svg]:h-3 [&>svg]:w-3"
                >
                  {to.table.object}
                  <ArrowRight aria-hidden />
                </button>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function conditionsOf(values: RowValues): Condition[] {
  return Object.entries(values).map(([column, value]) =>
    value === null ? { column, how: 'is_null', values: [] } : { column, how: 'equals', values: [value] },
  );
}

function References({ report, onJump }: { report: ReferenceReport; onJump: Jump }) {
  const { t, language } = useTranslation();
  if (report.keys.length === 0) return <p className="px-4 text-xs text-soft">{t('row.noReferences')}</p>;
  return (
    <ul className="px-2">
      {report.keys.map((key) => (
        <li key={`${key.from.schema}.${key.name}`}>
          <button
            type="button"
            data-reference={key.from.object}
            disabled={key.rows === 0}
            onClick={() => onJump({ schema: key.from.schema, table: key.from.object }, conditionsOf(key.values))}
            className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-xs enabled:hover:bg-hover disabled:text-faint"
          >
            <span className="min-w-0 truncate font-medium">{key.from.object}</span>
            <span className="mono min-w-0 flex-1 truncate text-faint">{Object.keys(key.values).join(', ')}</span>
            <span className="tabular-nums">{integer(key.rows, language)}</span>
            <ArrowRight className="h-3 w-3 shrink-0" aria-hidden />
          </button>
        </li>
      ))}
      {!report.complete && <li className="px-2 py-1 text-xs text-pending">{t('row.incomplete')}</li>}
    </ul>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="py-3">
      <h3 className="px-4 pb-1.5 text-xs font-semibold text-soft">{title}</h3>
      {children}
    </section>
  );
}

interface RowPanelProps {
  address: TableAddress;
  rowKey: RowValues;
  columns: GridColumn[];
  onClose: () => void;
  onJump: Jump;
  onOpenValue: (row: TableRow, column: GridColumn) => void;
}

/// One row from top to bottom, with what it points to and what points to it.
export function RowPanel({ address, rowKey, columns, onClose, onJump, onOpenValue }: RowPanelProps) {
  const { t } = useTranslation();
  const found = useQuery(rowQuery(address, rowKey));
  const references = useQuery(referencesQuery(address, rowKey));
  const row = found.data?.rows[0];
  const title = Object.values(rowKey).join(', ');
  const asJson = () =>
    JSON.stringify(
      Object.fromEntries(columns.map((column) => [column.name, shownValue(row?.cells[column.index], column.type).text])),
      null,
      2,
    );
  return (
    <aside
      aria-label={t('row.label', { key: title })}
      className="flex w-[24rem] max-w-[45%] shrink-0 animate-slide flex-col border-l bg-panel"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 border-b pl-4 pr-2">
        <h2 className="min-w-0 flex-1 truncate font-medium">
          {address.table} <span className="mono text-xs text-soft">{title}</span>
        </h2>
        {row && <CopyButton text={asJson} label={t('row.copy')} />}
        <IconButton label={t('common.close')} keys="Esc" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        {found.isPending && <Loading />}
        {found.error && <ProblemView failure={found.error} className="m-3" />}
        {found.data && !row && <p className="p-4 text-soft">{t('row.none')}</p>}
        {row && <Fields row={row} columns={columns} onJump={onJump} onOpenValue={onOpenValue} />}
        {row && (
          <Part title={t('row.references')}>
            {references.isPending && <Loading className="py-0" />}
            {references.error && <ProblemView failure={references.error} className="mx-3" />}
            {references.data && <References report={references.data} onJump={onJump} />}
          </Part>
        )}
      </div>
    </aside>
  );
}
