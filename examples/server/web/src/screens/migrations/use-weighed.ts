// What lint finds about pending revisions, as this database makes it weigh: on an empty table little is dangerous.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { lintQuery } from '@/api/safety';
import type { LintFinding } from '@/api/safety-types';
import type { Migration, MigrationHistory } from '@/api/types';

/// More than these would take a while; then the counts of the files alone are shown.
const mostWeighed = 100;

const none = { errors: 0, warnings: 0, infos: 0 };

function countsOf(findings: LintFinding[]): Map<string, typeof none> {
  const counts = new Map<string, typeof none>();
  for (const { revision, severity } of findings) {
    const now = counts.get(revision) ?? none;
    counts.set(revision, { ...now, [`${severity}s`]: now[`${severity}s`] + 1 });
  }
  return counts;
}

const isPending = (migration: Migration) => migration.is_applied === false && !migration.is_missing;

export function useWeighed(history: MigrationHistory): MigrationHistory {
  const pending = history.migrations.filter(isPending).length;
  const { data: report } = useQuery({
    ...lintQuery([], 'upgrade'),
    enabled: history.current !== null && pending > 0 && pending <= mostWeighed,
  });
  return useMemo(() => {
    if (!report || pending === 0) return history;
    const counts = countsOf(report.findings);
    const weighed = (migration: Migration) =>
      isPending(migration) ? { ...migration, lint: counts.get(migration.revision) ?? none } : migration;
    return { ...history, migrations: history.migrations.map(weighed) };
  }, [history, pending, report]);
}
