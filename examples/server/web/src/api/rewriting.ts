// What is half done, and what writes the history anew.
import { queryOptions } from '@tanstack/react-query';
import { change, get } from './client';
import type { SchemaChange } from './safety-types';
import type { ErrorInfo, Run } from './types';

export interface HalfDone {
  run: number;
  revision: string;
  kind: 'upgrade' | 'downgrade';
  file: string;
  done: string[];
  /// The statement that was stopped.
  begun: string | null;
  begun_fate: 'unknown' | 'done' | 'not_done';
  /// An INVALID index that it has left; empty: none.
  leftover: string;
  left: string[];
  obstacle: ErrorInfo | null;
  undo: string[];
  undo_obstacle: ErrorInfo | null;
}

/// What a history that is written anew was proven to make. Without differences it is as good as the old one.
export interface Rewriting {
  revision: string;
  path: string;
  text: string;
  fingerprint: string;
  differences: SchemaChange[];
  left_over: SchemaChange[];
  written: boolean;
  /// Of a baseline.
  dump?: string;
  statements?: number;
  /// Of a squash.
  replaced?: string[];
  folder?: string;
  more?: string[];
  other_rows?: string[];
}

export const halfDoneQuery = queryOptions({
  queryKey: ['migrations', 'half-done'],
  queryFn: ({ signal }) => get<{ half_done: HalfDone | null }>('alembic/half-done', {}, signal).then((answer) => answer.half_done),
  retry: false,
  staleTime: 10_000,
});

export interface Resumption {
  how: 'finish' | 'undo';
  begun?: 'done' | 'not-done';
  confirm?: string;
}

export function startResume(body: Resumption): Promise<Run> {
  return change<Run>('POST', 'alembic/migrations/resume', { body });
}

export interface BaselineChoice {
  message: string;
  no_dump: boolean;
  dry_run?: boolean;
  confirm?: string;
}

export function startBaseline(body: BaselineChoice): Promise<Run> {
  return change<Run>('POST', 'alembic/migrations/baseline', { body });
}

/// A revision that comes after another one than before, in its file.
export interface Rebase {
  revision: string;
  from: string[];
  to: string;
  path: string;
  text: string;
  written: boolean;
}

export function rebase(body: { revision: string; onto: string; dry_run?: boolean }, signal?: AbortSignal): Promise<Rebase> {
  return change<Rebase>('POST', 'alembic/migrations/rebase', { body, signal });
}

/// Writes nothing.
export function rebaseQuery(revision: string, onto: string) {
  return queryOptions({
    queryKey: ['migrations', 'rebase', revision, onto],
    queryFn: ({ signal }) => rebase({ revision, onto, dry_run: true }, signal),
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}

export interface SquashChoice {
  /// `base:d4`, both included.
  range: string;
  message?: string;
  data?: 'keep' | 'leave-out';
  dry_run?: boolean;
}

export function startSquash(body: SquashChoice): Promise<Run> {
  return change<Run>('POST', 'alembic/migrations/squash', { body });
}
