import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Problem, problemFrom } from '@/api/client';
import { connectionQuery, readyQuery, statsQuery, versionQuery } from '@/api/database';
import { historyQuery } from '@/api/migrations';
import { runsQuery } from '@/api/runs';
import { backupsQuery, journalCheckQuery, lastRecordedQuery } from '@/api/safety';
import { modelDifferencesQuery } from '@/api/schema';
import type { DatabaseStats } from '@/api/types';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { docsUrl } from '@/lib/base';
import { databaseName, readableUrl } from '@/lib/database-name';
import { bytes, duration, integer, moment, shortDay } from '@/lib/format';
import { RunStateBadge, runTitle } from '@/screens/runs/RunView';

interface CardProps {
  title: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: string;
  to?: string;
}

function Card({ title, value, note, tone, to }: CardProps) {
  const body = (
    <>
      <span className="block text-xs text-soft">{title}</span>
      <span className={cn('mt-1 block text-xl font-semibold tabular-nums', tone)}>{value}</span>
      {note && <span className="mt-0.5 block truncate text-xs text-faint">{note}</span>}
    </>
  );
  const look = 'block rounded-lg border bg-panel px-4 py-3';
  return to ? (
    <Link to={to} className={cn(look, 'hover:border-edge hover:bg-hover')}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  );
}

function hitRate(stats: DatabaseStats): string {
  const [hit, read] = [Number(stats.blocks_hit), Number(stats.blocks_read)];
  return hit + read === 0 ? '–' : `${((100 * hit) / (hit + read)).toFixed(1)} %`;
}

function Activity({ stats }: { stats: DatabaseStats }) {
  const { t, language } = useTranslation();
  return (
    <>
      <Card title={t('overview.size')} value={bytes(Number(stats.size))} />
      <Card
        title={t('overview.sessions')}
        value={stats.sessions}
        note={t('overview.active', { n: Number(stats.active) })}
      />
      <Card
        title={t('overview.waiting')}
        value={stats.waiting}
        tone={Number(stats.waiting) > 0 ? 'text-pending' : undefined}
        note={t('overview.deadlocks', { n: Number(stats.deadlocks) })}
      />
      <Card title={t('overview.cache')} value={hitRate(stats)} />
      <Card
        title={t('overview.commits')}
        value={integer(Number(stats.commits), language)}
        note={t('overview.rollbacks', { n: integer(Number(stats.rollbacks), language) })}
      />
    </>
  );
}

function State() {
  const { t } = useTranslation();
  const { data: history } = useQuery(historyQuery);
  const differences = useQuery(modelDifferencesQuery);
  if (!history) return null;
  const pending = history.migrations.filter((each) => each.is_applied === false && !each.is_missing).length;
  const known = history.current !== null;
  return (
    <>
      <Card
        to="/migrations"
        title={t('overview.pending')}
        value={known ? pending : '?'}
        tone={!known ? undefined : pending > 0 ? 'text-pending' : 'text-applied'}
        note={known ? t('overview.standsAt', { at: history.current?.join(', ') || t('details.base') }) : undefined}
      />
      {history.heads.length > 1 && (
        <Card
          to="/migrations"
          title={t('overview.heads')}
          value={history.heads.length}
          tone="text-pending"
          note={history.heads.join(', ')}
        />
      )}
      <Card
        to="/drift"
        title={t('overview.differences')}
        value={differences.data?.differences.length ?? '–'}
        tone={differences.data && differences.data.differences.length > 0 ? 'text-pending' : undefined}
        note={t('overview.differencesNote')}
      />
    </>
  );
}

function Health({ broken }: { broken: boolean }) {
  const { t } = useTranslation();
  const { data: ready, isPending } = useQuery(readyQuery);
  if (isPending) return <Card title={t('overview.health')} value="…" />;
  const good = ready === true && !broken;
  return (
    <Card
      title={t('overview.health')}
      value={good ? t('overview.healthy') : t('overview.unhealthy')}
      tone={good ? 'text-applied' : 'text-broken'}
      note={good ? t('overview.ready') : undefined}
    />
  );
}

/// Of the journal, which also has what other servers and the command line did.
function LastRecorded() {
  const { t, language } = useTranslation();
  const { data } = useQuery(lastRecordedQuery);
  return (
    <Card
      to={data ? `/journal?run=${data.number}` : '/runs'}
      title={t('overview.lastRun')}
      value={data ? t(`journal.${data.outcome}`) : '–'}
      tone={data?.outcome === 'failed' ? 'text-broken' : data?.outcome === 'done' ? 'text-applied' : undefined}
      note={data ? moment(data.began, language) : t('overview.noRun')}
    />
  );
}

function LastRun() {
  const { t, language } = useTranslation();
  const { data: runs } = useQuery(runsQuery);
  const last = runs?.find((run) => run.kind === undefined || run.kind === run.direction);
  if (!last) return <LastRecorded />;
  return (
    <Card
      to={`/runs?run=${last.id}`}
      title={t('overview.lastRun')}
      value={t(`log.${last.state}`)}
      tone={last.state === 'failed' ? 'text-broken' : last.state === 'done' ? 'text-applied' : undefined}
      note={moment(last.started, language)}
    />
  );
}

function Kept() {
  const { t, language } = useTranslation();
  const { data: listing } = useQuery(backupsQuery);
  const { data: check } = useQuery(journalCheckQuery);
  const newest = listing?.backups[0];
  return (
    <>
      {listing && (
        <Card
          to="/backups"
          title={t('overview.lastBackup')}
          value={newest ? shortDay(newest.created, language) : '–'}
          note={
            newest
              ? t('overview.backups', {
                  n: listing.backups.length,
                  size: bytes(listing.backups.reduce((sum, each) => sum + each.size, 0)),
                })
              : t('overview.noBackup')
          }
        />
      )}
      {check && (
        <Card
          to="/journal"
          title={t('overview.journal')}
          value={check.broken.length === 0 ? t('overview.journalWhole') : t('overview.journalBroken')}
          tone={check.broken.length > 0 ? 'text-broken' : check.edited.length > 0 ? 'text-pending' : 'text-applied'}
          note={
            check.edited.length > 0
              ? t('overview.journalEdited', { n: check.edited.length })
              : t('overview.journalNote', { n: check.entries })
          }
        />
      )}
    </>
  );
}

function RecentRuns() {
  const { t, language } = useTranslation();
  const { data: runs } = useQuery(runsQuery);
  return (
    <section className="space-y-2">
      <h2 className="text-xs font-semibold text-soft">{t('overview.runs')}</h2>
      {runs?.length === 0 && <p className="text-faint">{t('runs.empty')}</p>}
      {runs && runs.length > 0 && (
        <ul className="divide-y rounded-lg border bg-panel">
          {runs.slice(0, 6).map((run) => (
            <li key={run.id}>
              <Link to={`/runs?run=${run.id}`} className="flex h-10 items-center gap-3 px-4 hover:bg-hover">
                <RunStateBadge state={run.state} />
                <span className="min-w-0 flex-1 truncate">{runTitle(run, t)}</span>
                <span className="text-xs text-faint">{duration(run.elapsed_us)}</span>
                <span className="text-xs text-faint">{moment(run.started, language)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export default function DashboardScreen() {
  const { t, language } = useTranslation();
  const { data: connection } = useQuery(connectionQuery);
  const { data: stats } = useQuery(statsQuery);
  const { data: version } = useQuery(versionQuery);
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.dashboard')} summary={version && `alembicore ${version.version}`}>
        <a href={docsUrl('docs/')} target="_blank" rel="noreferrer" className="rounded text-xs text-accent-text hover:underline">
          {t('overview.api')}
        </a>
      </ScreenHeader>
      <div tabIndex={0} role="region" aria-label={t('nav.dashboard')} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px] @container">
        <div className="space-y-6 p-5">
          {connection?.error && <ProblemView failure={new Problem(problemFrom(connection.error))} />}
          {connection && (
            <section>
              <h2 className="text-lg font-semibold">{databaseName(connection.url)}</h2>
              <p className="mono break-all text-xs text-soft">{readableUrl(connection.url)}</p>
              <p className="text-xs text-faint">
                {connection.server_version && `PostgreSQL ${connection.server_version}`}
                {stats && ` · ${t('overview.since', { when: moment(stats.started, language) })}`}
                {connection.source && ` · ${t('overview.source', { source: connection.source })}`}
              </p>
            </section>
          )}
          <div className="grid grid-cols-2 gap-3 @2xl:grid-cols-3 @6xl:grid-cols-6">
            <Health broken={Boolean(connection?.error)} />
            <State />
            <LastRun />
            <Kept />
          </div>
          <div className="grid grid-cols-2 gap-3 @2xl:grid-cols-3 @6xl:grid-cols-5">
            {stats && <Activity stats={stats} />}
          </div>
          <RecentRuns />
        </div>
      </div>
    </div>
  );
}
