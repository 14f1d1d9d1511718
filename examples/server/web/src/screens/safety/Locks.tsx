import { Lock } from 'lucide-react';
import type { Rewrite } from '@/api/safety-types';
import { Badge, type Tone } from '@/components/ui/badge';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation } from '@/i18n';
import { bytes, integer } from '@/lib/format';
import { harmOf, type Harm, type HeldLock } from './locks';

const tones: Record<Harm, Tone> = { none: 'neutral', changes: 'neutral', writes: 'pending', all: 'broken' };

export function LockBadges({ locks }: { locks: HeldLock[] }) {
  const { t } = useTranslation();
  return locks.map(({ table, mode }) => {
    const harm = harmOf(mode);
    return (
      <Tip key={`${table} ${mode}`} text={`${mode}: ${t(`lock.${harm}`)}`}>
        <span tabIndex={0} className="rounded">
          <Badge tone={tones[harm]}>
            <Lock aria-hidden />
            {table}
            <span className="font-normal">{t(`lock.short.${harm}`)}</span>
          </Badge>
        </span>
      </Tip>
    );
  });
}

export function RewriteBadges({ rewrites }: { rewrites: Rewrite[] }) {
  const { t, language } = useTranslation();
  return rewrites.map((rewrite) => (
    <Badge key={`${rewrite.relation.schema}.${rewrite.relation.object}`} tone="broken">
      {t('lock.rewrites', { table: rewrite.relation.object })}
      <span className="font-normal">
        {(rewrite.live_rows ?? 0) > 0 && `${t('data.count', { n: rewrite.live_rows ?? 0, number: integer(rewrite.live_rows ?? 0, language) })} `}
        {(rewrite.live_size ?? 0) > 0 && bytes(rewrite.live_size ?? 0)}
      </span>
    </Badge>
  ));
}
