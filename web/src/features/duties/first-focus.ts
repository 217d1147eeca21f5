// A form that opens in the page gets the focus in its first field, as a dialog does; closing gives it back.
import { type RefObject, useEffect, useRef } from 'react';

export function useFirstFocus<T extends HTMLElement>(): RefObject<T | null> {
  const box = useRef<T>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('[data-autofocus], input, select, textarea');
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return box;
}
