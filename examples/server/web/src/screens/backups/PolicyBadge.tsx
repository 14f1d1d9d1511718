import type { Backup } from '@/api/safety-types';
import { Badge, type Tone } from '@/components/ui/badge';
import { useTranslation } from '@/i18n';

const tones: Record<Backup['policy'], Tone> = { auto: 'neutral', none: 'neutral', full: 'applied', affected: 'current', schema: 'pending' };

export function PolicyBadge({ policy }: { policy: Backup['policy'] }) {
  const { t } = useTranslation();
  return <Badge tone={tones[policy]}>{t(`backup.${policy}`)}</Badge>;
}
