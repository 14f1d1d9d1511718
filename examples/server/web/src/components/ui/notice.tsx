import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/cn';

export function Notice({ tone, title, children }: { tone: 'pending' | 'broken'; title: string; children?: ReactNode }) {
  return (
    <section
      className={cn(
        'flex gap-2.5 rounded-md border px-3 py-2.5',
        tone === 'broken' ? 'border-broken/40 bg-broken/5' : 'border-pending/40 bg-pending/5',
      )}
    >
      <TriangleAlert
        className={cn('mt-0.5 h-4 w-4 shrink-0', tone === 'broken' ? 'text-broken' : 'text-pending')}
        aria-hidden
      />
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">{title}</h3>
        {children && <div className="mt-0.5 text-soft">{children}</div>}
      </div>
    </section>
  );
}
