import * as Radix from '@radix-ui/react-tabs';
import type { ReactNode } from 'react';

export const Tabs = Radix.Root;
export const TabPanel = Radix.Content;

export function TabList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Radix.List aria-label={label} className="flex shrink-0 gap-4 border-b px-4">
      {children}
    </Radix.List>
  );
}

export function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Trigger
      value={value}
      className="-mb-px flex items-center gap-1.5 border-b-2 border-transparent px-0.5 pb-2 pt-2.5 text-sm font-medium text-soft hover:text-ink data-[state=active]:border-accent-text data-[state=active]:text-ink"
    >
      {children}
    </Radix.Trigger>
  );
}
