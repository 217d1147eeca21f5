// Toasts: what was just done, with Undo for as long as it can be undone; and what failed, until it is read.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Icon } from './icons.tsx';
import { KeyHint, useKeys } from './keys.tsx';
import { useSay } from './live.tsx';

export const UNDO_MS = 30_000;

export interface ToastInput {
  readonly text: string;
  /** What could not be done and why; stays until dismissed. */
  readonly failed?: boolean;
  /** Takes it back. The toast goes when it has been taken back. */
  readonly undo?: () => Promise<void> | void;
  /** How long it stays, in milliseconds; by default 30 s with Undo, 6 s without. */
  readonly ms?: number;
}
interface Toast extends ToastInput {
  readonly id: number;
}
interface Toasts {
  show(toast: ToastInput): void;
  /** Undoes the newest that can be undone; false when there is none. */
  undoLast(): boolean;
}

const ToastContext = createContext<Toasts>({ show: () => {}, undoLast: () => false });
export const useToast = (): Toasts => useContext(ToastContext);

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const newest = useRef<readonly Toast[]>([]);
  newest.current = toasts;
  const next = useRef(1);
  const say = useSay();

  const drop = useCallback((id: number) => setToasts((all) => all.filter((t) => t.id !== id)), []);
  const undo = useCallback(
    (toast: Toast) => {
      drop(toast.id);
      void toast.undo?.();
    },
    [drop],
  );
  const api = useMemo<Toasts>(
    () => ({
      show(input) {
        const toast: Toast = { ...input, id: next.current };
        next.current += 1;
        setToasts((all) => [...all.slice(-24), toast]);
        say(input.undo ? `${input.text}. Press u to undo.` : input.text);
      },
      undoLast() {
        const toast = newest.current.findLast((t) => t.undo);
        if (toast) undo(toast);
        return toast !== undefined;
      },
    }),
    [say, undo],
  );
  useKeys(
    [
      {
        keys: 'u',
        label: 'Undo the last change (30 s)',
        group: 'Decide',
        run: () => {
          if (!api.undoLast()) api.show({ text: 'Nothing to undo', ms: 2_500 });
        },
      },
    ],
    { level: 0 },
  );

  return (
    <ToastContext value={api}>
      {children}
      <section className="toasts" aria-label="What was just done">
        {toasts.map((toast, i) => (
          <ToastCard
            key={toast.id}
            toast={toast}
            // The newest is shown, and what failed; those before can still be undone, one after the other.
            hidden={!toast.failed && toasts.slice(i + 1).some((later) => !later.failed)}
            before={toasts.slice(0, i).filter((t) => t.undo).length}
            onGone={() => drop(toast.id)}
            onUndo={() => undo(toast)}
          />
        ))}
      </section>
    </ToastContext>
  );
}

function ToastCard({
  toast,
  hidden,
  before,
  onGone,
  onUndo,
}: {
  toast: Toast;
  hidden: boolean;
  before: number;
  onGone: () => void;
  onUndo: () => void;
}) {
  const ms = toast.ms ?? (toast.undo ? UNDO_MS : 6_000);
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    if (toast.failed) return;
    const timer = setTimeout(() => gone.current(), ms);
    return () => clearTimeout(timer);
  }, [toast.failed, ms]);
  return (
    <div className="toast" data-failed={toast.failed || undefined} hidden={hidden}>
      <Icon name={toast.failed ? 'stop' : 'check'} />
      <p>
        {toast.text}
        {toast.undo && before > 0 ? <span className="toast-before"> · {before} more can be undone</span> : null}
      </p>
      {toast.undo ? (
        <button type="button" className="toast-undo" onClick={onUndo}>
          Undo <KeyHint keys="u" />
        </button>
      ) : null}
      <button type="button" className="icon-button" onClick={onGone} aria-label="Dismiss">
        <Icon name="close" size={14} />
      </button>
      {toast.undo && !toast.failed ? <span className="toast-left" style={{ animationDuration: `${ms}ms` }} /> : null}
    </div>
  );
}
