import type { JournalRun } from '@/api/safety-types';
import { Badge, type Tone } from '@/components/ui/badge';
import { useTranslation, type Translate } from '@/i18n';

const tones: Record<JournalRun['outcome'], Tone> = { done: 'applied', failed: 'broken', cancelled: 'pending', unfinished: 'pending' };

export function OutcomeBadge({ outcome }: { outcome: JournalRun['outcome'] }) {
  const { t } = useTranslation();
  return <Badge tone={tones[outcome]}>{t(`journal.${outcome}`)}</Badge>;
}

export function journalTitle(run: JournalRun, t: Translate): string {
  return t(`log.${run.outcome === 'done' ? 'done' : 'title'}.${run.direction}`, {
    target: run.target === 'base' ? t('run.base') : run.target,
  });
}
