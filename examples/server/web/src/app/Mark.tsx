import { cn } from '@/lib/cn';

export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={cn('h-5 w-5 shrink-0 text-accent-text', className)} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
      <path d="M7 7v5a5 5 0 0 0 5 5h4M7 12v5" />
      <circle cx="7" cy="4.5" r="2.2" fill="currentColor" />
      <circle cx="7" cy="19.5" r="2.2" />
      <circle cx="18" cy="17" r="2.2" fill="currentColor" />
    </svg>
  );
}
