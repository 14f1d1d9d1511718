import { ChevronRight, CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { LintFinding, Severity } from '@/api/safety-types';
import { Badge, type Tone } from '@/components/ui/badge';
import { Code } from '@/components/ui/code';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';

export const severities: Severity[] = ['error', 'warning', 'info'];

const looks: Record<Severity, { icon: typeof Info; text: string; tone: Tone }> = {
  error: { icon: CircleAlert, text: 'text-broken', tone: 'broken' },
  warning: { icon: TriangleAlert, text: 'text-pending', tone: 'pending' },
  info: { icon: Info, text: 'text-soft', tone: 'neutral' },
};

export function LintCounts({ findings }: { findings: Pick<LintFinding, 'severity'>[] }) {
  const { t } = useTranslation();
  return severities.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const Icon = looks[severity].icon;
    return count === 0 ? null : (
      <Badge key={severity} tone={looks[severity].tone}>
        <Icon aria-hidden />
        {t(`lint.count.${severity}`, { n: count })}
      </Badge>
    );
  });
}

function Finding({ finding, named }: { finding: LintFinding; named: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { icon: Icon, text } = looks[finding.severity];
  return (
    <li data-finding={finding.rule}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 px-2.5 py-1.5 text-left hover:bg-hover"
      >
        <ChevronRight className={cn('mt-0.5 h-3.5 w-3.5 shrink-0 text-faint transition-transform', open && 'rotate-90')} aria-hidden />
        <Icon className={cn('mt-0.5 h-3.5 w-3.5 shrink-0', text)} aria-label={t(`lint.${finding.severity}`)} />
        <span className="min-w-0 flex-1 text-xs leading-[1.125rem]">
          {finding.message}
          {finding.weight && <span className="text-faint"> ({finding.weight})</span>}
        </span>
        <span className="mono mt-px shrink-0 text-2xs text-faint">
          {named && `${finding.revision} · `}
          {finding.direction === 'downgrade' && `${t('details.downgrade')} · `}
          {finding.rule}
        </span>
      </button>
      {open && (
        <dl className="space-y-1.5 border-t bg-canvas px-9 py-2.5 text-xs [&_dt]:text-faint">
          <div>
            <dt>{t('problem.why')}</dt>
            <dd>{finding.why}</dd>
          </div>
          <div>
            <dt>{t('lint.safer')}</dt>
            <dd>{finding.safer}</dd>
          </div>
          {finding.place && (
            <div>
              <dt>{t('problem.place')}</dt>
              <dd className="mono break-all text-2xs">
                {finding.place.file}:{finding.place.line}
              </dd>
            </div>
          )}
          {finding.statement && (
            <Code text={finding.statement.trim()} grammar="sql" className="max-h-40 rounded border p-2" label={t('problem.statement')} />
          )}
        </dl>
      )}
    </li>
  );
}

interface LintListProps {
  findings: LintFinding[];
  /// Of several revisions, so each finding says which.
  named?: boolean;
}

export function LintList({ findings, named = false }: LintListProps) {
  const sorted = [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return (
    <ul className="divide-y overflow-hidden rounded-md border">
      {sorted.map((finding, index) => (
        <Finding key={`${finding.rule}${finding.revision}${finding.subject}${index}`} finding={finding} named={named} />
      ))}
    </ul>
  );
}
