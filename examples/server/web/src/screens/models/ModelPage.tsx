import { KeyRound, Link2 } from 'lucide-react';
import { Link } from 'react-router-dom';
import type { ModelClass, ModelTable } from '@/api/types';
import { Badge } from '@/components/ui/badge';
import { Sheet, SheetSection } from '@/components/ui/sheet';
import { useTranslation } from '@/i18n';
import type { Difference } from './differences';
import { Differences } from './Differences';

function Columns({ table, differences }: { table: ModelTable; differences: Difference[] }) {
  const { t } = useTranslation();
  const foreign = new Set(table.foreign_keys.flatMap((key) => key.columns));
  const differing = (column: string) => differences.some(({ part }) => part.endsWith(`.${column}`));
  const commented = table.columns.some((column) => column.comment !== null);
  return (
    <SheetSection title={t('schema.columns')}>
      <Sheet head={[t('data.column'), t('schema.type'), t('schema.null'), t('schema.default'), ...(commented ? [t('schema.comment')] : [])]}>
        {table.columns.map((column) => (
          <tr key={column.name}>
            <td className="whitespace-nowrap font-medium">
              <span className="inline-flex items-center gap-1.5 [&>svg]:h-3 [&>svg]:w-3">
                {column.name}
                {column.primary_key && <KeyRound className="text-pending" aria-label={t('data.key')} />}
                {foreign.has(column.name) && <Link2 className="text-merge" aria-label={t('data.foreignKey')} />}
                {differing(column.name) && <Badge tone="pending">{t('models.differs')}</Badge>}
              </span>
            </td>
            <td className="mono">{column.type || '?'}</td>
            <td className="whitespace-nowrap text-soft">{column.nullable ? t('data.nullable') : t('data.required')}</td>
            <td className="mono text-soft">{column.computed ?? column.server_default}</td>
            {commented && <td className="text-soft">{column.comment}</td>}
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

function Relationships({ model, onOpen }: { model: ModelClass; onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  if (model.relationships.length === 0) return null;
  return (
    <SheetSection title={t('models.relationships')}>
      <Sheet head={[t('schema.name'), t('models.target'), t('models.direction'), t('models.cascade'), 'ON DELETE', t('models.back')]}>
        {model.relationships.map((each) => (
          <tr key={each.name}>
            <td className="font-medium">{each.name}</td>
            <td>
              <button type="button" onClick={() => onOpen(each.target)} className="rounded text-accent-text hover:underline">
                {each.target}
              </button>
            </td>
            <td className="whitespace-nowrap text-soft">{each.direction.replaceAll('_', ' ')}</td>
            <td className="mono text-soft">{each.cascade.join(', ')}</td>
            <td className="mono text-soft">{each.on_delete.join(', ')}</td>
            <td className="text-soft">{each.back_populates}</td>
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

function Rules({ table }: { table: ModelTable }) {
  const { t } = useTranslation();
  const rules = [
    { name: table.primary_key.name, text: `PRIMARY KEY (${table.primary_key.columns.join(', ')})` },
    ...table.foreign_keys.map((key) => ({
      name: key.name,
      text: `FOREIGN KEY (${key.columns.join(', ')}) → ${key.referred.name} (${key.referred_columns.join(', ')})${key.on_delete ? ` ON DELETE ${key.on_delete}` : ''}`,
    })),
    ...table.unique.map(({ name, columns }) => ({ name, text: `UNIQUE (${columns.join(', ')})` })),
    ...table.conditions.map(({ name, definition }) => ({ name, text: definition })),
    ...table.indexes.map(({ name, definition }) => ({ name, text: definition })),
  ];
  return (
    <SheetSection title={t('models.rules')}>
      <Sheet head={[t('schema.name'), t('schema.definition')]}>
        {rules.map(({ name, text }) => (
          <tr key={text}>
            <td className="mono whitespace-nowrap">{name}</td>
            <td className="mono text-soft">{text}</td>
          </tr>
        ))}
      </Sheet>
    </SheetSection>
  );
}

interface ModelPageProps {
  model: ModelClass;
  table: ModelTable;
  differences: Difference[];
  onOpen: (name: string) => void;
}

export function ModelPage({ model, table, differences, onOpen }: ModelPageProps) {
  const { t } = useTranslation();
  const address = new URLSearchParams({ schema: table.name.schema || 'public', table: table.name.name }).toString();
  return (
    <div className="space-y-6">
      <header className="space-y-1">
        <h2 className="text-lg font-semibold">{model.name}</h2>
        <p className="mono break-all text-xs text-soft">
          {model.place.file}:{model.place.line}
        </p>
        <p className="flex gap-4">
          <Link to={`/data?${address}`} className="rounded text-accent-text hover:underline">
            {t('schema.rows')}
          </Link>
          <Link to={`/schema?${address}&view=table`} className="rounded text-accent-text hover:underline">
            {t('models.inDatabase')}
          </Link>
        </p>
        {table.comment && <p className="text-soft">{table.comment}</p>}
      </header>
      {differences.length > 0 && (
        <SheetSection title={t('models.differences')}>
          <Differences differences={differences} pending={false} failure={null} />
        </SheetSection>
      )}
      <Columns table={table} differences={differences} />
      <Relationships model={model} onOpen={onOpen} />
      <Rules table={table} />
      {model.unknowns.length > 0 && (
        <SheetSection title={t('models.unknown')}>
          <ul className="space-y-1 text-xs">
            {model.unknowns.map((each) => (
              <li key={each.attribute}>
                <span className="font-medium">{each.attribute}</span> <span className="text-soft">{each.reason}</span>
              </li>
            ))}
          </ul>
        </SheetSection>
      )}
    </div>
  );
}
