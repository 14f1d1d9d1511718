import type { SQLNamespace } from '@codemirror/lang-sql';
import type { CatalogSnapshot } from '@/api/types';

/// What the editor completes: tables and views with their columns, those of `public` without their schema too.
export function namesIn(schema: CatalogSnapshot | undefined): SQLNamespace {
  const names: Record<string, string[]> = {};
  for (const { name, columns } of [...(schema?.tables ?? []), ...(schema?.views ?? [])]) {
    const listed = columns.map((column) => column.name);
    names[`${name.schema}.${name.object}`] = listed;
    if (name.schema === 'public') names[name.object] = listed;
  }
  return names;
}
