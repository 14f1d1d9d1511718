import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiUrl, change, get, type Query } from './client';
import type {
  CandidatePage,
  Edit,
  EditReport,
  ImpactReport,
  ImportReport,
  ReferenceReport,
  RowFilter,
  RowPage,
  RowValues,
  TableSummary,
} from './types';

export interface TableAddress {
  schema: string;
  table: string;
}

export const tablesQuery = queryOptions({
  queryKey: ['tables'],
  queryFn: ({ signal }) => get<{ tables: TableSummary[] }>('tables', {}, signal).then((answer) => answer.tables),
  staleTime: 5_000,
});

function path(of: TableAddress, rest: string): string {
  return `tables/${encodeURIComponent(of.table)}/${rest}`;
}

export interface RowView {
  sort: string;
  filter: RowFilter;
}

function viewQuery(of: TableAddress, view: RowView): Query {
  const some = view.filter.conditions.length > 0 || view.filter.sql;
  return {
    schema: of.schema,
    sort: view.sort || undefined,
    filter: some ? JSON.stringify(view.filter) : undefined,
  };
}

export interface PagePosition {
  after?: string;
  before?: string;
  last?: string;
}

export function rowsQuery(of: TableAddress, view: RowView, at: PagePosition, size: number) {
  return queryOptions({
    queryKey: ['tables', of.schema, of.table, 'rows', view, at, size],
    queryFn: ({ signal }) => get<RowPage>(path(of, 'data'), { ...viewQuery(of, view), ...at, size }, signal),
    placeholderData: (previous, query) =>
      query?.queryKey[2] === of.table && query.queryKey[1] === of.schema ? keepPreviousData(previous) : undefined,
    retry: false,
  });
}

export function countQuery(of: TableAddress, filter: RowFilter, exact: boolean) {
  return queryOptions({
    queryKey: ['tables', of.schema, of.table, 'count', filter, exact],
    queryFn: ({ signal }) =>
      get<{ rows: number; exact: boolean }>(
        path(of, 'count'),
        { ...viewQuery(of, { sort: '', filter }), exact: exact ? 1 : undefined },
        signal,
      ),
    retry: false,
  });
}

/// One row by its key, wherever in the table it is.
export function rowQuery(of: TableAddress, key: RowValues) {
  const conditions = Object.entries(key).map(([column, value]) =>
    value === null
      ? { column, how: 'is_null' as const, values: [] }
      : { column, how: 'equals' as const, values: [value] },
  );
  return queryOptions({
    queryKey: ['tables', of.schema, of.table, 'row', key],
    queryFn: ({ signal }) =>
      get<RowPage>(
        path(of, 'data'),
        { ...viewQuery(of, { sort: '', filter: { how: 'all', conditions } }), size: 1 },
        signal,
      ),
    retry: false,
  });
}

export function referencesQuery(of: TableAddress, key: RowValues) {
  return queryOptions({
    queryKey: ['tables', of.schema, of.table, 'references', key],
    queryFn: ({ signal }) =>
      get<ReferenceReport>(path(of, 'references'), { schema: of.schema, key: JSON.stringify(key) }, signal),
    retry: false,
  });
}

/// Throws what the server says about a filter that it does not take.
export async function tryFilter(of: TableAddress, filter: RowFilter): Promise<void> {
  await get<RowPage>(path(of, 'data'), { ...viewQuery(of, { sort: '', filter }), size: 1 });
}

export function impactOf(of: TableAddress, keys: RowValues[]): Promise<ImpactReport> {
  return get<ImpactReport>(path(of, 'impact'), {
    schema: of.schema,
    key: keys.map((key) => JSON.stringify(key)),
  });
}

export function applyEdits(of: TableAddress, edits: Edit[]): Promise<EditReport> {
  return change<EditReport>('POST', path(of, 'edits'), { query: { schema: of.schema }, body: { edits } });
}

export function candidatesQuery(of: TableAddress, foreignKey: string, search: string) {
  return queryOptions({
    queryKey: ['tables', of.schema, of.table, 'candidates', foreignKey, search],
    queryFn: ({ signal }) =>
      get<CandidatePage>(
        path(of, 'candidates'),
        { schema: of.schema, foreign_key: foreignKey, search: search || undefined },
        signal,
      ),
    placeholderData: keepPreviousData,
  });
}

export function wholeValue(of: TableAddress, key: RowValues, column: string): Promise<string | null> {
  const row = encodeURIComponent(JSON.stringify(key));
  return get<{ value: string | null }>(path(of, `rows/${row}/${encodeURIComponent(column)}`), {
    schema: of.schema,
  }).then((answer) => answer.value);
}

export function exportUrl(of: TableAddress, view: RowView, format: string): string {
  return apiUrl(path(of, 'export'), { ...viewQuery(of, view), format });
}

export function importRows(of: TableAddress, file: Blob, dryRun: boolean): Promise<ImportReport> {
  return change<ImportReport>('POST', path(of, 'import'), {
    query: { schema: of.schema, dry_run: dryRun ? 1 : undefined },
    body: file,
  });
}
