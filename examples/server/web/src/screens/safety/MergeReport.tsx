import { Check, X } from 'lucide-react';
import { Problem, problemFrom } from '@/api/client';
import type { MergeRehearsal } from '@/api/safety-types';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { shortName } from './changes';
import { SchemaChanges } from './SchemaChanges';

/// Whether it matters which of the branches comes first.
export function MergeReport({ report }: { report: MergeRehearsal }) {
  const { t } = useTranslation();
  const Icon = report.commutes ? Check : X;
  return (
    <section className="space-y-3" data-merge-rehearsal={report.commutes ? 'commutes' : 'conflicts'}>
      <p className="flex items-start gap-2">
        <Icon className={report.commutes ? 'mt-0.5 h-4 w-4 shrink-0 text-applied' : 'mt-0.5 h-4 w-4 shrink-0 text-broken'} aria-hidden />
        {report.commutes ? t('merge.commutes') : t('merge.conflicts', { tables: report.tables.map(shortName).join(', ') || '–' })}
      </p>
      <ul className="divide-y rounded-md border text-xs">
        {report.orders.map((order) => (
          <li key={order.heads.join()} className="space-y-2 px-2.5 py-1.5">
            <p className="flex items-center gap-3">
              <span className="mono min-w-0 flex-1 truncate">{order.heads.join(' → ')}</span>
              <span className="mono text-faint" title={order.fingerprint}>
                {order.failure ? t('log.failed') : order.fingerprint.slice(0, 12)}
              </span>
            </p>
            {order.failure && <ProblemView failure={new Problem(problemFrom(order.failure))} />}
          </li>
        ))}
      </ul>
      {report.changes.length > 0 && <SchemaChanges changes={report.changes} />}
    </section>
  );
}
