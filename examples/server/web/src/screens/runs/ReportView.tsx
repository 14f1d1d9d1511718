import { Check } from 'lucide-react';
import type { Rewriting } from '@/api/rewriting';
import type { Backup, BackupCheck, MergeRehearsal, Rehearsal, Restoration } from '@/api/safety-types';
import type { Run } from '@/api/types';
import { useTranslation } from '@/i18n';
import { bytes, duration } from '@/lib/format';
import { MergeReport } from '@/screens/safety/MergeReport';
import { RehearsalReport } from '@/screens/safety/RehearsalReport';
import { RewritingReport } from '@/screens/safety/RewritingReport';

function Report({ run }: { run: Run }) {
  const { t } = useTranslation();
  switch (run.kind) {
    case 'rehearse':
      return <RehearsalReport report={run.report as Rehearsal} />;
    case 'rehearse_merge':
      return <MergeReport report={run.report as MergeRehearsal} />;
    case 'baseline':
    case 'squash':
      return <RewritingReport report={run.report as Rewriting} />;
    case 'backup': {
      const made = run.report as Backup;
      return t('report.backup', { id: made.id, size: bytes(made.size), n: made.tables.length });
    }
    case 'verify_backup': {
      const check = run.report as BackupCheck;
      return t(check.restored ? 'report.trial' : 'report.check', { n: check.tables, counted: check.counted, time: duration(check.elapsed_us) });
    }
    case 'restore_backup': {
      const done = run.report as Restoration;
      return (
        <>
          {t('report.restored', { database: done.database, counted: done.counted })}{' '}
          {done.kept_as && t('report.keptAs', { name: done.kept_as })}
        </>
      );
    }
    default:
      return null;
  }
}

/// What came of a run that is no migration, in the place of its log.
export function ReportView({ run }: { run: Run }) {
  const { t } = useTranslation();
  const plain = run.kind !== undefined && ['backup', 'verify_backup', 'restore_backup'].includes(run.kind);
  return (
    <div tabIndex={0} role="region" aria-label={t('report.label')} data-report={run.kind} className="min-h-0 min-w-0 flex-1 overflow-auto p-4 outline-offset-[-2px]">
      {plain ? (
        <p className="flex items-start gap-2">
          <Check className="mt-0.5 h-4 w-4 shrink-0 text-applied" aria-hidden />
          <span>
            <Report run={run} />
          </span>
        </p>
      ) : (
        <Report run={run} />
      )}
    </div>
  );
}
