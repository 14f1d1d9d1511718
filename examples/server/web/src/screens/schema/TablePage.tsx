import { useQuery } from '@tanstack/react-query';
import { KeyRound, Link2 } from 'lucide-react';
import { Link } from 'react-router-dom';
import { tableSchemaQuery } from '@/api/schema';
import type { TableAddress } from '@/api/tables';
import type { CatalogTable } from '@/api/types';
import { Badge } from '@/components/ui/badge';
import { ProblemView } from '@/components/ui/problem';
import { Sheet, SheetSection } from '@/components/ui/sheet';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { bytes } from '@/lib/format';

function Columns({ table }: { table: CatalogTable }) {
  const { t } = useTranslation();
  const has = (kind: string, column: string) =>
    table.constraints.some((each) => each.kind === kind && each.columns.includes(column));
  const commented = table.columns.some((column) => column.comment !== null);
  return (
    <SheetSection title={t('schema.columns')}>
      <Sheet head={[t('data.column'), t('schema.type'), t('schema.null'), t('schema.default'), ...(commented ? [t('schema.comment')] : [])]}>
        {table.columns.map((column) => (
          <tr key={column.name}>
            <td className="whitespace-nowrap font-medium">
              <span className="inline-flex items-center gap-1.5 [&>svg]:h-3 [&>svg]:w-3">
                {column.name}
                {has('primary_key', column.name) && <KeyRound className="text-pending" aria-label={t('data.key')} />}
                {has('foreign_key', column.name) && <Link2 className="text-merge" aria-label={t('data.foreignKey')} />}
              </span>
            </td>
            <td className="mono whitespace-nowrap">{column.type}</td>
            <td className="whitespace-nowrap text-soft">{column.nullable ? t('data.nullable') : t('data.required')}</td>
            <td className="mono text-soft [overflow-wrap:anywhere]">
              {column.generated ?? column.default_value ?? (column.identity ? `identity ${column.identity}` : '')}
            </td>
            {commented && <td className="text-soft">{column.comment}</td>}
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

function Constraints({ table }: { table: CatalogTable }) {
  const { t } = useTranslation();
  if (table.constraints.length === 0) return null;
  return (
    <SheetSection title={t('schema.constraints')}>
      <Sheet head={[t('schema.name'), t('schema.definition')]}>
        {table.constraints.map((constraint) => (
          <tr key={constraint.name}>
            <td className="mono whitespace-nowrap">{constraint.name}</td>
            <td className="mono text-soft">
              {constraint.definition}{' '}
              {constraint.reference && (
                <Link
                  to={`/schema?${new URLSearchParams({ schema: constraint.reference.table.schema, table: constraint.reference.table.object, view: 'table' }).toString()}`}
                  className="font-sans text-accent-text hover:underline"
                >
                  {t('schema.open')}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

function Indexes({ table }: { table: CatalogTable }) {
  const { t } = useTranslation();
  if (table.indexes.length === 0) return null;
  return (
    <SheetSection title={t('schema.indexes')}>
      <Sheet head={[t('schema.name'), t('schema.definition'), t('schema.size'), t('schema.scans')]}>
        {table.indexes.map((index) => (
          <tr key={index.name}>
            <td className="mono whitespace-nowrap">
              {index.name} {!index.valid && <Badge tone="broken">{t('schema.invalid')}</Badge>}
            </td>
            <td className="mono text-soft">{index.definition}</td>
            <td className="whitespace-nowrap tabular-nums">{bytes(index.size)}</td>
            <td className="tabular-nums">{index.scans}</td>
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

export function TablePage({ address }: { address: TableAddress }) {
  const { t } = useTranslation();
  const { data: table, error } = useQuery(tableSchemaQuery(address.schema, address.table));
  if (error) return <ProblemView failure={error} className="m-5" />;
  if (!table) return <Loading />;
  return (
    <div tabIndex={0} role="region" aria-label={address.table} className="h-full space-y-6 overflow-auto p-5 outline-offset-[-2px]">
      {table.comment && <p className="text-soft">{table.comment}</p>}
      <Columns table={table} />
      <Constraints table={table} />
      <Indexes table={table} />
      {table.triggers.length > 0 && (
        <SheetSection title={t('schema.triggers')}>
          <Sheet head={[t('schema.name'), t('schema.definition')]}>
            {table.triggers.map((trigger) => (
              <tr key={trigger.name}>
                <td className="mono whitespace-nowrap">{trigger.name}</td>
                <td className="mono text-soft">{trigger.definition}</td>
              </tr>
            ))}
          </Sheet>
        </SheetSection>
      )}
    </div>
  );
}
