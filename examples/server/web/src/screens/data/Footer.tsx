import { useQuery } from '@tanstack/react-query';
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { countQuery, type TableAddress } from '@/api/tables';
import type { RowPage } from '@/api/types';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/input';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation } from '@/i18n';
import { integer } from '@/lib/format';
import { pageSizes, type DataView } from './view';

interface CountProps {
  address: TableAddress;
  view: DataView['view'];
  page: RowPage;
}

/// So many are counted before anybody would notice.
const few = 100_000;

/// A table that fits on one page is counted already.
function Count({ address, view, page }: CountProps) {
  const { t, language } = useTranslation();
  const [exact, setExact] = useState(false);
  const whole = !page.before && !page.after;
  const estimate = useQuery({ ...countQuery(address, view.filter, false), enabled: !whole });
  const wanted = exact || (estimate.data !== undefined && estimate.data.rows < few);
  const counted = useQuery({ ...countQuery(address, view.filter, true), enabled: !whole && wanted });
  const data = whole ? { rows: page.rows.length, exact: true } : (counted.data ?? estimate.data);
  if (!data) return null;
  const number = integer(data.rows, language);
  if (data.exact) return <span className="tabular-nums">{t('data.count', { n: data.rows, number })}</span>;
  return (
    <Tip text={t('data.countExactly')}>
      <button
        type="button"
        disabled={counted.isFetching}
        onClick={() => setExact(true)}
        className="rounded tabular-nums hover:text-ink hover:underline"
      >
        ≈ {t('data.count', { n: data.rows, number })}
      </button>
    </Tip>
  );
}

interface FooterProps {
  address: TableAddress;
  page: RowPage;
  data: DataView;
  locked: boolean;
}

export function Footer({ address, page, data, locked }: FooterProps) {
  const { t } = useTranslation();
  const { before, after } = page;
  return (
    <footer className="flex h-10 shrink-0 items-center gap-3 border-t px-3 text-xs text-soft">
      <nav aria-label={t('data.pages')} className="flex items-center">
        <IconButton label={t('data.first')} disabled={locked || !before} onClick={() => data.goTo({})}>
          <ChevronFirst />
        </IconButton>
        <IconButton label={t('data.previous')} disabled={locked || !before} onClick={() => before && data.goTo({ before })}>
          <ChevronLeft />
        </IconButton>
        <IconButton label={t('data.next')} disabled={locked || !after} onClick={() => after && data.goTo({ after })}>
          <ChevronRight />
        </IconButton>
        <IconButton label={t('data.last')} disabled={locked || !after} onClick={() => data.goTo({ last: '1' })}>
          <ChevronLast />
        </IconButton>
      </nav>
      <Select
        aria-label={t('data.pageSize')}
        disabled={locked}
        value={data.size}
        onChange={(event) => data.setSize(Number(event.target.value))}
        className="h-7 w-auto text-xs"
      >
        {pageSizes.map((size) => (
          <option key={size}>{size}</option>
        ))}
      </Select>
      <Count key={JSON.stringify([address, data.view.filter])} address={address} view={data.view} page={page} />
      {page.by_offset && <span className="ml-auto">{t('data.byOffset')}</span>}
    </footer>
  );
}
