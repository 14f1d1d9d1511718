import { ArrowDown } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeText } from '@/components/ui/code';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { clock } from '@/lib/format';
import type { LogLine } from './log-lines';

const tones: Record<LogLine['tone'], string> = {
  plain: '',
  quiet: 'text-faint',
  step: 'font-semibold text-current pt-1.5',
  good: 'text-applied',
  warn: 'text-pending',
  bad: 'text-broken',
};

const Line = memo(function Line({ line }: { line: LogLine }) {
  return (
    <div className={cn('flex gap-3', tones[line.tone])}>
      <span className="shrink-0 select-none tabular-nums text-faint">{clock(line.at)}</span>
      {line.sql ? (
        <div className="min-w-0 flex-1 [&_pre]:whitespace-pre-wrap">
          <CodeText text={line.text} grammar="sql" />
        </div>
      ) : (
        <span className="min-w-0 whitespace-pre-wrap break-words">{line.text}</span>
      )}
    </div>
  );
});

/// Follows the end until somebody scrolls up.
export function LogView({ lines }: { lines: LogLine[] }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (following && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [lines.length, following]);
  // What stands above it may take some of its height, such as an error.
  useEffect(() => {
    const at = scroller.current;
    if (!at || !following) return;
    const sizes = new ResizeObserver(() => {
      at.scrollTop = at.scrollHeight;
    });
    sizes.observe(at);
    return () => sizes.disconnect();
  }, [following]);
  const watch = () => {
    const at = scroller.current;
    if (!at) return;
    const isAtEnd = at.scrollHeight - at.scrollTop - at.clientHeight < 24;
    const isGoingUp = at.scrollTop < lastTop.current;
    lastTop.current = at.scrollTop;
    if (isAtEnd) setFollowing(true);
    else if (isGoingUp) setFollowing(false);
  };
  return (
    <div className="relative min-h-0 min-w-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t('log.label')}
        tabIndex={0}
        onScroll={watch}
        className="mono h-full overflow-auto px-4 py-2.5 text-xs leading-5 outline-offset-[-2px]"
      >
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </div>
      {!following && (
        <Button size="sm" className="absolute bottom-3 right-4 shadow-float" onClick={() => setFollowing(true)}>
          <ArrowDown aria-hidden />
          {t('log.follow')}
        </Button>
      )}
    </div>
  );
}
