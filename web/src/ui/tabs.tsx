// Tabs: arrows move between them, Tab leaves them; which one is open stands in the address.
import { type ReactNode, useId, useRef } from 'react';
import { useAddress } from './link.tsx';

export interface TabItem {
  readonly id: string;
  readonly label: ReactNode;
  readonly body: () => ReactNode;
}

/** `name` is the address's field; the first tab is the default and is not written. */
export function Tabs({ name, label, items }: { name: string; label: string; items: readonly TabItem[] }) {
  const { values, set } = useAddress();
  const base = useId();
  const list = useRef<HTMLDivElement>(null);
  const open = items.find((t) => t.id === values[name]) ?? items[0];
  if (!open) return null;
  const go = (index: number) => {
    const item = items[(index + items.length) % items.length];
    if (!item) return;
    set({ [name]: item === items[0] ? null : item.id });
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(item.id)}"]`)?.focus();
  };
  const at = items.indexOf(open);
  return (
    <div className="tabs">
      <div
        className="tablist"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={(event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step) go(at + step);
          else if (event.key === 'Home') go(0);
          else if (event.key === 'End') go(items.length - 1);
          else return;
          event.preventDefault();
        }}
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${base}-${item.id}`}
            data-tab={item.id}
            aria-selected={item === open}
            aria-controls={`${base}-panel`}
            tabIndex={item === open ? 0 : -1}
            onClick={() => set({ [name]: item === items[0] ? null : item.id })}
          >
            {item.label}
          </button>
        ))}
      </div>
      <div
        className="tabpanel"
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${open.id}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a tab panel takes the focus after its tab
        tabIndex={0}
      >
        {open.body()}
      </div>
    </div>
  );
}
