// A small menu under a button. Built on <details>: it opens without script, Esc and a click elsewhere close it.
import { type ReactNode, useEffect, useRef } from 'react';

export function Menu({
  label,
  button,
  children,
  align = 'end',
}: {
  label: string;
  button: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  const ref = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = ref.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        menu.open = false;
        menu.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close, true);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close, true);
    };
  }, []);
  return (
    <details className="menu" ref={ref}>
      <summary className="menu-button" title={label}>
        {button}
        <span className="sr-only">{label}</span>
      </summary>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a choice in the menu closes it; the choice itself has its keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div
        className="menu-body"
        data-align={align}
        onClick={(event) => {
          if (ref.current && event.target instanceof HTMLElement && event.target.closest('a, button'))
            ref.current.open = false;
        }}
      >
        {children}
      </div>
    </details>
  );
}
