import { useQueries } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { detailsQuery } from '@/api/migrations';
import type { LintFinding } from '@/api/safety-types';
import type { Direction, Plan } from '@/api/types';
import { Code } from '@/components/ui/code';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { LintCounts, LintList } from '@/screens/safety/LintList';
import { losesData } from './operations';
import { sqlText } from './sql';

/// Steps whose SQL is fetched for the dialog; more are listed by name.
const inspectedSteps = 80;

export type Directions = ReadonlyMap<string, Direction>;

export function useDirections(plan: Plan | undefined): Directions {
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

export function losesRows(directions: Directions): boolean {
  return [...directions.values()].some((direction) => direction.sql.some(losesData));
}

export function LossNotice({ directions }: { directions: Directions }) {
  const { t } = useTranslation();
  const losing = [...directions.values()].flatMap((direction) => direction.sql.filter(losesData));
  if (losing.length === 0) return null;
  return (
    <Notice tone="broken" title={t('run.loss')}>
      {t('run.lossDetail', { n: losing.length })}
      <ul className="mono mt-1 max-h-24 overflow-auto text-xs">
        {losing.map((sql, index) => (
          <li key={index} className="truncate">
            {sql.trim().replace(/\s+/g, ' ')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface PlannedStepProps {
  number: number;
  step: Plan['steps'][number];
  direction?: Direction;
  findings: LintFinding[];
}

function PlannedStep({ number, step, direction, findings }: PlannedStepProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const sql = direction ? sqlText(direction) : '';
  const loses = direction?.sql.some(losesData);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        disabled={!direction}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-2.5 px-2.5 text-left hover:bg-hover"
      >
        <ChevronRight className={cn('h-3.5 w-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden />
        <span className="w-5 shrink-0 text-right text-xs tabular-nums text-faint">{number}</span>
        <span className="mono w-24 shrink-0 truncate text-xs text-soft">{step.revision}</span>
        <span className="min-w-0 flex-1 truncate">{step.doc}</span>
        {loses && <span className="shrink-0 text-xs text-broken">{t('details.destructive')}</span>}
        <span className="flex shrink-0 gap-1">
          <LintCounts findings={findings.filter((finding) => finding.severity !== 'info')} />
        </span>
      </button>
      {open && direction && (
        <div className="space-y-2.5 border-t bg-canvas px-3 py-2">
          {findings.length > 0 && <LintList findings={findings} />}
          {direction.refusal && <p className="text-xs text-pending">{direction.refusal.message}</p>}
          {!direction.refusal && !sql && <p className="text-xs text-soft">{t('details.noSql')}</p>}
          {sql && <Code text={sql} grammar="sql" label={t('run.showSql', { id: step.revision })} className="max-h-72" />}
        </div>
      )}
    </li>
  );
}

interface PlanStepsProps {
  plan: Plan;
  directions: Directions;
  findings: LintFinding[];
}

/// The steps in their order, each with its SQL and what lint has to say.
export function PlanSteps({ plan, directions, findings }: PlanStepsProps) {
  const { t } = useTranslation();
  const allSql = () =>
    plan.steps
      .map((step) => `-- ${step.revision} ${step.doc}\n${directions.get(step.revision)?.sql.map((sql) => `${sql.trim()};`).join('\n') ?? ''}`)
      .join('\n\n');
  return (
    <section>
      <div className="flex h-8 items-center justify-between">
        <h3 className="text-xs font-semibold text-soft">{t('run.steps', { n: plan.steps.length })}</h3>
        {plan.direction !== 'stamp' && <CopyButton text={allSql} label={t('run.copySql')} />}
      </div>
      <ol className="max-h-[18rem] divide-y overflow-auto rounded-md border">
        {plan.steps.map((step, index) => (
          <PlannedStep
            key={step.revision}
            number={index + 1}
            step={step}
            direction={directions.get(step.revision)}
            findings={findings.filter((finding) => finding.revision === step.revision)}
          />
        ))}
      </ol>
    </section>
  );
}
