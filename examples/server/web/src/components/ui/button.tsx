import { forwardRef, type ButtonHTMLAttributes } from 'react';
import { cn } from '@/lib/cn';

type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  size?: 'sm' | 'md' | 'icon';
}

const looks: Record<Look, string> = {
  primary: 'bg-accent text-accent-ink hover:brightness-110',
  secondary: 'border border-edge/80 bg-raised text-ink hover:bg-hover',
  quiet: 'text-soft hover:bg-hover hover:text-ink',
  danger: 'bg-[#c2343b] text-white hover:brightness-110',
};

const sizes = {
  sm: 'h-7 gap-1.5 px-2 text-xs',
  md: 'h-8 gap-2 px-3 text-sm',
  icon: 'h-7 w-7 justify-center',
};

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(
  ({ look = 'secondary', size = 'md', className, type = 'button', ...rest }, ref) => (
    <button
      ref={ref}
      type={type}
      data-look={look}
      className={cn(
        'inline-flex shrink-0 select-none items-center whitespace-nowrap rounded-md font-medium transition-colors',
        'disabled:pointer-events-none disabled:opacity-45',
        '[&_svg]:h-3.5 [&_svg]:w-3.5 [&_svg]:shrink-0',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    />
  ),
);
Button.displayName = 'Button';
