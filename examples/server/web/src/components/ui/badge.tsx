import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

export type Tone = 'neutral' | 'applied' | 'current' | 'pending' | 'broken' | 'merge';

const tones: Record<Tone, string> = {
  neutral: 'bg-hover text-soft',
  applied: 'bg-applied/10 text-applied',
  current: 'bg-current/10 text-current',
  pending: 'bg-pending/10 text-pending',
  broken: 'bg-broken/10 text-broken',
  merge: 'bg-merge/10 text-merge',
};

export function Badge({ tone = 'neutral', className, children }: { tone?: Tone; className?: string; children: ReactNode }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded px-1.5 text-2xs font-medium',
        '[&_svg]:h-3 [&_svg]:w-3',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
