// What a walk over a JSON document tells, and the limits it keeps.
import type { Problem } from '../../kit/index.ts';

export type JsonEvent = JsonValueEvent | JsonContainerEvent | JsonMismatchEvent | JsonProblemEvent;

/** A wanted value, parsed. */
export interface JsonValueEvent {
  readonly kind: 'value';
  /** The pattern that asked for it. */
  readonly pattern: string;
  /** JSON pointer to it. */
  readonly path: string;
  /** The array positions that stood for `*`, outermost first. */
  readonly indices: readonly number[];
  readonly value: unknown;
  /** Length in bytes as written. */
  readonly bytes: number;
}

/** A container on the way to wanted values has ended. */
export interface JsonContainerEvent {
  readonly kind: 'container';
  readonly pattern: string;
  readonly path: string;
  readonly indices: readonly number[];
  /** Elements or members. */
  readonly length: number;
}

/** Where a container was to be walked there is something else: nothing below it is delivered. */
export interface JsonMismatchEvent {
  readonly kind: 'mismatch';
  readonly pattern: string;
  readonly path: string;
  readonly indices: readonly number[];
  readonly expected: 'object' | 'array';
  readonly found: JsonKind;
}

/** After a fatal problem nothing follows. Not fatal: a duplicate key, a wanted value over its size limit. */
export interface JsonProblemEvent {
  readonly kind: 'problem';
  readonly fatal: boolean;
  readonly problem: Problem;
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

export interface JsonLimits {
  /** Of the whole document. */
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Members of one object whose keys are kept to find duplicates. */
  readonly maxKeys: number;
  /** Bytes of one such key as written. */
  readonly maxKeyBytes: number;
  /** Duplicate keys are looked for in the containers that are walked, or in every object. */
  readonly duplicateKeys: 'walked' | 'everywhere';
}

export const JSON_LIMITS: JsonLimits = {
  maxBytes: 200 * 1024 * 1024,
  maxDepth: 64,
  maxKeys: 4_096,
  maxKeyBytes: 1_024,
  duplicateKeys: 'walked',
};
