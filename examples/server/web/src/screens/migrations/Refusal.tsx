import { Problem, problemFrom } from '@/api/client';
import type { ErrorInfo } from '@/api/types';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';

/// Why a direction is not shown as SQL. That a revision asks the database while it runs is no fault of anybody.
export function Refusal({ refusal }: { refusal: ErrorInfo }) {
  const { t } = useTranslation();
  if (refusal.code !== 'needs_database') return <ProblemView failure={new Problem(problemFrom(refusal))} />;
  return (
    <div role="note" className="space-y-1 rounded-md border px-3 py-2.5 text-soft">
      <p>{t('details.asksDatabase')}</p>
      <p className="text-xs text-faint">
        {refusal.message}
        {refusal.place && (
          <span className="mono mt-0.5 block break-all text-2xs">
            {refusal.place.file}:{refusal.place.line}
          </span>
        )}
      </p>
    </div>
  );
}
