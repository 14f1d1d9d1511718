import { useQuery } from '@tanstack/react-query';
import { Eye, Table2 } from 'lucide-react';
import { useState } from 'react';
import { tablesQuery, type TableAddress } from '@/api/tables';
import type { TableSummary } from '@/api/types';
import { ProblemView } from '@/components/ui/problem';
import { SearchInput } from '@/components/ui/search-input';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { bytes } from '@/lib/format';

function Item({ of, chosen, onOpen }: { of: TableSummary; chosen: boolean; onOpen: () => void }) {
  const Icon = of.kind.includes('view') ? Eye : Table2;
  return (
    <button
      type="button"
      aria-current={chosen}
      title={of.comment ?? undefined}
      onClick={onOpen}
      className={cn(
        'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover',
        chosen && 'bg-selected hover:bg-selected',
      )}
    >
      <Icon className="h-3.5 w-3.5 shrink-0 text-faint" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{of.name}</span>
      <span className="shrink-0 text-2xs tabular-nums text-faint">{of.size === null ? '' : bytes(of.size)}</span>
    </button>
  );
}

/// t2 comes before t10.
const inOrder = new Intl.Collator(undefined, { numeric: true });

interface TableListProps {
  address: TableAddress | null;
  onOpen: (address: TableAddress) => void;
}

export function TableList({ address, onOpen }: TableListProps) {
  const { t } = useTranslation();
  const { data: tables, error } = useQuery(tablesQuery);
  const [text, setText] = useState('');
  const shown = tables?.filter((each) => each.name.toLowerCase().includes(text.trim().toLowerCase()));
  const schemas = [...new Set(shown?.map((each) => each.schema))];
  return (
    <div className="flex w-60 shrink-0 flex-col border-r">
      <div className="flex h-12 shrink-0 items-center border-b px-3">
        <SearchInput value={text} onChange={setText} label={t('data.searchTables')} className="w-full" />
      </div>
      {error && <ProblemView failure={error} className="m-2" />}
      {!tables && !error && <Loading />}
      <nav aria-label={t('data.tables')} className="min-h-0 flex-1 overflow-auto p-1.5">
        {schemas.map((schema) => (
          <section key={schema}>
            {schemas.length > 1 && <h2 className="px-2 pb-1 pt-2 text-2xs font-medium text-faint">{schema}</h2>}
            {shown
              ?.filter((each) => each.schema === schema)
              .sort((left, right) => inOrder.compare(left.name, right.name))
              .map((each) => (
                <Item
                  key={each.name}
                  of={each}
                  chosen={address?.schema === schema && address.table === each.name}
                  onOpen={() => onOpen({ schema, table: each.name })}
                />
              ))}
          </section>
        ))}
        {shown?.length === 0 && (
          <p className="px-2 py-6 text-center text-xs text-soft">
            {text === '' ? t('data.noTables') : t('common.nothingFound', { text })}
          </p>
        )}
      </nav>
    </div>
  );
}
