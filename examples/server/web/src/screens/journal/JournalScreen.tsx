import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ScrollText, ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { journalCheckQuery, journalPage, journalQuery } from '@/api/safety';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { duration, moment } from '@/lib/format';
import { useListKeys } from '@/lib/use-list-keys';
import { useUrl } from '@/lib/use-url';
import { JournalRunView } from './JournalRunView';
import { journalTitle, OutcomeBadge } from './outcome';

function Check() {
  const { t, language } = useTranslation();
  const { data: check, error, isPending } = useQuery(journalCheckQuery);
  if (error) return <ProblemView failure={error} className="m-4" />;
  if (isPending) return <Loading />;
  const whole = check.broken.length === 0;
  return (
    <section aria-label={t('journal.check')} className="space-y-3 border-b p-5">
      <p className={cn('flex items-center gap-2 font-medium', whole ? 'text-applied' : 'text-broken')} data-journal={whole ? 'whole' : 'broken'}>
        {whole ? <ShieldCheck className="h-4 w-4" aria-hidden /> : <TriangleAlert className="h-4 w-4" aria-hidden />}
        {whole ? t('journal.whole', { n: check.entries }) : t('journal.broken', { n: check.broken.length })}
      </p>
      {check.last_hash && (
        <p className="text-xs text-soft">
          {t('journal.lastHash')} <span className="mono break-all text-faint">{check.last_hash}</span>
        </p>
      )}
      {check.broken.map((each) => (
        <p key={each.entry} className="text-xs text-broken">
          {t('journal.entry', { n: each.entry })}: {each.problem}
        </p>
      ))}
      {check.edited.length > 0 && (
        <div>
          <h3 className="mb-1 flex items-center gap-2 font-medium text-pending">
            <TriangleAlert className="h-4 w-4" aria-hidden />
            {t('journal.edited', { n: check.edited.length })}
          </h3>
          <ul className="divide-y rounded-md border text-xs">
            {check.edited.map((each) => (
              <li key={each.revision} className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
                <Link to={`/migrations?rev=${each.revision}`} className="mono text-accent-text hover:underline">
                  {each.revision}
                </Link>
                <span className="mono min-w-0 flex-1 break-all text-2xs text-faint">{each.file}</span>
                <span className="text-faint">{t('journal.appliedAt', { when: moment(each.applied_at, language) })}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/// What has been done to the database, as the runs themselves have written it down.
export default function JournalScreen() {
  const { t, language } = useTranslation();
  const { get, change } = useUrl();
  const [checked, setChecked] = useState(false);
  const pages = useInfiniteQuery(journalQuery);
  const runs = pages.data?.pages.flat();
  const chosen = get('entry') ?? runs?.[0]?.number.toString() ?? null;
  useListKeys(runs?.map((run) => String(run.number)) ?? [], chosen, (entry) => change({ entry }, 'replace'));
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.journal')} summary={t('journal.summary')}>
        <Button size="sm" aria-expanded={checked} onClick={() => setChecked(!checked)} data-check-journal>
          <ShieldCheck aria-hidden />
          {t('journal.verify')}
        </Button>
      </ScreenHeader>
      {checked && <Check />}
      {pages.error && <ProblemView failure={pages.error} className="m-5" />}
      {pages.isPending && <Loading />}
      {runs?.length === 0 && (
        <Empty icon={<ScrollText />} title={t('journal.empty')} hint={t('journal.emptyHint')}>
          <Link to="/migrations" className="text-accent-text hover:underline">
            {t('nav.migrations')}
          </Link>
        </Empty>
      )}
      {runs && runs.length > 0 && (
        <div className="flex min-h-0 flex-1">
          <ul aria-label={t('nav.journal')} className="w-80 shrink-0 overflow-auto border-r p-2">
            {runs.map((run) => (
              <li key={run.number}>
                <button
                  type="button"
                  aria-current={String(run.number) === chosen}
                  onClick={() => change({ entry: String(run.number) })}
                  className={cn(
                    'w-full rounded-md px-2.5 py-2 text-left hover:bg-hover',
                    String(run.number) === chosen && 'bg-selected hover:bg-selected',
                  )}
                >
                  <span className="flex items-center gap-2">
                    <span className="text-2xs tabular-nums text-faint">{run.number}</span>
                    <span className="min-w-0 flex-1 truncate font-medium">{journalTitle(run, t)}</span>
                    <OutcomeBadge outcome={run.outcome} />
                  </span>
                  <span className="mt-0.5 block truncate text-xs text-faint">
                    {moment(run.began, language)} · {duration(run.elapsed_us)} · {run.by.authenticated_user || run.by.os_user}
                  </span>
                </button>
              </li>
            ))}
            {pages.hasNextPage && (
              <li className="p-2 text-center">
                <Button size="sm" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  {t('journal.earlier', { n: journalPage })}
                </Button>
              </li>
            )}
          </ul>
          <div className="min-w-0 flex-1">
            {chosen && <JournalRunView key={chosen} number={Number(chosen)} />}
          </div>
        </div>
      )}
    </div>
  );
}
