// Dialogs and drawers. A dialog is the browser's own <dialog>: focus stays inside, Esc closes, focus goes back.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { useKeys } from './keys.tsx';

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot; inside a Form leave it out and put them into the form. */
  readonly foot?: ReactNode;
  readonly size?: 'narrow' | 'wide';
}

/** Open while mounted. */
export function Dialog({ title, onClose, children, foot, size = 'narrow' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    dialog.showModal();
    const first =
      dialog.querySelector<HTMLElement>('[data-autofocus]') ??
      dialog.querySelector<HTMLElement>('input, select, textarea');
    first?.focus();
    return () => {
      // Back to where it came from, unless the page has already put the focus somewhere (the next row, say).
      const lost =
        document.activeElement === null ||
        document.activeElement === document.body ||
        dialog.contains(document.activeElement);
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [before]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click outside is a twin of Esc
    <dialog
      ref={ref}
      className="dialog"
      data-size={size}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton icon="close" label="Close (Esc)" onClick={onClose} />
        </header>
        {children}
        {foot ? <footer className="dialog-foot">{foot}</footer> : null}
      </div>
    </dialog>
  );
}

/** A panel beside the list that it explains; the list keeps the focus. Narrow screens show it over the page. */
export function Drawer({
  title,
  onClose,
  children,
  head,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  head?: ReactNode;
}) {
  useKeys([{ keys: 'Esc', label: 'Close the drawer', group: 'Move', run: onClose }], { level: 2 });
  return (
    <aside className="drawer" aria-label={title}>
      <header className="drawer-head">
        <div className="drawer-title">{head ?? <h2>{title}</h2>}</div>
        <IconButton icon="close" label="Close (Esc)" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section className="drawer-body" tabIndex={0} aria-label={`${title}: details`}>
        {children}
      </section>
    </aside>
  );
}
