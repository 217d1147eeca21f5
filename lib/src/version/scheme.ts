// What every version scheme offers. A scheme is one file; later ecosystems are added by writing one more and naming it in ecosystem.ts.
import { compareKeys, equalityKey } from './key.ts';

/** What is peculiar about a version. Stored beside its key: a number, bits as below. */
export const VERSION_FLAG = {
  /** Not valid in its scheme, but read as people mean it; the key is of that reading. */
  malformed: 1,
  /** No place in the order; the key serves equality alone. */
  unordered: 2,
  /** Debian, RPM: no epoch written. As installed version this may be a scanner that dropped it. */
  noEpoch: 4,
  /** Fewer parts than the scheme asks for (1.2, or no release in RPM): as installed version it may mean any 1.2.x. */
  partial: 8,
  /** Read in two ways that order differently (3.02: is it 3.2 or 3.0.2?), or in no total order with others (some of Maven's). */
  ambiguous: 16,
  /** Go: stands for a commit (v0.0.0-date-hash) of a main module, whose place among releases is not known. */
  pseudo: 32,
  /** Debian, RPM: an epoch above zero is written. */
  epoch: 64,
  /**
   * Built in a stream of its own (a module of RPM, a vendor's rebuild of a Maven artifact), which has its own fixes: to lie below
   * a fix of another stream proves nothing. See `sameStream`.
   */
  stream: 128,
} as const;

export interface Version {
  /** As given, trimmed. */
  readonly text: string;
  /** Order-preserving bytes, see key.ts. */
  readonly key: Uint8Array;
  /** Bits of VERSION_FLAG; 0 for a clean version. */
  readonly flags: number;
}

/** One way in which an installed version may be meant: it lies somewhere in the closed span [from, to] of keys. */
export interface Reading {
  readonly id: 'as-written' | 'any-patch' | 'any-rest' | 'with-epoch' | 'dotted' | 'decimal' | 'anywhere';
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** The key of a range's bound under the same reading; the bound's own key where absent. undefined: it has none. */
  readonly boundKey?: (bound: Version) => Uint8Array | undefined;
}

export interface VersionScheme {
  readonly name: string;
  /** Total: never throws, whatever the text. */
  read(text: string): Version;
  /**
   * The order of two texts by the scheme's own rules, written apart from the keys and held against them by tests.
   * undefined: at least one has no place in the order and the texts differ.
   */
  compare(a: string, b: string): number | undefined;
  /** All ways in which an installed version may be meant, seen against these bounds. One reading for a clean version. */
  readings(installed: Version, bounds: readonly Version[]): readonly Reading[];
  /** The closed span of keys that the scheme calls equal to a bound (Arch: 1.5 is any 1.5-n). Absent: its key alone. */
  boundSpan?(bound: Version): { readonly from: Uint8Array; readonly to: Uint8Array };
  /** The one spelling of a version, where the scheme has several for one. */
  canonical?(text: string): string;
  /** false: the two are of different streams, or that they are of one cannot be told. Absent: the scheme knows no streams. */
  sameStream?(a: Version, b: Version): boolean;
}

/** Whether the sign of comparing keys is the sign of comparing versions: true for unflagged ones, and for lenient readings too. */
export const hasOrder = (version: Version): boolean => (version.flags & VERSION_FLAG.unordered) === 0;

export const sameKey = (a: Version, b: Version): boolean => compareKeys(a.key, b.key) === 0;

/** A version without a place in any order: only equality of its text can be told. */
export const unorderedVersion = (text: string): Version => ({
  text,
  key: equalityKey(text),
  flags: VERSION_FLAG.unordered,
});

export const asWritten = (version: Version): Reading => ({ id: 'as-written', from: version.key, to: version.key });

/** The reading of a version about whose place nothing is known. */
export const anywhere: Reading = { id: 'anywhere', from: new Uint8Array(0), to: Uint8Array.of(0xff) };
