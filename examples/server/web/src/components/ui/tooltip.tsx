import * as Radix from '@radix-ui/react-tooltip';
import type { ReactNode } from 'react';
import { Keys } from './keys';

export const TooltipProvider = Radix.Provider;

export function Tip({ text, keys, children }: { text: ReactNode; keys?: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-xs animate-fade items-center gap-2 rounded-md border border-edge bg-raised px-2 py-1 text-xs text-ink shadow-float"
        >
          {text}
          {keys && <Keys of={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
