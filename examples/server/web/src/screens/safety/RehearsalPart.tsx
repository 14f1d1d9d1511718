import { FlaskConical, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Problem, problemFrom } from '@/api/client';
import { startRehearsal } from '@/api/safety';
import type { Rehearsal } from '@/api/safety-types';
import type { RunDirection } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { RehearsalReport } from './RehearsalReport';
import { useSideRun } from './use-side-run';

interface RehearsalPartProps {
  direction: RunDirection;
  target: string;
  revision?: string;
}

const amounts = ['none', 'sample', 'all'] as const;

/// Tries the plan in a database of its own, on a click, and shows what came of it.
export function RehearsalPart({ direction, target, revision }: RehearsalPartProps) {
  const { t } = useTranslation();
  const [data, setData] = useState<(typeof amounts)[number]>('none');
  const trial = useSideRun(() => startRehearsal({ direction, target, data }));
  const { run } = trial;
  return (
    <section aria-label={t('rehearsal.title')} className="space-y-3 rounded-md border p-3">
      <div className="flex flex-wrap items-center gap-2.5">
        <FlaskConical className="h-4 w-4 shrink-0 text-faint" aria-hidden />
        <div className="min-w-0 flex-1 basis-52">
          <h3 className="font-medium">{t('rehearsal.title')}</h3>
          {!run?.report && <p className="text-xs text-soft">{t('rehearsal.explain')}</p>}
        </div>
        <Select
          aria-label={t('rehearsal.data')}
          value={data}
          disabled={trial.going}
          onChange={(event) => setData(event.target.value as (typeof amounts)[number])}
          className="h-7 w-auto text-xs"
        >
          {amounts.map((amount) => (
            <option key={amount} value={amount}>
              {t(`rehearsal.data.${amount}`)}
            </option>
          ))}
        </Select>
        {trial.going ? (
          <Button size="sm" onClick={trial.cancel}>
            <LoaderCircle className="animate-spin" aria-hidden />
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="sm" onClick={trial.start} data-rehearse>
            {run?.report ? t('rehearsal.again') : t('rehearsal.start')}
          </Button>
        )}
      </div>
      {trial.failure !== null && <ProblemView failure={trial.failure} />}
      {run?.error && <ProblemView failure={new Problem(problemFrom(run.error))} />}
      {run?.report && <RehearsalReport report={run.report as Rehearsal} revision={revision} />}
    </section>
  );
}
