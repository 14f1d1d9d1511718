import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Problem } from '@/api/client';
import type { ProblemDocument } from '@/api/types';
import { useTranslation } from '@/i18n';
import { docsUrl } from '@/lib/base';
import { cn } from '@/lib/cn';
import { Code } from './code';
import { CopyButton } from './copy-button';

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-3">
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function ServerPart({ problem }: { problem: ProblemDocument }) {
  const { t } = useTranslation();
  const { server } = problem;
  if (!server) return null;
  return (
    <Part label={t('problem.server')}>
      <span className="mono text-xs">
        {server.severity} {server.sqlstate}: {server.message}
        {server.detail && <span className="block text-soft">{server.detail}</span>}
        {server.hint && <span className="block text-soft">{server.hint}</span>}
      </span>
    </Part>
  );
}

export function documentOf(failure: unknown): ProblemDocument {
  if (failure instanceof Problem) return failure.document;
  const text = failure instanceof Error ? failure.message : String(failure);
  return { type: 'about:blank', title: text, status: 0, detail: text };
}

/// What, why, where, and how to fix it.
export function ProblemView({ failure, actions, className }: { failure: unknown; actions?: ReactNode; className?: string }) {
  const { t } = useTranslation();
  const problem = documentOf(failure);
  const silent = problem.code === 'server_unreachable';
  return (
    <section role="alert" className={cn('rounded-md border border-broken/40 bg-broken/5 text-sm', className)}>
      <header className="flex items-start gap-2.5 px-3.5 py-2.5">
        <CircleAlert className="mt-0.5 h-4 w-4 shrink-0 text-broken" aria-hidden />
        <h3 className="min-w-0 flex-1 break-words font-medium">
          {silent ? t('problem.unreachable') : (problem.what ?? problem.title)}
        </h3>
        <CopyButton text={() => JSON.stringify(problem, null, 2)} label={t('common.copy')} />
      </header>
      <dl className="space-y-1.5 px-3.5 pb-3 pl-10">
        {problem.why && <Part label={t('problem.why')}>{problem.why}</Part>}
        <ServerPart problem={problem} />
        {problem.place && (
          <Part label={t('problem.place')}>
            <span className="mono text-xs">
              {problem.place.file}:{problem.place.line}:{problem.place.column}
            </span>
            {problem.place.excerpt && <pre className="mt-1 overflow-auto text-xs text-soft">{problem.place.excerpt}</pre>}
          </Part>
        )}
        {problem.statement && (
          <Part label={t('problem.statement')}>
            <Code text={problem.statement.trim()} grammar="sql" className="max-h-40 rounded border bg-canvas p-2" />
          </Part>
        )}
        {problem.database_state && <Part label={t('problem.state')}>{problem.database_state}</Part>}
        {(problem.fix || silent) && (
          <Part label={t('problem.fix')}>
            {silent ? t('problem.unreachableFix') : problem.fix}{' '}
            {problem.type.startsWith('/docs/') && (
              <a
                href={docsUrl(problem.type)}
                target="_blank"
                rel="noreferrer"
                className="whitespace-nowrap text-accent-text hover:underline"
              >
                {problem.code}
              </a>
            )}
          </Part>
        )}
      </dl>
      {actions && <div className="flex gap-2 border-t border-broken/20 px-3.5 py-2.5 pl-10">{actions}</div>}
    </section>
  );
}
