import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, Download, X } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { Problem, problemFrom } from '@/api/client';
import { cancelRun, runQuery, useRunFeed } from '@/api/runs';
import type { Run, RunState } from '@/api/types';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { ProblemView } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import { useSession } from '@/app/session';
import { useTranslation, type Translate } from '@/i18n';
import { downloadText } from '@/lib/clipboard';
import { duration } from '@/lib/format';
import { logLines, logText } from './log-lines';
import { LogView } from './LogView';
import { progressOf } from './progress';
import { ReportView } from './ReportView';
import { StepList } from './StepList';

const tones: Record<RunState, Tone> = { running: 'current', done: 'applied', failed: 'broken', cancelled: 'pending' };

export function RunStateBadge({ state }: { state: RunState }) {
  const { t } = useTranslation();
  return <Badge tone={tones[state]}>{t(`log.${state}`)}</Badge>;
}

export function runTitle(run: Run, t: Translate): string {
  const kind = run.kind ?? run.direction ?? 'upgrade';
  const target = run.targets.map((each) => (each === 'base' ? t('run.base') : each)).join(', ');
  return t(`log.${run.state === 'done' ? 'done' : 'title'}.${kind}`, { target });
}

/// A run that ended well in front of somebody is worth telling; a failure stands in its view already.
const recently = 5_000;

function useEndOfRun(id: string): () => void {
  const client = useQueryClient();
  const { t } = useTranslation();
  const { announce } = useToast();
  return useCallback(() => {
    void client.invalidateQueries();
    void client.fetchQuery({ ...runQuery(id), staleTime: 0 }).then((run) => {
      const fresh = run.ended !== null && Date.now() - Date.parse(run.ended) < recently;
      if (fresh && run.state === 'done')
        announce({
          tone: 'good',
          title: t('log.toast.done', { title: runTitle(run, t), time: duration(run.elapsed_us) }),
        });
    });
  }, [announce, client, id, t]);
}

function Progress({ done, all, state }: { done: number; all: number; state: RunState }) {
  const share = all === 0 ? (state === 'done' ? 1 : 0) : done / all;
  const colour = state === 'failed' ? 'bg-broken' : state === 'cancelled' ? 'bg-pending' : state === 'done' ? 'bg-applied' : 'bg-current';
  return (
    <div role="progressbar" aria-label={`${done}/${all}`} aria-valuenow={done} aria-valuemin={0} aria-valuemax={Math.max(all, 1)} className="relative h-0.5 shrink-0 overflow-hidden bg-line">
      <div className={`h-full ${colour} transition-[width] duration-200`} style={{ width: `${share * 100}%` }} />
      {state === 'running' && <div className="absolute inset-y-0 left-0 w-1/3 animate-sweep bg-current/40" />}
    </div>
  );
}

function Header({ run, done, all, text, onClose }: { run: Run; done: number; all: number; text: () => string; onClose?: () => void }) {
  const { t } = useTranslation();
  const { can } = useSession();
  const { failed } = useToast();
  const cancel = useMutation({ mutationFn: () => cancelRun(run.id), onError: failed });
  const cancelling = cancel.isPending || cancel.isSuccess;
  return (
    <header className="flex h-11 shrink-0 items-center gap-2.5 border-b px-4">
      <RunStateBadge state={run.state} />
      <h2 className="min-w-0 truncate font-medium">{runTitle(run, t)}</h2>
      <span className="shrink-0 text-xs tabular-nums text-faint">
        {all > 0 && `${t('log.progress', { done, n: all })} · `}
        {duration(run.elapsed_us)}
      </span>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {run.state === 'running' && can('operate') && (
          <Button size="sm" disabled={cancelling} onClick={() => cancel.mutate()}>
            <Ban aria-hidden />
            {cancelling ? t('log.cancelling') : t('log.cancel')}
          </Button>
        )}
        <CopyButton text={text} />
        <IconButton label={t('common.download')} onClick={() => downloadText(text(), `run-${run.id}.log`)}>
          <Download />
        </IconButton>
        {onClose && (
          <IconButton label={t('common.close')} onClick={onClose}>
            <X />
          </IconButton>
        )}
      </div>
    </header>
  );
}

/// One run, live or over: its steps, its log, and its error.
export function RunView({ id, onClose }: { id: string; onClose?: () => void }) {
  const { t } = useTranslation();
  const { data: run, error } = useQuery(runQuery(id));
  const feed = useRunFeed(id, useEndOfRun(id));
  const over = run !== undefined && run.state !== 'running';
  const steps = useMemo(() => progressOf(feed.events, over), [feed.events, over]);
  const lines = useMemo(() => logLines(feed.events, t), [feed.events, t]);
  if (error)
    return (
      <Empty title={t('log.gone')} hint={t('log.goneHint')}>
        {onClose && <Button onClick={onClose}>{t('common.close')}</Button>}
      </Empty>
    );
  if (!run) return <Loading />;
  // The backup before them is none of the steps that were planned.
  const planned = steps.filter((step) => !step.backup);
  const counted = planned.length > 0 ? planned : steps;
  const done = counted.filter((step) => step.state === 'done').length;
  const changes = run.kind === undefined || run.kind === run.direction || run.kind === 'resume';
  const reported = over && !changes && Boolean(run.report);
  return (
    <section aria-label={runTitle(run, t)} data-run={run.state} className="flex h-full min-h-0 flex-col bg-panel">
      <Header run={run} done={done} all={counted.length} text={() => logText(lines)} onClose={onClose} />
      <Progress done={done} all={counted.length} state={run.state} />
      {run.error && (
        <div className="max-h-[65%] shrink-0 space-y-2 overflow-auto border-b p-3">
          <ProblemView failure={new Problem(problemFrom(run.error))} />
          {changes && !run.error.database_state && <p className="px-1 text-xs text-soft">{t('log.nothingChanged')}</p>}
        </div>
      )}
      <div className="flex min-h-0 flex-1">
        {(steps.length > 0 || !reported) && (
          <div className="w-72 shrink-0 overflow-auto border-r">
            <StepList steps={steps} over={over} />
          </div>
        )}
        {reported ? <ReportView run={run} /> : <LogView lines={lines} />}
      </div>
    </section>
  );
}
