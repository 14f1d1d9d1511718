// What the locks of a rehearsal mean for everybody else.
import type { Rehearsal, RehearsedStatement, RelationLock, Rewrite } from '@/api/safety-types';

const weakestFirst = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

export type Harm = 'none' | 'changes' | 'writes' | 'all';

export function harmOf(mode: string): Harm {
  const strength = weakestFirst.indexOf(mode);
  if (strength === weakestFirst.length - 1) return 'all';
  if (strength >= 4) return 'writes';
  return strength === 3 ? 'changes' : 'none';
}

export interface HeldLock {
  table: string;
  mode: string;
}

/// The strongest lock on each table that was there before: on others nobody can wait.
export function heldLocks(statements: RehearsedStatement[]): HeldLock[] {
  const held = new Map<string, string>();
  const concerns = (lock: RelationLock) =>
    !lock.made_here && ['table', 'materialized_view', 'view'].includes(lock.kind) && harmOf(lock.mode) !== 'none';
  for (const lock of statements.flatMap((statement) => statement.locks ?? []).filter(concerns)) {
    const table = lock.relation.schema === 'public' ? lock.relation.object : `${lock.relation.schema}.${lock.relation.object}`;
    const known = held.get(table);
    if (known === undefined || weakestFirst.indexOf(lock.mode) > weakestFirst.indexOf(known)) held.set(table, lock.mode);
  }
  return [...held].map(([table, mode]) => ({ table, mode }));
}

/// Tables whose rows are written anew while nobody can use them.
export function rewritesOf(statements: RehearsedStatement[]): Rewrite[] {
  return statements
    .flatMap((statement) => statement.rewrites ?? [])
    .filter((each) => !each.made_here && each.kind === 'table');
}

export function allStatements(of: Rehearsal): RehearsedStatement[] {
  return of.steps.flatMap((step) => step.statements);
}
