import { forwardRef, type ComponentProps } from 'react';
import { Button } from './button';
import { Tip } from './tooltip';

interface IconButtonProps extends ComponentProps<typeof Button> {
  label: string;
  keys?: string;
}

/// A button that shows only a picture: its name is read out and shown as a tip.
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(({ label, keys, ...rest }, ref) => (
  <Tip text={label} keys={keys}>
    <Button ref={ref} look="quiet" size="icon" aria-label={label} {...rest} />
  </Tip>
));
IconButton.displayName = 'IconButton';
