// Buttons. The label is a verb; where something cannot be undone it says the consequence.

import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { KeyHint } from './keys.tsx';
import { A } from './link.tsx';
import { UswdsButton } from './uswds.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly keys?: string;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** Something is under way: the button stays and says so. */
  readonly busy?: boolean;
  readonly onClick?: () => void;
  readonly title?: string;
  readonly autoFocus?: boolean;
  readonly 'aria-expanded'?: boolean;
  readonly 'aria-pressed'?: boolean;
  readonly 'aria-label'?: string;
}

export function Button({
  kind = 'plain',
  icon,
  keys,
  busy = false,
  disabled = false,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <UswdsButton
      {...rest}
      type={type}
      className={`button button-${kind}`}
      aria-disabled={disabled || busy}
      aria-busy={busy}
      onClick={(event) => {
        if (disabled || busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
      {keys ? <KeyHint keys={keys} /> : null}
    </UswdsButton>
  );
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink({
  href,
  kind = 'plain',
  icon,
  children,
}: {
  href: string;
  kind?: 'primary' | 'plain' | 'quiet';
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <A href={href} className={`usa-button button button-${kind}`}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </A>
  );
}

export function IconButton({
  icon,
  label,
  onClick,
  pressed,
  className = '',
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  className?: string;
}) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
