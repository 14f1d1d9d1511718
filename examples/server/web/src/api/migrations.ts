import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { change, get } from './client';
import type { BackupPolicy } from './safety-types';
import type {
  CreatedRevision,
  MigrationDetails,
  MigrationHistory,
  Plan,
  Run,
  RunDirection,
} from './types';

export const historyQuery = queryOptions({
  queryKey: ['migrations'],
  queryFn: ({ signal }) => get<MigrationHistory>('alembic/migrations', {}, signal),
  refetchInterval: 5_000,
});

export function detailsQuery(revision: string) {
  return queryOptions({
    queryKey: ['migrations', 'details', revision],
    queryFn: ({ signal }) =>
      get<MigrationDetails>(`alembic/migrations/${encodeURIComponent(revision)}`, {}, signal),
    staleTime: 2_000,
  });
}

export function planQuery(direction: RunDirection, targets: string[]) {
  return queryOptions({
    queryKey: ['migrations', 'plan', direction, targets],
    queryFn: ({ signal }) =>
      change<Plan>('POST', 'alembic/migrations/plan', { body: { direction, targets }, signal }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}

export interface RunChoices {
  /// Of a stamp: forgets what the version table holds.
  purge?: boolean;
  backup?: BackupPolicy;
  lock_timeout?: string;
  statement_timeout?: string;
  on_blocked?: string;
  /// The name of the database, as somebody has typed it.
  confirm?: string;
}

export function startRun(direction: RunDirection, targets: string[], { purge, confirm, ...rest }: RunChoices = {}): Promise<Run> {
  const body = direction === 'stamp' ? { target: targets, purge, confirm } : { target: targets[0], confirm, ...rest };
  return change<Run>('POST', `alembic/migrations/${direction}`, { body });
}

const looks = 8;
const betweenLooks = 150;

/// The server looks at the files a few times a second: waits until it has seen what it has just written.
export async function historyWhere(client: QueryClient, isSo: (history: MigrationHistory) => boolean): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    if (isSo(await client.fetchQuery({ ...historyQuery, staleTime: 0 }))) break;
    await new Promise((resolve) => setTimeout(resolve, betweenLooks));
  }
  await client.invalidateQueries({ queryKey: ['migrations'] });
}

export function historyWith(client: QueryClient, revision: string): Promise<void> {
  return historyWhere(client, (history) => history.migrations.some((each) => each.revision === revision));
}

export interface NewRevision {
  message: string;
  parents?: string[];
  branch_labels?: string[];
}

export function createRevision(body: NewRevision): Promise<CreatedRevision> {
  return change<CreatedRevision>('POST', 'alembic/migrations/revision', { body });
}

export function mergeHeads(body: { message: string; heads: string[] }): Promise<CreatedRevision> {
  return change<CreatedRevision>('POST', 'alembic/migrations/merge', { body });
}
