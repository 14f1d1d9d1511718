import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { ChevronRight, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { connectionQuery } from '@/api/database';
import { detailsQuery, planQuery, startRun } from '@/api/migrations';
import type { Direction, Plan, Run, RunDirection } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Code } from '@/components/ui/code';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { databaseName } from '@/lib/database-name';
import { sqlText } from './DetailsPanel';
import { losesData } from './operations';

/// Steps whose SQL is fetched for the dialog; more are listed by name.
const inspectedSteps = 80;

function useDirections(plan: Plan | undefined): Map<string, Direction> {
  const steps = plan && plan.direction !== 'stamp' ? plan.steps.slice(0, inspectedSteps) : [];
  return useQueries({
    queries: steps.map((step) => detailsQuery(step.revision)),
    combine: (results) => {
      const directions = new Map<string, Direction>();
      for (const { data } of results) {
        const direction = plan?.direction === 'downgrade' ? data?.downgrade : data?.upgrade;
        if (data && direction) directions.set(data.revision, direction);
      }
      return directions;
    },
  });
}

function Notice({ tone, title, children }: { tone: 'pending' | 'broken'; title: string; children: ReactNode }) {
  return (
    <section
      className={cn(
        'flex gap-2.5 rounded-md border px-3 py-2.5',
        tone === 'broken' ? 'border-broken/40 bg-broken/5' : 'border-pending/40 bg-pending/5',
      )}
    >
      <TriangleAlert
        className={cn('mt-0.5 h-4 w-4 shrink-0', tone === 'broken' ? 'text-broken' : 'text-pending')}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">{title}</h3>
        <div className="mt-0.5 text-soft">{children}</div>
      </div>
    </section>
  );
}

function LossNotice({ directions }: { directions: Map<string, Direction> }) {
  const { t } = useTranslation();
  const losing = [...directions.values()].flatMap((direction) => direction.sql.filter(losesData));
  if (losing.length === 0) return null;
  return (
    <Notice tone="broken" title={t('run.loss')}>
      {t('run.lossDetail', { n: losing.length })}
      <ul className="mono mt-1 max-h-28 overflow-auto text-xs">
        {losing.map((sql, index) => (
          <li key={index} className="truncate">
            {sql.trim().replace(/\s+/g, ' ')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function PlannedStep({ number, step, direction }: { number: number; step: Plan['steps'][number]; direction?: Direction }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const sql = direction ? sqlText(direction) : '';
  const loses = direction?.sql.some(losesData);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-label={`${step.doc}, ${t('run.showSql', { id: step.revision })}`}
        disabled={!direction}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-2.5 px-2.5 text-left hover:bg-hover"
      >
        <ChevronRight className={cn('h-3.5 w-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden />
        <span className="w-5 shrink-0 text-right text-xs tabular-nums text-faint">{number}</span>
        <span className="mono w-24 shrink-0 truncate text-xs text-soft">{step.revision}</span>
        <span className="min-w-0 flex-1 truncate">{step.doc}</span>
        {loses && <span className="shrink-0 text-xs text-broken">{t('details.destructive')}</span>}
      </button>
      {open && direction && (
        <div className="border-t bg-canvas px-3 py-2">
          {direction.refusal && <p className="text-xs text-pending">{direction.refusal.message}</p>}
          {!direction.refusal && !sql && <p className="text-xs text-soft">{t('details.noSql')}</p>}
          {sql && <Code text={sql} grammar="sql" label={t('run.showSql', { id: step.revision })} className="max-h-72" />}
        </div>
      )}
    </li>
  );
}

function PlanView({ plan }: { plan: Plan }) {
  const { t } = useTranslation();
  const directions = useDirections(plan);
  if (plan.steps.length === 0) return <p className="text-soft">{t('run.noSteps')}</p>;
  const refused = [...directions.values()].filter((direction) => direction.refusal !== null);
  const allSql = () =>
    plan.steps
      .map((step) => `-- ${step.revision} ${step.doc}\n${directions.get(step.revision)?.sql.map((sql) => `${sql.trim()};`).join('\n') ?? ''}`)
      .join('\n\n');
  return (
    <div className="space-y-3">
      {plan.direction === 'stamp' ? <p className="text-soft">{t('run.stampNote')}</p> : <LossNotice directions={directions} />}
      {plan.warnings.length > 0 && (
        <Notice tone="pending" title={t('run.warnings')}>
          {plan.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice tone="pending" title={t('run.refused', { n: refused.length })}>
          {refused[0]?.refusal?.message}
        </Notice>
      )}
      <section>
        <div className="flex h-8 items-center justify-between">
          <h3 className="text-xs font-semibold text-soft">{t('run.steps', { n: plan.steps.length })}</h3>
          {plan.direction !== 'stamp' && <CopyButton text={allSql} label={t('run.copySql')} />}
        </div>
        <ol className="max-h-[40vh] divide-y overflow-auto rounded-md border">
          {plan.steps.map((step, index) => (
            <PlannedStep key={step.revision} number={index + 1} step={step} direction={directions.get(step.revision)} />
          ))}
        </ol>
      </section>
    </div>
  );
}

interface RunDialogProps {
  direction: RunDirection;
  target: string;
  onClose: () => void;
  onStarted: (run: Run) => void;
}

export function RunDialog({ direction, target, onClose, onStarted }: RunDialogProps) {
  const { t } = useTranslation();
  const [purge, setPurge] = useState(false);
  const plan = useQuery(planQuery(direction, [target]));
  const { data: connection } = useQuery(connectionQuery);
  const start = useMutation({ mutationFn: () => startRun(direction, [target], purge), onSuccess: onStarted });
  const database = databaseName(connection?.url);
  const steps = plan.data?.steps.length ?? 0;
  const shownTarget = target === 'base' ? t('run.base') : target;
  const ready = (plan.isSuccess && steps > 0) || (direction === 'stamp' && purge);
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={t(`run.title.${direction}`, { target: shownTarget })}
      description={
        <>
          {t('run.database')}: <span className="font-medium text-ink">{database}</span>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look={direction === 'downgrade' ? 'danger' : 'primary'}
            disabled={!ready || start.isPending}
            onClick={() => start.mutate()}
            data-act
          >
            {start.isPending && <LoaderCircle className="animate-spin" aria-hidden />}
            {plan.isPending ? t('run.planning') : t(`run.act.${direction}`, { n: steps, database })}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {plan.isPending && <p className="animate-late text-soft">{t('run.planning')}</p>}
        {plan.error && <ProblemView failure={plan.error} />}
        {start.error && <ProblemView failure={start.error} />}
        {plan.data && !plan.error && <PlanView plan={plan.data} />}
        {direction === 'stamp' && (
          <Checkbox checked={purge} onChange={setPurge}>
            {t('run.purge')}
          </Checkbox>
        )}
      </div>
    </Dialog>
  );
}
