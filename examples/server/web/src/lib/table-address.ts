import type { TableAddress } from '@/api/tables';

/// Of an address that somebody may have typed: `table=public.orders` says both where no schema stands beside it.
export function addressIn(schema: string | null, table: string | null): TableAddress | null {
  if (table === null) return null;
  if (schema !== null) return { schema, table };
  const dot = table.indexOf('.');
  return dot < 0 ? { schema: 'public', table } : { schema: table.slice(0, dot), table: table.slice(dot + 1) };
}
