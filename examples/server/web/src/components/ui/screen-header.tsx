import type { ReactNode } from 'react';

interface ScreenHeaderProps {
  title: string;
  summary?: ReactNode;
  children?: ReactNode;
}

export function ScreenHeader({ title, summary, children }: ScreenHeaderProps) {
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b px-5">
      <h1 className="text-base font-semibold">{title}</h1>
      {summary && <p className="min-w-0 truncate text-xs text-soft">{summary}</p>}
      <div className="ml-auto flex shrink-0 items-center gap-2">{children}</div>
    </header>
  );
}
