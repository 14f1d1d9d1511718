import { ArrowRight } from 'lucide-react';
import type { SchemaChange } from '@/api/safety-types';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { changedObjects, shortName, type ChangedObject } from './changes';

const signs = {
  added: { text: '+', look: 'text-applied', row: 'bg-applied/5' },
  removed: { text: '−', look: 'text-broken', row: 'bg-broken/5' },
  changed: { text: '~', look: 'text-pending', row: 'bg-pending/5' },
} as const;

function Sign({ of }: { of: SchemaChange['kind'] }) {
  const { t } = useTranslation();
  return (
    <span className={cn('mono w-4 shrink-0 text-center font-bold', signs[of].look)} title={t(`change.${of}`)}>
      <span aria-hidden>{signs[of].text}</span>
      <span className="sr-only">{t(`change.${of}`)}</span>
    </span>
  );
}

function Text({ change }: { change: SchemaChange }) {
  if (change.kind === 'changed')
    return (
      <span className="mono min-w-0 grow basis-56 text-2xs [overflow-wrap:anywhere]">
        <del className="text-broken decoration-broken/50">{change.before}</del>{' '}
        <ArrowRight className="inline h-3 w-3 text-faint" aria-hidden />{' '}
        <ins className="text-applied no-underline">{change.after}</ins>
      </span>
    );
  const text = change.kind === 'added' ? change.after : change.before;
  if (text === '') return null;
  return <span className="mono min-w-0 grow basis-56 text-2xs text-soft [overflow-wrap:anywhere]">{text}</span>;
}

function ObjectView({ object }: { object: ChangedObject }) {
  const { self } = object;
  return (
    <li className="overflow-hidden rounded-md border">
      <h4 className={cn('flex items-center gap-2 border-b bg-raised px-2.5 py-1.5 text-xs last:border-0', self && signs[self.change.kind].row)}>
        <Sign of={self?.change.kind ?? 'changed'} />
        <span className="font-semibold">{shortName(object.name)}</span>
        <span className="text-faint">{self?.kind ?? ''}</span>
        {self && <Text change={self.change} />}
      </h4>
      {object.parts.length > 0 && (
        <ul className="divide-y">
          {object.parts.map(({ name, change }) => (
            <li key={change.part} className={cn('flex items-baseline gap-2 px-2.5 py-1 text-xs', signs[change.kind].row)}>
              <Sign of={change.kind} />
              <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
                <span className="shrink-0 text-2xs text-faint">{name.kind}</span>
                <span className="mono min-w-0 break-words">{name.name}</span>
                <Text change={change} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/// Before and after of a schema, table by table.
export function SchemaChanges({ changes }: { changes: SchemaChange[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="text-soft">{t('change.none')}</p>;
  return (
    <ul className="space-y-2.5">
      {changedObjects(changes).map((object) => (
        <ObjectView key={object.name} object={object} />
      ))}
    </ul>
  );
}
