import * as Radix from '@radix-ui/react-dropdown-menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/cn';
import { Keys } from './keys';

export const Menu = Radix.Root;
export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

const item =
  'flex cursor-default select-none items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&_svg]:h-3.5 [&_svg]:w-3.5 [&_svg]:text-faint';

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          'z-50 min-w-[12rem] animate-fade rounded-lg border border-edge bg-raised p-1 shadow-float',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}

interface MenuItemProps extends ComponentProps<typeof Radix.Item> {
  keys?: string;
}

export function MenuItem({ keys, children, className, ...rest }: MenuItemProps) {
  // What is put in the place of the item must be its only child.
  if (rest.asChild)
    return (
      <Radix.Item className={cn(item, className)} {...rest}>
        {children}
      </Radix.Item>
    );
  return (
    <Radix.Item className={cn(item, className)} {...rest}>
      {children}
      {keys && (
        <span className="ml-auto pl-4">
          <Keys of={keys} />
        </span>
      )}
    </Radix.Item>
  );
}

export function MenuRadioItem({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem value={value} className={cn(item, 'pl-7 relative')}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pb-1 pt-1.5 text-2xs font-medium text-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
