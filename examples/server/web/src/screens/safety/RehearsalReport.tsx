import { Check, ChevronRight, TriangleAlert, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Problem, problemFrom } from '@/api/client';
import type { Rehearsal, RehearsedStatement, RehearsedStep } from '@/api/safety-types';
import { CodeText } from '@/components/ui/code';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { bytes, duration } from '@/lib/format';
import { LockBadges, RewriteBadges } from './Locks';
import { allStatements, heldLocks, rewritesOf } from './locks';
import { SchemaChanges } from './SchemaChanges';

function Statement({ statement }: { statement: RehearsedStatement }) {
  const { t } = useTranslation();
  const locks = heldLocks([statement]);
  const rewrites = rewritesOf([statement]);
  const [open, setOpen] = useState(false);
  const short = statement.sql.trim().replace(/\s+/g, ' ');
  return (
    <li className="px-2.5 py-1.5">
      <div className="flex items-baseline gap-3 text-xs">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cn('mono min-w-0 flex-1 rounded text-left text-2xs hover:underline', !open && 'truncate')}
        >
          {open ? <CodeText text={statement.sql.trim()} grammar="sql" /> : short}
        </button>
        {statement.rows != null && <span className="shrink-0 text-2xs text-faint">{t('query.rows', { n: statement.rows })}</span>}
        {(statement.wal ?? 0) > 0 && <span className="shrink-0 text-2xs text-faint" title={t('rehearsal.wal')}>{bytes(statement.wal ?? 0)}</span>}
        {statement.elapsed_us !== undefined && (
          <span className="w-16 shrink-0 text-right tabular-nums text-faint">{duration(statement.elapsed_us)}</span>
        )}
      </div>
      {locks.length + rewrites.length > 0 && (
        <div className="mt-1 flex flex-wrap gap-1.5">
          <LockBadges locks={locks} />
          <RewriteBadges rewrites={rewrites} />
        </div>
      )}
    </li>
  );
}

function Statements({ step }: { step: RehearsedStep }) {
  const { t } = useTranslation();
  return (
    <ul className="divide-y">
      {step.statements.map((statement, index) => (
        <Statement key={index} statement={statement} />
      ))}
      {step.statements.length === 0 && <li className="px-2.5 py-1.5 text-xs text-soft">{t('details.noSql')}</li>}
    </ul>
  );
}

function Step({ step }: { step: RehearsedStep }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-8 w-full items-center gap-2.5 px-2.5 py-1 text-left hover:bg-hover"
      >
        <ChevronRight className={cn('h-3.5 w-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden />
        <span className="mono w-24 shrink-0 truncate text-xs text-soft">{step.revision}</span>
        <span className="min-w-0 flex-1 truncate">{step.doc}</span>
        <span className="flex flex-wrap justify-end gap-1.5">
          <LockBadges locks={heldLocks(step.statements).slice(0, 3)} />
          <RewriteBadges rewrites={rewritesOf(step.statements)} />
        </span>
        <span className="w-16 shrink-0 text-right text-xs tabular-nums text-faint">{duration(step.elapsed_us)}</span>
      </button>
      {open && (
        <div className="border-t bg-canvas pl-6">
          <Statements step={step} />
        </div>
      )}
    </li>
  );
}

function Verdict({ good, children }: { good: boolean | null; children: ReactNode }) {
  const Icon = good === null ? TriangleAlert : good ? Check : X;
  return (
    <p className={cn('flex items-center gap-2 text-sm', good === null ? 'text-pending' : good ? 'text-applied' : 'text-broken')}>
      <Icon className="h-4 w-4 shrink-0" aria-hidden />
      <span className="text-ink">{children}</span>
    </p>
  );
}

function WayBack({ report }: { report: Rehearsal }) {
  const { t } = useTranslation();
  const { verdict, failure, left_over } = report.way_back;
  return (
    <div className="space-y-2" data-verdict={verdict}>
      <Verdict good={verdict === 'returns' ? true : verdict === 'not_tried' ? null : false}>{t(`rehearsal.${verdict}`)}</Verdict>
      {failure && <ProblemView failure={new Problem(problemFrom(failure))} />}
      {left_over.length > 0 && <SchemaChanges changes={left_over} />}
    </div>
  );
}

interface RehearsalReportProps {
  report: Rehearsal;
  /// Only what concerns this revision.
  revision?: string;
}

/// What a plan did where it could do no harm.
export function RehearsalReport({ report, revision }: RehearsalReportProps) {
  const { t } = useTranslation();
  const steps = report.steps.filter((step) => revision === undefined || step.revision === revision);
  const [changes, setChanges] = useState(false);
  const locks = heldLocks(allStatements(report));
  const time = report.steps.reduce((sum, step) => sum + step.elapsed_us, 0);
  return (
    <div className="space-y-3" data-rehearsal={report.failure ? 'failed' : 'done'}>
      {report.failure ? (
        <>
          <Verdict good={false}>{t('rehearsal.failed')}</Verdict>
          <ProblemView failure={new Problem(problemFrom(report.failure))} />
        </>
      ) : (
        <Verdict good>
          {t('rehearsal.worked', { n: report.steps.length, time: duration(time), place: t(`rehearsal.place.${report.place}`) })}
        </Verdict>
      )}
      <WayBack report={report} />
      {report.engine === 'native' && (
        <Verdict good={locks.length === 0 ? true : null}>
          {locks.length === 0 ? t('rehearsal.noLocks') : t('rehearsal.locks', { n: locks.length })}
        </Verdict>
      )}
      {report.engine !== 'native' && <p className="text-xs text-soft">{t('rehearsal.python')}</p>}
      {report.rows === 'none' && <p className="text-xs text-faint">{t('rehearsal.noRows')}</p>}
      <ul className="divide-y rounded-md border">
        {steps.map((step) =>
          revision === undefined ? (
            <Step key={step.revision} step={step} />
          ) : (
            <li key={step.revision}>
              <Statements step={step} />
            </li>
          ),
        )}
      </ul>
      {report.changes.length > 0 && revision === undefined && (
        <div className="space-y-2">
          <button
            type="button"
            aria-expanded={changes}
            onClick={() => setChanges(!changes)}
            className="flex items-center gap-1.5 rounded text-xs font-medium text-accent-text hover:underline"
          >
            <ChevronRight className={cn('h-3.5 w-3.5 transition-transform', changes && 'rotate-90')} aria-hidden />
            {t('rehearsal.changes', { n: report.changes.length })}
          </button>
          {changes && <SchemaChanges changes={report.changes} />}
        </div>
      )}
    </div>
  );
}
