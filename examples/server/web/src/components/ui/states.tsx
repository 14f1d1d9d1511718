import type { ReactNode } from 'react';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';

/// Shown late, so that what comes at once does not flicker.
export function Loading({ className }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('app.loading')} className={cn('animate-late space-y-3 p-5', className)}>
      {[60, 85, 72, 90, 48].map((width) => (
        <div key={width} className="h-3 animate-pulse rounded bg-hover" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

interface EmptyProps {
  icon?: ReactNode;
  title: ReactNode;
  hint?: ReactNode;
  children?: ReactNode;
}

export function Empty({ icon, title, hint, children }: EmptyProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center [&>svg]:h-6 [&>svg]:w-6 [&>svg]:text-faint">
      {icon}
      <p className="font-medium">{title}</p>
      {hint && <p className="max-w-md text-soft">{hint}</p>}
      {children && <div className="mt-2 flex gap-2">{children}</div>}
    </div>
  );
}
