import { Check, Circle, CircleDashed, LoaderCircle, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { BackupProgress } from '@/api/types';
import { useTranslation, type Translate } from '@/i18n';
import { cn } from '@/lib/cn';
import { bytes, duration } from '@/lib/format';
import type { StepProgress } from './progress';

const icons = {
  waiting: <CircleDashed className="text-faint" />,
  running: <LoaderCircle className="animate-spin text-current" />,
  done: <Check className="text-applied" />,
  stopped: <X className="text-broken" />,
};

function useNow(active: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!active) return;
    const timer = window.setInterval(() => setNow(Date.now()), 200);
    return () => window.clearInterval(timer);
  }, [active]);
  return now;
}

function Elapsed({ step }: { step: StepProgress }) {
  const now = useNow(step.state === 'running');
  if (step.elapsed_us !== null) return <>{duration(step.elapsed_us)}</>;
  if (step.state !== 'running' || !step.started) return null;
  return <>{duration(Math.max(0, now - Date.parse(step.started)) * 1_000)}</>;
}

function backupText({ activity, done, count, bytes: size }: BackupProgress, made: boolean, t: Translate): string {
  if (made) return [t('log.backup.made'), size > 0 && bytes(size)].filter(Boolean).join(' · ');
  const known = ['dumping', 'checking', 'restoring'].find((each) => each === activity) as 'dumping' | 'checking' | 'restoring' | undefined;
  const what = known ? t(`log.backup.${known}`) : activity;
  return [what, count > 0 && `${done}/${count}`, size > 0 && bytes(size)].filter(Boolean).join(' · ');
}

export function StepList({ steps, over }: { steps: StepProgress[]; over: boolean }) {
  const { t } = useTranslation();
  // Where the run is, or where it has stopped, is in sight.
  const at = steps.findLastIndex((step) => step.state === 'running' || step.state === 'stopped');
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Newer browsers give a promise, which is nothing to clean up with.
    void place.current?.scrollIntoView({ block: 'nearest' });
  }, [at, over]);
  if (steps.length === 0)
    return (
      <p className="flex items-center gap-2 p-3 text-xs text-faint">
        <Circle className="h-3.5 w-3.5" aria-hidden />
        {over ? t('log.noSteps') : t('log.connecting')}
      </p>
    );
  return (
    <ol className="p-1.5">
      {steps.map((step, index) => (
        <li
          key={step.revision}
          ref={index === at ? place : undefined}
          data-step={step.state}
          className={cn('flex h-7 items-center gap-2 rounded px-2 text-xs [&>svg]:h-3.5 [&>svg]:w-3.5 [&>svg]:shrink-0', step.state === 'running' && 'bg-hover')}
        >
          {icons[step.state]}
          <span className={cn('min-w-0 flex-1 truncate', step.state === 'waiting' && 'text-soft')} title={step.backup?.subject || step.revision}>
            {step.backup ? backupText(step.backup, step.made ?? false, t) : step.doc || step.revision}
          </span>
          <span className="shrink-0 tabular-nums text-faint">
            <Elapsed step={step} />
          </span>
        </li>
      ))}
    </ol>
  );
}
