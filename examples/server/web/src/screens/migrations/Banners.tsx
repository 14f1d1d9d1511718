import { useQuery } from '@tanstack/react-query';
import { CirclePause, CornerDownRight, GitMerge, Info, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { problemFrom, Problem } from '@/api/client';
import { halfDoneQuery } from '@/api/rewriting';
import { runsQuery } from '@/api/runs';
import type { Diagnostic, MigrationHistory, Run } from '@/api/types';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { clock } from '@/lib/format';
import { cn } from '@/lib/cn';

interface BannerProps {
  tone: 'warning' | 'info';
  title: string;
  text?: string;
  actions?: ReactNode;
  children?: ReactNode;
}

function Banner({ tone, title, text, actions, children }: BannerProps) {
  const Icon = tone === 'warning' ? TriangleAlert : Info;
  return (
    <section className={cn('border-b px-5 py-2.5', tone === 'warning' ? 'bg-pending/5' : 'bg-current/5')}>
      <div className="flex items-start gap-2.5 [&>button]:-my-0.5">
        <Icon className={cn('mt-0.5 h-4 w-4 shrink-0', tone === 'warning' ? 'text-pending' : 'text-current')} aria-hidden />
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-medium">{title}</h2>
          {text && <p className="mt-0.5 max-w-3xl text-soft">{text}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

function ProblemList({ problems }: { problems: Diagnostic[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Banner
      tone="warning"
      title={t('banner.problems', { n: problems.length })}
      actions={
        <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('common.hide') : t('common.show')}
        </Button>
      }
    >
      {open && (
        <div className="mt-2 max-h-64 space-y-2 overflow-auto">
          {problems.map((problem) => (
            <ProblemView key={`${problem.code}${problem.message}`} failure={new Problem(problemFrom(problem))} />
          ))}
        </div>
      )}
    </Banner>
  );
}

/// Nobody else's run may begin meanwhile.
function changesDatabase({ kind, direction }: Run): boolean {
  return kind === 'resume' || (direction !== null && kind !== 'rehearse');
}

interface BannersProps {
  history: MigrationHistory;
  followed: string | null;
  onFollow: (run: string) => void;
  onMerge: () => void;
  onRebase: () => void;
  onStamp: () => void;
  onResume: () => void;
}

/// What keeps migrations from being applied, each with the way out.
export function Banners({ history, followed, onFollow, onMerge, onRebase, onStamp, onResume }: BannersProps) {
  const { t } = useTranslation();
  const { can } = useSession();
  const { data: runs } = useQuery(runsQuery);
  const { data: halfDone } = useQuery({ ...halfDoneQuery, enabled: history.current !== null });
  const going = runs?.find((run) => run.state === 'running' && changesDatabase(run));
  const running = going && going.id !== followed ? going : undefined;
  const problems = history.problems.filter((problem) => problem.severity !== 'info');
  const unknown = history.unknown_in_database;
  return (
    <div className="shrink-0">
      {running && (
        <Banner
          tone="info"
          title={t('banner.running', {
            who: running.asked_by,
            what: `${running.direction ?? running.kind ?? ''} ${running.targets.join(' ')}`,
            when: clock(running.started).slice(0, 8),
          })}
          actions={
            <Button size="sm" onClick={() => onFollow(running.id)}>
              {t('banner.follow')}
            </Button>
          }
        />
      )}
      {history.database_error && (
        <Banner tone="warning" title={t('banner.unreachable')}>
          <ProblemView className="mt-2" failure={new Problem(problemFrom(history.database_error))} />
        </Banner>
      )}
      {halfDone && !going && (
        <Banner
          tone="warning"
          title={t('banner.halfDone', { id: halfDone.revision, run: halfDone.run })}
          text={t('banner.halfDoneWhy')}
          actions={
            can('operate') && (
              <Button size="sm" onClick={onResume} data-resume>
                <CirclePause aria-hidden />
                {t('banner.resume')}
              </Button>
            )
          }
        />
      )}
      {unknown.length > 0 && (
        <Banner
          tone="warning"
          title={t('banner.unknown', { ids: unknown.join(', ') })}
          text={t('banner.unknownWhy', { id: unknown[0] ?? '' })}
          actions={
            can('operate') && (
              <Button size="sm" onClick={onStamp}>
                {t('banner.stamp')}
              </Button>
            )
          }
        />
      )}
      {history.heads.length > 1 && (
        <Banner
          tone="warning"
          title={t('banner.heads', { n: history.heads.length, heads: history.heads.join(', ') })}
          text={t('banner.headsWhy')}
          actions={
            can('operate') && (
              <div className="-my-0.5 flex shrink-0 flex-wrap justify-end gap-2">
                <Button size="sm" onClick={onRebase} data-rebase-heads>
                  <CornerDownRight aria-hidden />
                  {t('banner.rebase')}
                </Button>
                <Button size="sm" onClick={onMerge}>
                  <GitMerge aria-hidden />
                  {t('banner.merge')}
                </Button>
              </div>
            )
          }
        />
      )}
      {problems.length > 0 && <ProblemList problems={problems} />}
    </div>
  );
}
