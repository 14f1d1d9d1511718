import { Info } from 'lucide-react';
import type { Diagnostic } from '@/api/types';
import { IconButton } from '@/components/ui/icon-button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useTranslation } from '@/i18n';

/// What is good to know about the project, and keeps nothing from working.
export function Remarks({ remarks }: { remarks: Diagnostic[] }) {
  const { t } = useTranslation();
  const title = t('migrations.remarks', { n: remarks.length });
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton label={title}>
          <Info />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" className="max-h-96 w-[26rem] max-w-[90vw] overflow-auto" aria-label={title}>
        <ul className="space-y-3 text-xs">
          {remarks.map((remark) => (
            <li key={remark.message} className="space-y-1">
              <p>{remark.message}</p>
              {remark.remedy && <p className="text-soft">{remark.remedy}</p>}
              {remark.place && (
                <p className="mono break-all text-faint">
                  {remark.place.file}:{remark.place.line}
                </p>
              )}
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
