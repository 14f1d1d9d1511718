import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, CircleCheck, GitCompareArrows, RefreshCw } from 'lucide-react';
import { Fragment, useMemo } from 'react';
import { driftQuery } from '@/api/safety';
import type { DriftDifference } from '@/api/safety-types';
import { useCommands } from '@/app/commands';
import { Badge, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Select } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { SearchInput } from '@/components/ui/search-input';
import { Empty } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { useUrl } from '@/lib/use-url';
import { partName, shortName } from '@/screens/safety/changes';
import { Remedies } from './Remedies';

const sides = ['history', 'database', 'models'] as const;
const odds = [...sides, 'all'] as const;

const tones: Record<DriftDifference['odd'], Tone> = { history: 'merge', database: 'broken', models: 'pending', all: 'broken' };

function Cell({ difference, side }: { difference: DriftDifference; side: (typeof sides)[number] }) {
  const { t } = useTranslation();
  const text = difference[side];
  const odd = difference.odd === side || difference.odd === 'all';
  const silent = side === 'models' && difference.silent;
  return (
    <td className={cn('px-3 py-1.5 align-top', odd && !silent && 'bg-pending/10')}>
      {silent ? (
        <span className="text-2xs italic text-faint">{t('drift.silent')}</span>
      ) : text === null ? (
        <span className="text-2xs italic text-faint">{t('models.absent')}</span>
      ) : (
        <span className={cn('mono break-words text-2xs', !odd && 'text-soft')}>{text || t('models.present')}</span>
      )}
    </td>
  );
}

function Table({ differences }: { differences: DriftDifference[] }) {
  const { t } = useTranslation();
  const owners = [...new Set(differences.map((each) => each.table || partName(each.part).owner))];
  return (
    <div className="overflow-x-auto rounded-md border @container">
      <table className="w-full min-w-[44rem] table-fixed text-left text-xs">
        <thead className="bg-panel text-soft">
          <tr className="[&>th]:px-3 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col" className="w-[24%]">
              {t('models.part')}
            </th>
            {sides.map((side) => (
              <th key={side} scope="col">
                {t(`drift.side.${side}`)}
              </th>
            ))}
            <th scope="col" className="w-24 @5xl:w-28">
              {t('drift.odd')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {owners.map((owner) => (
            <Fragment key={owner}>
              <tr className="bg-raised">
                <th scope="rowgroup" colSpan={5} className="px-3 py-1.5 font-semibold">
                  {shortName(owner)}
                </th>
              </tr>
              {differences
                .filter((each) => (each.table || partName(each.part).owner) === owner)
                .map((difference) => {
                  const { kind, name } = partName(difference.part);
                  return (
                    <tr key={difference.part} data-odd={difference.odd}>
                      <td className="break-words py-1.5 pl-6 pr-3 align-top">
                        <span className="text-2xs text-faint">{kind}</span> <span className="mono text-2xs">{name}</span>
                      </td>
                      {sides.map((side) => (
                        <Cell key={side} difference={difference} side={side} />
                      ))}
                      <td className="px-3 py-1.5 align-top">
                        <Badge tone={tones[difference.odd]}>{t(`drift.is.${difference.odd}`)}</Badge>
                      </td>
                    </tr>
                  );
                })}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/// History, database and models, part by part, where they do not agree.
export default function DriftScreen() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { get, change } = useUrl();
  const { data: report, error, isFetching, refetch } = useQuery(driftQuery);
  const odd = get('odd') ?? '';
  const text = get('q') ?? '';
  const silentToo = get('silent') === '1';
  const silent = report?.differences.filter((each) => each.silent).length ?? 0;
  const shown = useMemo(
    () =>
      report?.differences.filter(
        (each) =>
          (odd === '' || each.odd === odd) &&
          (silentToo || !each.silent) &&
          each.part.toLowerCase().includes(text.trim().toLowerCase()),
      ) ?? [],
    [report, odd, silentToo, text],
  );
  const again = () => void refetch();
  // The server notices that nobody waits any more, and stops as well.
  const stop = () => void client.cancelQueries({ queryKey: driftQuery.queryKey });
  useCommands([{ id: 'again', name: t('drift.again'), run: again }]);
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.drift')} summary={report && t('drift.summary', { n: report.differences.length - silent })}>
        {isFetching ? (
          <Button size="sm" onClick={stop} data-stop>
            <Ban aria-hidden />
            {t('drift.stop')}
          </Button>
        ) : (
          <Button size="sm" onClick={again}>
            <RefreshCw aria-hidden />
            {t('drift.again')}
          </Button>
        )}
      </ScreenHeader>
      {!report && !error && isFetching && (
        <Empty icon={<GitCompareArrows />} title={t('drift.comparing')} hint={t('drift.comparingHint')} />
      )}
      {!report && !error && !isFetching && <Empty icon={<Ban />} title={t('drift.stopped')} hint={t('drift.stoppedHint')} />}
      {error && <ProblemView failure={error} className="m-5" actions={<Button onClick={again}>{t('common.retry')}</Button>} />}
      {report && !error && report.differences.length === 0 && (
        <Empty icon={<CircleCheck />} title={t('drift.none')} hint={t('drift.noneHint')} />
      )}
      {report && !error && report.differences.length > 0 && (
        <>
          <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b px-5 py-1.5">
            <SearchInput value={text} onChange={(q) => change({ q }, 'replace')} label={t('drift.search')} className="w-64" />
            <Select
              aria-label={t('drift.odd')}
              value={odd}
              onChange={(event) => change({ odd: event.target.value }, 'replace')}
              className="h-7 w-auto text-xs"
            >
              <option value="">{t('drift.anyOdd')}</option>
              {odds.map((each) => (
                <option key={each} value={each}>
                  {t('drift.oddIs', { side: t(`drift.is.${each}`) })} ({report.differences.filter((one) => one.odd === each).length})
                </option>
              ))}
            </Select>
            {silent > 0 && (
              <Checkbox checked={silentToo} onChange={(on) => change({ silent: on ? '1' : null }, 'replace')}>
                <span className="text-xs text-soft">{t('drift.showSilent', { n: silent })}</span>
              </Checkbox>
            )}
          </div>
          <div tabIndex={0} role="region" aria-label={t('nav.drift')} className="min-h-0 flex-1 space-y-3 overflow-auto p-5 outline-offset-[-2px]">
            {!report.has_models && <p className="text-pending">{t('drift.noModels')}</p>}
            <p className="max-w-3xl text-soft">{t('drift.explain')}</p>
            {shown.length === 0 ? <p className="text-soft">{t('common.nothingFound', { text: text || odd })}</p> : <Table differences={shown} />}
            <Remedies remedies={report.remedies ?? []} />
          </div>
        </>
      )}
    </div>
  );
}
