// The outcome of anything a caller can act on: a value, or every problem found. Bugs throw instead.
import type { Problem } from './problem.ts';

export type Result<T> = Ok<T> | Failed;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Failed {
  readonly ok: false;
  /** All problems, or the first 1,000 of them; never empty. */
  readonly problems: readonly Problem[];
  /** How many problems there were, kept or not. */
  readonly total: number;
}

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

export const failed = (problems: readonly Problem[], total = problems.length): Failed => ({
  ok: false,
  problems,
  total,
});

/** The value, or a thrown error that lists the problems: for callers to whom failure would be a bug. */
export function expectOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.problems.map((p) => `${p.code} at ${p.path || '(root)'}: ${p.detail}`).join('; '));
}
