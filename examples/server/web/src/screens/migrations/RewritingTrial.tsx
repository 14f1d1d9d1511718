import type { Rewriting } from '@/api/rewriting';
import type { Run } from '@/api/types';
import { useTranslation } from '@/i18n';
import { RewritingReport } from '@/screens/safety/RewritingReport';
import { Trial } from '@/screens/safety/Trial';

/// Proves it without writing anything, and shows the revision.
export function RewritingTrial({ begin, explain }: { begin: () => Promise<Run>; explain: string }) {
  const { t } = useTranslation();
  return (
    <Trial<Rewriting> label={t('rewriting.try')} explain={explain} act={t('rewriting.try')} begin={begin}>
      {(report) => <RewritingReport report={report} />}
    </Trial>
  );
}
