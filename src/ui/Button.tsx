// A button is a verb. One primary button in sight; while its act runs it stays focusable, says so, and
// does nothing more.
import type { ComponentProps } from 'react';
import './button.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'disabled'> {
  kind?: 'primary' | 'plain';
  small?: boolean;
  /** Sends the form it stands in. */
  submits?: boolean;
  /** Words while the act runs; the button then takes no second press. */
  pending?: string | null | undefined;
}

export function Button({
  kind = 'plain',
  small,
  submits,
  pending,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const names = ['button', kind === 'primary' && 'button-primary', small && 'button-small', className];
  return (
    <button
      {...rest}
      type={submits && !pending ? 'submit' : 'button'}
      className={names.filter(Boolean).join(' ')}
      aria-disabled={pending ? true : undefined}
      onClick={pending ? undefined : onClick}
    >
      {pending ?? children}
    </button>
  );
}
