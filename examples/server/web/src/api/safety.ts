import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { change, get } from './client';
import type {
  BackupListing,
  BackupPolicy,
  DriftReport,
  JournalCheck,
  JournalRun,
  LintReport,
  RevisionEffect,
} from './safety-types';
import type { Run, RunDirection } from './types';

const soon = 10_000;

/// Of the revisions named, both ways or one, weighed by the tables as they are.
export function lintQuery(revisions: string[], direction: 'upgrade' | 'downgrade' | 'both') {
  return queryOptions({
    queryKey: ['migrations', 'lint', revisions, direction],
    queryFn: ({ signal }) => change<LintReport>('POST', 'alembic/lint', { body: { revisions, direction }, signal }),
    retry: false,
    staleTime: soon,
  });
}

/// Takes a scratch database, so only when somebody looks.
export function effectQuery(revision: string) {
  return queryOptions({
    queryKey: ['migrations', 'effect', revision],
    queryFn: ({ signal }) => get<RevisionEffect>(`alembic/diff/${encodeURIComponent(revision)}`, {}, signal),
    retry: false,
    staleTime: Infinity,
  });
}

export interface RehearsalChoice {
  direction: RunDirection;
  target: string;
  data?: 'none' | 'sample' | 'all';
}

export function startRehearsal(choice: RehearsalChoice): Promise<Run> {
  return change<Run>('POST', 'alembic/rehearse', { body: choice });
}

export function startMergeRehearsal(heads: string[]): Promise<Run> {
  return change<Run>('POST', 'alembic/migrations/merge/rehearse', { body: { heads } });
}

export const driftQuery = queryOptions({
  queryKey: ['drift'],
  queryFn: ({ signal }) => get<DriftReport>('drift', {}, signal),
  retry: false,
  staleTime: Infinity,
  refetchOnWindowFocus: false,
});

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => get<BackupListing>('backups', {}, signal),
  retry: false,
});

export const replacedQuery = queryOptions({
  queryKey: ['backups', 'replaced'],
  queryFn: ({ signal }) => get<{ databases: string[] }>('backups/replaced', {}, signal).then((each) => each.databases),
  retry: false,
});

export interface NewBackup {
  policy: Exclude<BackupPolicy, 'auto' | 'none'>;
  tables?: string[];
  reason?: string;
}

export function createBackup(wanted: NewBackup): Promise<Run> {
  return change<Run>('POST', 'backups', { body: wanted });
}

export function verifyBackup(id: string, restore: boolean): Promise<Run> {
  return change<Run>('POST', `backups/${encodeURIComponent(id)}/verify`, { body: { restore } });
}

export function restoreBackup(id: string, how: { into: string; terminate: boolean; confirm?: string }): Promise<Run> {
  return change<Run>('POST', `backups/${encodeURIComponent(id)}/restore`, {
    body: { into: how.into || undefined, terminate: how.terminate, confirm: how.confirm },
  });
}

export function dropReplaced(name: string): Promise<unknown> {
  return change('POST', 'backups/drop-old', { body: { name } });
}

export interface Pruning {
  removed: string[];
  abandoned: string[];
}

export function pruneBackups(keep: number, dryRun: boolean): Promise<Pruning> {
  return change<Pruning>('POST', 'backups/prune', { body: { keep, dry_run: dryRun } });
}

export const journalPage = 50;

export const journalQuery = infiniteQueryOptions({
  queryKey: ['journal'],
  initialPageParam: null as number | null,
  queryFn: ({ pageParam, signal }) =>
    get<{ runs: JournalRun[] }>('journal', { limit: journalPage, before: pageParam ?? undefined }, signal).then(
      (answer) => answer.runs,
    ),
  getNextPageParam: (last) => (last.length < journalPage ? null : (last.at(-1)?.number ?? null)),
  retry: false,
});

export const lastRecordedQuery = queryOptions({
  queryKey: ['journal', 'last'],
  queryFn: ({ signal }) =>
    get<{ runs: JournalRun[] }>('journal', { limit: 1 }, signal).then((answer) => answer.runs[0] ?? null),
  retry: false,
});

export function journalRunQuery(number: number) {
  return queryOptions({
    queryKey: ['journal', 'run', number],
    queryFn: ({ signal }) => get<JournalRun>(`journal/${number}`, {}, signal),
    retry: false,
  });
}

export const journalCheckQuery = queryOptions({
  queryKey: ['journal', 'verify'],
  queryFn: ({ signal }) => get<JournalCheck>('journal/verify', {}, signal),
  retry: false,
  staleTime: soon,
});
