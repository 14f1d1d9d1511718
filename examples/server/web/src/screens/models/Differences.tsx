import { CircleCheck } from 'lucide-react';
import { ProblemView } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { Sheet } from '@/components/ui/sheet';
import type { Difference } from './differences';

function Side({ text, only }: { text: string | null; only: boolean }) {
  const { t } = useTranslation();
  if (text === null) return <td className="italic text-faint">{t('models.absent')}</td>;
  return <td className={cn('mono', only && 'text-applied')}>{text || t('models.present')}</td>;
}

interface DifferencesProps {
  differences: Difference[];
  pending: boolean;
  failure: unknown;
}

export function Differences({ differences, pending, failure }: DifferencesProps) {
  const { t } = useTranslation();
  if (pending) return <Loading />;
  if (failure) return <ProblemView failure={failure} />;
  if (differences.length === 0)
    return <Empty icon={<CircleCheck />} title={t('models.same')} hint={t('models.sameHint')} />;
  return (
    <Sheet head={[t('models.part'), t('models.inModels'), t('models.inDatabase')]}>
      {differences.map((difference) => (
        <tr key={difference.part}>
          <td className="whitespace-nowrap font-medium">{difference.part}</td>
          <Side text={difference.models} only={difference.database === null} />
          <Side text={difference.database} only={difference.models === null} />
        </tr>
      ))}
    </Sheet>
  );
}
