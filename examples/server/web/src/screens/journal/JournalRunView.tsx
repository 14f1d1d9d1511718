import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Problem } from '@/api/client';
import { historyQuery } from '@/api/migrations';
import { journalRunQuery } from '@/api/safety';
import type { JournalRun, JournalStep } from '@/api/safety-types';
import { Badge } from '@/components/ui/badge';
import { CodeText } from '@/components/ui/code';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { duration, moment } from '@/lib/format';
import { journalTitle, OutcomeBadge } from './outcome';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_1fr] gap-3 py-0.5 text-xs">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/// `doc`: what the project says of the revision, where it still has it.
function Step({ step, doc }: { step: JournalStep; doc?: string }) {
  const { t, language } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex h-8 w-full items-center gap-2.5 px-2.5 text-left hover:bg-hover"
      >
        <ChevronRight className={cn('h-3.5 w-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden />
        <span className="mono w-24 shrink-0 truncate text-xs text-soft">{step.revision}</span>
        <span className="min-w-0 flex-1 truncate text-xs">{doc ?? step.file}</span>
        {!step.in_transaction && <Badge tone="pending">{t('journal.outside')}</Badge>}
        {!step.finished && <Badge tone="broken">{t('journal.notFinished')}</Badge>}
        <span className="shrink-0 text-xs text-faint">{t('log.statements', { n: step.statement_count })}</span>
        <span className="w-16 shrink-0 text-right text-xs tabular-nums text-faint">{duration(step.elapsed_us)}</span>
      </button>
      {open && (
        <div className="space-y-2 border-t bg-canvas px-4 py-2.5">
          <p className="text-2xs text-faint">
            {moment(step.at, language)} · {t('journal.fileHash')}{' '}
            <span className="mono break-all">
              {step.file} {step.file_sha256.slice(0, 16)}
            </span>
          </p>
          <ul className="space-y-2">
            {step.statements.map((statement, index) => (
              <li key={index} className="flex gap-3 text-xs">
                <div className="min-w-0 flex-1 [&_pre]:whitespace-pre-wrap [&_pre]:break-words">
                  <CodeText text={statement.sql.trim()} grammar="sql" />
                </div>
                <span className={cn('shrink-0 tabular-nums', statement.finished ? 'text-faint' : 'text-broken')}>
                  {statement.finished ? duration(statement.elapsed_us) : t('log.failed')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

function Revisions({ ids }: { ids: string[] }) {
  const { t } = useTranslation();
  if (ids.length === 0) return <span className="text-faint">{t('details.base')}</span>;
  return ids.map((id) => (
    <Link key={id} to={`/migrations?rev=${id}`} className="mono mr-2 text-accent-text hover:underline">
      {id}
    </Link>
  ));
}

function Body({ run }: { run: JournalRun }) {
  const { t, language } = useTranslation();
  const { data: history } = useQuery(historyQuery);
  const docOf = (revision: string) => history?.migrations.find((each) => each.revision === revision)?.doc || undefined;
  const { by, failure } = run;
  return (
    <div tabIndex={0} role="region" aria-label={journalTitle(run, t)} className="h-full space-y-5 overflow-auto p-5 outline-offset-[-2px]">
      <header className="flex items-center gap-2.5">
        <h2 className="min-w-0 truncate text-base font-semibold">{journalTitle(run, t)}</h2>
        <OutcomeBadge outcome={run.outcome} />
      </header>
      <dl>
        <Fact name={t('journal.from')}>
          <Revisions ids={run.from} />
        </Fact>
        <Fact name={t('journal.to')}>
          <Revisions ids={run.to} />
        </Fact>
        <Fact name={t('journal.by')}>
          {by.authenticated_user && `${by.authenticated_user}, `}
          {by.os_user}@{by.host} {t('journal.asRole', { role: by.database_user })}
        </Fact>
        <Fact name={t('journal.began')}>
          {moment(run.began, language)} · {duration(run.elapsed_us)}
        </Fact>
        <Fact name={t('journal.engine')}>
          {run.engine} · alembicore {run.version}
        </Fact>
        {run.backup && (
          <Fact name={t('journal.backup')}>
            <Link to={`/backups?backup=${run.backup}`} className="mono text-accent-text hover:underline">
              {run.backup}
            </Link>
          </Fact>
        )}
        {run.fingerprint_before && (
          <Fact name={t('journal.fingerprint')}>
            <span className="mono text-2xs text-soft">
              {run.fingerprint_before.slice(0, 16)}
              {run.fingerprint_after && ` → ${run.fingerprint_after.slice(0, 16)}`}
            </span>
          </Fact>
        )}
      </dl>
      {failure && (
        <ProblemView
          failure={
            new Problem({
              type: `/docs/errors#${failure.code}`,
              title: failure.message,
              status: 0,
              detail: failure.message,
              code: failure.code,
              what: failure.message,
              revision: failure.revision || undefined,
              statement: failure.statement || undefined,
              database_state: failure.database_state || undefined,
            })
          }
        />
      )}
      <section className="space-y-2">
        <h3 className="text-xs font-semibold text-soft">{t('journal.steps', { n: run.steps.length, all: run.planned_steps })}</h3>
        {run.steps.length > 0 && (
          <ol className="divide-y rounded-md border">
            {run.steps.map((step) => (
              <Step key={`${step.revision}${step.at}`} step={step} doc={docOf(step.revision)} />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

export function JournalRunView({ number }: { number: number }) {
  const { data: run, error } = useQuery(journalRunQuery(number));
  if (error) return <ProblemView failure={error} className="m-5" />;
  return run ? <Body run={run} /> : <Loading />;
}
