import { FlaskConical, LoaderCircle } from 'lucide-react';
import { Problem, problemFrom } from '@/api/client';
import type { Rewriting } from '@/api/rewriting';
import type { Run } from '@/api/types';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { RewritingReport } from '@/screens/safety/RewritingReport';
import { useSideRun } from '@/screens/safety/use-side-run';

/// Proves it without writing anything, and shows the revision.
export function RewritingTrial({ begin, explain }: { begin: () => Promise<Run>; explain: string }) {
  const { t } = useTranslation();
  const trial = useSideRun(begin);
  const report = trial.run?.report as Rewriting | null | undefined;
  return (
    <section aria-label={t('rewriting.try')} className="space-y-3 rounded-md border p-3">
      <div className="flex items-center gap-2.5">
        <FlaskConical className="h-4 w-4 shrink-0 text-faint" aria-hidden />
        <p className="min-w-0 flex-1 text-xs text-soft">{explain}</p>
        {trial.going ? (
          <Button size="sm" onClick={trial.cancel}>
            <LoaderCircle className="animate-spin" aria-hidden />
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="sm" onClick={trial.start} data-try>
            {t('rewriting.try')}
          </Button>
        )}
      </div>
      {trial.failure !== null && <ProblemView failure={trial.failure} />}
      {trial.run?.error && <ProblemView failure={new Problem(problemFrom(trial.run.error))} />}
      {report && <RewritingReport report={report} />}
    </section>
  );
}
