import { queryOptions } from '@tanstack/react-query';
import { baseUrl } from '@/lib/base';
import { change, get } from './client';
import type { DatabaseConnection, DatabaseStats, Explanation, QueryResult } from './types';

export const connectionQuery = queryOptions({
  queryKey: ['database', 'connection'],
  queryFn: ({ signal }) => get<DatabaseConnection>('database/connection', {}, signal),
  refetchInterval: 15_000,
});

export const statsQuery = queryOptions({
  queryKey: ['database', 'stats'],
  queryFn: ({ signal }) => get<DatabaseStats>('database/stats', {}, signal),
  refetchInterval: 5_000,
  retry: false,
});

/// Whether the server says of itself that it can work.
export const readyQuery = queryOptions({
  queryKey: ['ready'],
  queryFn: ({ signal }) => fetch(new URL('readyz', baseUrl), { signal }).then((answer) => answer.ok),
  refetchInterval: 15_000,
  retry: false,
});

export const versionQuery = queryOptions({
  queryKey: ['version'],
  queryFn: ({ signal }) => get<{ version: string }>('version', {}, signal),
  staleTime: Infinity,
});

export interface QueryRequest {
  sql: string;
  write: boolean;
  id: string;
  row_limit: number;
}

export function runQuerySql(body: QueryRequest): Promise<QueryResult[]> {
  return change<QueryResult[]>('POST', 'database/query', { body });
}

export function explainSql(body: {
  sql: string;
  analyze: boolean;
  buffers: boolean;
  id: string;
}): Promise<Explanation> {
  return change<Explanation>('POST', 'database/explain', { body });
}

export function cancelQuery(id: string): Promise<unknown> {
  return change('POST', `database/query/${encodeURIComponent(id)}/cancel`);
}
