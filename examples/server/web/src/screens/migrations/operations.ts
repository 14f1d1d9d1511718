import type { Operation, QualifiedName } from '@/api/types';

export type OperationSign = '+' | '−' | '~';

export interface OperationChip {
  sign: OperationSign;
  noun: string;
  name: string;
}

/// A name may lie in a name: that of a table that is created is in its description.
function nameIn(of: string | QualifiedName | undefined): string {
  if (of === undefined || typeof of === 'string') return of ?? '';
  const name = nameIn(of.name ?? of.object);
  return of.schema ? `${of.schema}.${name}` : name;
}

function subjectOf(operation: Operation): string {
  const table = nameIn(operation.table);
  const column = typeof operation.column === 'object' ? operation.column.name : operation.column;
  if (column) return `${table}.${column}${operation.new_name ? ` → ${operation.new_name}` : ''}`;
  if (operation.statement?.text) return operation.statement.text.trim().replace(/\s+/g, ' ').slice(0, 60);
  return nameIn(operation.name) || operation.index?.name || operation.constraint?.name || table;
}

/// What stands between the two runs outside a transaction.
const blocks: Record<string, string> = { begin_autocommit: 'autocommit begins', end_autocommit: 'autocommit ends' };

export function chipOf(operation: Operation): OperationChip {
  const block = blocks[operation.op];
  if (block) return { sign: '~', noun: block, name: '' };
  const words = operation.op.split('_');
  const verb = words[0] ?? '';
  const sign = ['create', 'add', 'bulk'].includes(verb) ? '+' : verb === 'drop' ? '−' : '~';
  const noun = operation.op === 'execute' ? 'SQL' : words.slice(1).join(' ') || verb;
  const concurrently = operation.concurrently === true || operation.index?.concurrently === true;
  return { sign, noun: concurrently ? `${noun} concurrently` : noun, name: subjectOf(operation) };
}

const losing = /^\s*(drop\s+(table|schema|materialized)|truncate|delete\s+from|alter\s+table\s[\s\S]*\sdrop\s+column)\b/i;

/// Statements after which data is gone that no rollback brings back.
export function losesData(sql: string): boolean {
  return losing.test(sql);
}
