// One thing wrong with something from outside, and where. The codes are the table in problem-codes.ts.
import type { ProblemCode } from './problem-codes.ts';

export interface Problem {
  readonly code: ProblemCode;
  /** RFC 6901 JSON pointer into the input; for lines of text `/line/12`; '' is the whole input. */
  readonly path: string;
  /** What is wrong, with the offending value quoted and cut; safe to show, never a secret. */
  readonly detail: string;
}

/** How many problems are kept of one input. All are counted. */
export const PROBLEM_LIMIT = 1_000;

/** Collects problems of one input: keeps the first 1,000, counts all. */
export interface ProblemList {
  add(code: ProblemCode, path: string, detail: string): void;
  readonly kept: readonly Problem[];
  readonly total: number;
}

export function problemList(limit = PROBLEM_LIMIT): ProblemList {
  const kept: Problem[] = [];
  let total = 0;
  return {
    add(code, path, detail) {
      total += 1;
      if (kept.length < limit) kept.push({ code, path, detail });
    },
    get kept() {
      return kept;
    },
    get total() {
      return total;
    },
  };
}

/** A foreign value, quoted and cut for a message, with control characters made visible. */
export function quote(value: unknown, max = 80): string {
  const text = typeof value === 'string' ? value : (safeJson(value) ?? String(value));
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return JSON.stringify(cut).replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON pointer of `path` below `parent`, RFC 6901 escaped. */
export function pointer(parent: string, ...path: readonly (string | number)[]): string {
  return parent + path.map((p) => `/${String(p).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function safeJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
