import { useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { Link } from 'react-router-dom';
import { runsQuery } from '@/api/runs';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { duration, moment } from '@/lib/format';
import { useListKeys } from '@/lib/use-list-keys';
import { useUrl } from '@/lib/use-url';
import { RunStateBadge, runTitle, RunView } from './RunView';

export default function RunsScreen() {
  const { t, language } = useTranslation();
  const { get, change } = useUrl();
  const { data: runs, error } = useQuery(runsQuery);
  const chosen = get('run') ?? runs?.[0]?.id ?? null;
  useListKeys(runs?.map((run) => run.id) ?? [], chosen, (run) => change({ run }, 'replace'));
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.runs')}>
        <Link to="/journal" className="rounded text-xs text-accent-text hover:underline">
          {t('runs.earlier')}
        </Link>
      </ScreenHeader>
      {error && <ProblemView failure={error} className="m-5" />}
      {!runs && !error && <Loading />}
      {runs?.length === 0 && (
        <Empty icon={<ListChecks />} title={t('runs.empty')} hint={t('runs.emptyHint')}>
          <Link to="/migrations" className="text-accent-text hover:underline">
            {t('nav.migrations')}
          </Link>
        </Empty>
      )}
      {runs && runs.length > 0 && (
        <div className="flex min-h-0 flex-1">
          <ul aria-label={t('nav.runs')} className="w-80 shrink-0 overflow-auto border-r p-2">
            {runs.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  aria-current={run.id === chosen}
                  onClick={() => change({ run: run.id })}
                  className={cn('w-full rounded-md px-2.5 py-2 text-left hover:bg-hover', run.id === chosen && 'bg-selected hover:bg-selected')}
                >
                  <span className="flex items-center gap-2">
                    <span className="min-w-0 flex-1 truncate font-medium">{runTitle(run, t)}</span>
                    <RunStateBadge state={run.state} />
                  </span>
                  <span className="mt-0.5 block truncate text-xs text-faint">
                    {moment(run.started, language)} · {duration(run.elapsed_us)} · {run.asked_by}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <div className="min-w-0 flex-1">
            {chosen && <RunView key={chosen} id={chosen} />}
          </div>
        </div>
      )}
    </div>
  );
}
