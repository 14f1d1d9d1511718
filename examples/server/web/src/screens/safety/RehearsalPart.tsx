import { useState } from 'react';
import { startRehearsal } from '@/api/safety';
import type { Rehearsal } from '@/api/safety-types';
import type { RunDirection } from '@/api/types';
import { Select } from '@/components/ui/input';
import { useTranslation } from '@/i18n';
import { RehearsalReport } from './RehearsalReport';
import { Trial } from './Trial';

interface RehearsalPartProps {
  direction: RunDirection;
  target: string;
  revision?: string;
}

const amounts = ['none', 'sample', 'all'] as const;

/// Tries the plan in a database of its own.
export function RehearsalPart({ direction, target, revision }: RehearsalPartProps) {
  const { t } = useTranslation();
  const [data, setData] = useState<(typeof amounts)[number]>('none');
  return (
    <Trial<Rehearsal>
      label={t('rehearsal.title')}
      heading={t('rehearsal.title')}
      explain={t('rehearsal.explain')}
      act={t('rehearsal.start')}
      again={t('rehearsal.again')}
      begin={() => startRehearsal({ direction, target, data })}
      choices={(going) => (
        <Select
          aria-label={t('rehearsal.data')}
          value={data}
          disabled={going}
          onChange={(event) => setData(event.target.value as (typeof amounts)[number])}
          className="h-7 w-auto text-xs"
        >
          {amounts.map((amount) => (
            <option key={amount} value={amount}>
              {t(`rehearsal.data.${amount}`)}
            </option>
          ))}
        </Select>
      )}
    >
      {(report) => <RehearsalReport report={report} revision={revision} />}
    </Trial>
  );
}
