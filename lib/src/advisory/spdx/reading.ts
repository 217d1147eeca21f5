// What SPDX documents are read with, and the words that say "not stated".
import type { ProblemList } from '../../kit/index.ts';
import type { FieldReader } from '../fields.ts';

export const SPDX_LIMITS = {
  bytes: 64 * 1024 * 1024,
  depth: 64,
  /** Packages and files together. */
  components: 200_000,
  /** Of one package: external references; digests. */
  references: 1_000,
  checksums: 100,
  /** Of one component: what it is a copy or a descendant of. */
  origins: 100,
} as const;

export const SPDX_VERSIONS = ['2.2', '2.3', '3.0'] as const;

export interface Reading {
  readonly read: FieldReader;
  readonly problems: ProblemList;
}

/** SPDX 2.3 clause 4.5 and everywhere: NOASSERTION and NONE say that nothing is said. */
export const stated = (text: string | undefined): string | undefined =>
  text === undefined || text === '' || text === 'NOASSERTION' || text === 'NONE' ? undefined : text;
