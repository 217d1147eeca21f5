// A version range of vers (package-url's version range specifier): a scheme and constraints along the line of its versions.
// Everything here reads and writes this shape; the text form is vers.ts, its meaning is spans.ts.

export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface VersConstraint {
  readonly comparator: VersComparator;
  /** Decoded, as written. */
  readonly version: string;
}

export interface VersRange {
  /** In small letters: npm, deb, intdot, … Which versions it orders is schemes.ts. */
  readonly scheme: string;
  /** `*`: every version. Of the scheme `none` it is no version. */
  readonly constraints: '*' | readonly VersConstraint[];
}

/** The range that holds no version. */
export const NO_VERSION: VersRange = { scheme: 'none', constraints: '*' };

export const constraintsOf = (range: VersRange): readonly VersConstraint[] =>
  range.constraints === '*' ? [] : range.constraints;
