// What of a table is shown: read from and written to the address.
import { useMemo } from 'react';
import type { PagePosition, RowView, TableAddress } from '@/api/tables';
import type { Condition, RowFilter } from '@/api/types';
import { addressIn } from '@/lib/table-address';
import { useUrl } from '@/lib/use-url';

export const pageSizes = [50, 100, 500] as const;

function filterIn(text: string | null): RowFilter {
  try {
    const parsed = JSON.parse(text ?? '') as Partial<RowFilter>;
    return { how: parsed.how === 'any' ? 'any' : 'all', conditions: parsed.conditions ?? [], sql: parsed.sql };
  } catch {
    return { how: 'all', conditions: [] };
  }
}

export interface SortKey {
  column: string;
  descending: boolean;
}

function sortIn(text: string): SortKey[] {
  return text
    .split(',')
    .filter((word) => word !== '')
    .map((word) => ({ column: word.replace(/^-/, ''), descending: word.startsWith('-') }));
}

function sortText(keys: SortKey[]): string | null {
  return keys.length === 0 ? null : keys.map((key) => `${key.descending ? '-' : ''}${key.column}`).join(',');
}

/// Ascending, then descending, then as it was; with `more` behind the columns that are sorted by already.
function nextSort(keys: SortKey[], column: string, more: boolean): SortKey[] {
  const now = keys.find((key) => key.column === column);
  const others = more ? keys.filter((key) => key.column !== column) : [];
  if (!now) return [...others, { column, descending: false }];
  return now.descending ? others : [...others, { column, descending: true }];
}

const firstPage = { after: null, before: null, last: null };
const otherTable = { ...firstPage, sort: null, filter: null, row: null };

export function useDataView() {
  const { get, change } = useUrl();
  const { schema, table } = addressIn(get('schema'), get('table')) ?? { schema: 'public', table: null };
  const [sort, filter] = [get('sort') ?? '', get('filter')];
  const [after, before, last] = [get('after'), get('before'), get('last')];
  const size = Number(get('size') ?? pageSizes[1]);
  return useMemo(() => {
    const address: TableAddress | null = table === null ? null : { schema, table };
    const parsed = filterIn(filter);
    const view: RowView = { sort, filter: parsed };
    const position: PagePosition = after ? { after } : before ? { before } : last ? { last: '1' } : {};
    const setFilter = (next: RowFilter) =>
      change({
        ...firstPage,
        filter: next.conditions.length === 0 && !next.sql ? null : JSON.stringify(next),
      });
    return {
      address,
      view,
      position,
      size,
      sortKeys: sortIn(sort),
      open: (to: TableAddress) =>
        change({ ...otherTable, schema: to.schema, table: to.table }),
      openFiltered: (to: TableAddress, conditions: Condition[]) =>
        change({
          ...otherTable,
          schema: to.schema,
          table: to.table,
          filter: JSON.stringify({ how: 'all', conditions }),
        }),
      sortBy: (column: string, more: boolean) =>
        change({ ...firstPage, sort: sortText(nextSort(sortIn(sort), column, more)) }),
      setFilter,
      addCondition: (condition: Condition) =>
        setFilter({ ...parsed, conditions: [...parsed.conditions, condition] }),
      goTo: (to: PagePosition) =>
        change({ after: to.after ?? null, before: to.before ?? null, last: to.last ?? null }),
      setSize: (next: number) => change({ ...firstPage, size: String(next) }),
    };
  }, [after, before, change, filter, last, schema, size, sort, table]);
}

export type DataView = ReturnType<typeof useDataView>;
