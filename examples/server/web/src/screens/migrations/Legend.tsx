import { Shapes } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { useTranslation } from '@/i18n';
import { LegendGlyph } from './RevisionGlyph';

function Entry({ glyph, name, text }: { glyph: ReactNode; name: string; text: string }) {
  return (
    <li className="flex items-center gap-2.5 py-0.5">
      {glyph}
      <span className="w-28 font-medium">{name}</span>
      <span className="text-soft">{text}</span>
    </li>
  );
}

export function Legend() {
  const { t } = useTranslation();
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton label={t('legend.title')}>
          <Shapes />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('legend.title')}>
        <ul className="text-xs">
          {(['applied', 'current', 'pending', 'missing', 'unknown'] as const).map((state) => (
            <Entry key={state} glyph={<LegendGlyph state={state} />} name={t(`state.${state}`)} text={t(`legend.${state}`)} />
          ))}
          <li className="my-1.5 h-px bg-line" aria-hidden />
          <Entry glyph={<LegendGlyph edited />} name={t('state.edited')} text={t('legend.edited')} />
          <Entry glyph={<LegendGlyph shape="diamond" />} name={t('state.merge')} text={t('legend.merge')} />
          <Entry glyph={<LegendGlyph shape="square" />} name={t('state.branch')} text={t('legend.branch')} />
          <Entry
            glyph={
              <svg width="20" height="20" aria-hidden>
                <path d="M10 1V19" stroke="rgb(var(--soft))" strokeWidth="1.75" strokeDasharray="2 3" />
              </svg>
            }
            name="depends_on"
            text={t('legend.dependency')}
          />
        </ul>
      </PopoverContent>
    </Popover>
  );
}
