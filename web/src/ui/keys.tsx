// Keys: pages and components bind names; the innermost binding of a name wins; `?` lists what is bound now.
// Nothing fires while somebody types or a dialog is open, but for Esc and what is bound with Ctrl.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { CHORD_MS, keyName, sequencer } from './key-sequence.ts';

export interface KeyBinding {
  readonly keys: string;
  readonly label: string;
  /** Heading in the list of keys. */
  readonly group?: string;
  readonly run: () => void;
  /** Not listed by `?` (a twin of another key). */
  readonly quiet?: boolean;
}

interface Layer {
  readonly bindings: readonly KeyBinding[];
  readonly level: number;
}

interface Keys {
  add(bindings: readonly KeyBinding[], level: number): () => void;
  list(): readonly KeyBinding[];
  readonly chord: string | undefined;
}

const KeysContext = createContext<Keys | undefined>(undefined);

export function KeysProvider({ children }: { children: ReactNode }) {
  const stack = useRef<readonly Layer[]>([]);
  const [chord, setChord] = useState<string>();

  useEffect(() => {
    const sequence = sequencer();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const name = keyName(event);
      if (isBlocked(event, name)) return;
      const live = liveBindings(stack.current);
      const hit = sequence.press(name, event.timeStamp, new Set(live.keys()));
      clearTimeout(timer);
      const waiting = sequence.pending(event.timeStamp);
      setChord(waiting);
      if (waiting) timer = setTimeout(() => setChord(undefined), CHORD_MS);
      const binding = hit === undefined ? undefined : live.get(hit);
      if (!binding) return;
      event.preventDefault();
      binding.run();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey);
    };
  }, []);

  const keys = useMemo<Keys>(
    () => ({
      add(bindings, level) {
        const layer: Layer = { bindings, level };
        stack.current = [...stack.current, layer].toSorted((a, b) => a.level - b.level);
        return () => {
          stack.current = stack.current.filter((l) => l !== layer);
        };
      },
      list: () => [...liveBindings(stack.current).values()].filter((b) => !b.quiet),
      chord,
    }),
    [chord],
  );
  return <KeysContext value={keys}>{children}</KeysContext>;
}

/** Binds keys while the component is mounted. Bindings may change with every render. Of two bindings of one name the
    higher `level` wins (frame 0, page 1, something on top of the page 2), then the newer. */
export function useKeys(bindings: readonly KeyBinding[], { on = true, level = 1 } = {}): void {
  const add = useContext(KeysContext)?.add;
  const latest = useRef(bindings);
  latest.current = bindings;
  const shape = bindings.map((b) => `${b.keys}\u0000${b.label}\u0000${b.group ?? ''}`).join('\u0001');
  const addRef = useRef(add);
  addRef.current = add;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for the bindings; their functions are read late
  useEffect(() => {
    if (!on || !addRef.current) return;
    return addRef.current(
      latest.current.map((b, i) => ({ ...b, run: () => latest.current[i]?.run() })),
      level,
    );
  }, [on, shape, level]);
}

export function useKeyList(): Keys {
  const keys = useContext(KeysContext);
  if (!keys) throw new Error('useKeyList needs a KeysProvider');
  return keys;
}

function liveBindings(stack: readonly Layer[]): Map<string, KeyBinding> {
  const live = new Map<string, KeyBinding>();
  for (const layer of stack) for (const b of layer.bindings) live.set(b.keys, b);
  return live;
}

const CONTROLS = 'a[href], button, summary, input, select, textarea, [role="button"], [role="option"], [role="tab"]';

function isBlocked(event: KeyboardEvent, name: string): boolean {
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (document.querySelector('dialog:modal')) return true;
  if (name.startsWith('ctrl+')) return false;
  const typing =
    target?.matches('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select') ||
    target?.isContentEditable;
  if (typing) return name !== 'Esc';
  // Enter and Space belong to the control that has the focus; arrows to radios.
  if (['Enter', 'Space', 'Down', 'Up'].includes(name)) return target?.matches(CONTROLS) === true;
  return false;
}

/** A key, drawn: `<KeyHint keys="g q" />`. Hidden from screen readers: the binding is described elsewhere. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className="keyhint" aria-hidden="true">
      {keys.split(' ').map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <kbd key={i}>{part.replace('ctrl+', 'Ctrl ').replace('Down', '↓').replace('Up', '↑')}</kbd>
      ))}
    </span>
  );
}
