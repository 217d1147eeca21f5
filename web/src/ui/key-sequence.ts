// Turns key presses into names ("j", "?", "ctrl+k", "g q", "Esc") and keeps a started chord for a short while.

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

export const CHORD_MS = 1_500;
const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc', ' ': 'Space', ArrowDown: 'Down', ArrowUp: 'Up' };

/** The name of one press. Shift is part of a character ("?" is "?"); it is named only for keys without one. */
export function keyName(press: KeyPress): string {
  const key =
    NAMES[press.key] ??
    (press.key.length === 1 && (press.ctrlKey || press.metaKey) ? press.key.toLowerCase() : press.key);
  const ctrl = press.ctrlKey || press.metaKey ? 'ctrl+' : '';
  const shift = press.shiftKey && key.length > 1 ? 'shift+' : '';
  return `${ctrl}${press.altKey ? 'alt+' : ''}${shift}${key}`;
}

export interface Sequencer {
  /** The binding that this press completes, if any. `at` in milliseconds. */
  press(name: string, at: number, bound: ReadonlySet<string>): string | undefined;
  /** The first key of a chord that waits for its second. */
  pending(at: number): string | undefined;
  reset(): void;
}

export function sequencer(): Sequencer {
  let first: { name: string; at: number } | undefined;
  const alive = (at: number) => (first && at - first.at <= CHORD_MS ? first.name : undefined);
  return {
    press(name, at, bound) {
      const before = alive(at);
      first = undefined;
      if (before && bound.has(`${before} ${name}`)) return `${before} ${name}`;
      if (bound.has(name)) return name;
      if ([...bound].some((b) => b.startsWith(`${name} `))) first = { name, at };
      return undefined;
    },
    pending: alive,
    reset() {
      first = undefined;
    },
  };
}
