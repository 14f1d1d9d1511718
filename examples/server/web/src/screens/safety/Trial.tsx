import { FlaskConical, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Problem, problemFrom } from '@/api/client';
import type { Run } from '@/api/types';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { useSideRun } from './use-side-run';

interface TrialProps<Report> {
  /// What the part is called for those who do not see it.
  label: string;
  /// Above the explanation, which is not needed any more once there is a report.
  heading?: string;
  explain: string;
  act: string;
  /// Once there is a report.
  again?: string;
  disabled?: boolean;
  begin: () => Promise<Run>;
  choices?: (going: boolean) => ReactNode;
  children: (report: Report) => ReactNode;
}

/// Something that is tried beside the database, on a click, and what came of it.
export function Trial<Report>({ label, heading, explain, act, again = act, disabled = false, begin, choices, children }: TrialProps<Report>) {
  const { t } = useTranslation();
  const trial = useSideRun(begin);
  const report = trial.run?.report as Report | null | undefined;
  return (
    <section aria-label={label} className="space-y-3 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-2.5">
        <FlaskConical className="h-4 w-4 shrink-0 text-faint" aria-hidden />
        <div className="min-w-0 flex-1 basis-52">
          {heading && <h3 className="font-medium">{heading}</h3>}
          {!(heading && report) && <p className="text-xs text-soft">{explain}</p>}
        </div>
        {choices?.(trial.going)}
        {trial.going ? (
          <Button size="sm" onClick={trial.cancel}>
            <LoaderCircle className="animate-spin" aria-hidden />
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="sm" disabled={disabled} onClick={trial.start} data-try>
            {report ? again : act}
          </Button>
        )}
      </div>
      {trial.failure !== null && <ProblemView failure={trial.failure} />}
      {trial.run?.error && <ProblemView failure={new Problem(problemFrom(trial.run.error))} />}
      {report && children(report)}
    </section>
  );
}
