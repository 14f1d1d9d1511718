import type { Cell, RowColumn, RowPage, RowValues, TableRow } from '@/api/types';

/// What is known of a value here: the whole of it, or only its beginning.
export interface KnownValue {
  text: string | null;
  whole: boolean;
}

export function known(cell: Cell | undefined): KnownValue {
  if (cell === undefined || cell === null) return { text: null, whole: true };
  if (typeof cell === 'string') return { text: cell, whole: true };
  return 'bytes' in cell ? { text: `\\x${cell.bytes}`, whole: false } : { text: cell.beginning, whole: false };
}

/// As `known`, with booleans in words: PostgreSQL writes t and f.
export function shownValue(cell: Cell | undefined, type: string): KnownValue {
  const value = known(cell);
  if (type !== 'boolean' || value.text === null) return value;
  return { text: value.text === 't' ? 'true' : 'false', whole: true };
}

export function keyOf(columns: RowColumn[], row: TableRow): RowValues | null {
  const keys = columns.flatMap((column, index) => (column.key ? [[column.name, known(row.cells[index]).text] as const] : []));
  return keys.length === 0 ? null : Object.fromEntries(keys);
}

export function rowId(page: RowPage, index: number): string {
  const row = page.rows[index];
  const key = row && keyOf(page.columns, row);
  return key ? JSON.stringify(key) : `#${index}`;
}

export type ValueKind = 'number' | 'boolean' | 'json' | 'time' | 'text';

export function kindOf(type: string): ValueKind {
  if (/^(smallint|integer|bigint|numeric|real|double precision|oid)\b/.test(type) && !type.endsWith('[]')) return 'number';
  if (type === 'boolean') return 'boolean';
  if (/^jsonb?$/.test(type)) return 'json';
  return /^(date|time)/.test(type) ? 'time' : 'text';
}
