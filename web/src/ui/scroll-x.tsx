// Wide things scroll sideways in a box of their own, which the keyboard reaches; the page never does.
import type { ReactNode } from 'react';

export function ScrollX({
  label,
  children,
  className = 'scroll-x',
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of no form
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className={className} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
