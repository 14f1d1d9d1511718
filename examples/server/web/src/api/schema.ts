import { queryOptions } from '@tanstack/react-query';
import { apiUrl, get } from './client';
import type { CatalogSnapshot, CatalogTable, ModelCollection, ModelDifferences } from './types';

export const schemaQuery = queryOptions({
  queryKey: ['schema'],
  queryFn: ({ signal }) => get<CatalogSnapshot>('schema', {}, signal),
  staleTime: 10_000,
});

export function tableSchemaQuery(schema: string, table: string) {
  return queryOptions({
    queryKey: ['tables', schema, table, 'schema'],
    queryFn: ({ signal }) =>
      get<CatalogTable>(`tables/${encodeURIComponent(table)}/schema`, { schema }, signal),
    staleTime: 10_000,
  });
}

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => get<ModelCollection>('models', {}, signal),
});

export const modelDifferencesQuery = queryOptions({
  queryKey: ['models', 'against'],
  queryFn: ({ signal }) => get<ModelDifferences>('models/against', {}, signal),
  retry: false,
});

export function diagramUrl(format: 'svg' | 'dbml' | 'mermaid' | 'dot'): string {
  return apiUrl('schema/diagram', { format });
}
