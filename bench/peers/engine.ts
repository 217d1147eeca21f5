// A matcher that the benchmark asks, ours or another's.
import type { Asked } from './adjudicate.ts';
import type { Advice } from './sets.ts';

/** An advisory that reaches a component. */
export interface Hit {
  readonly asked: Asked;
  readonly id: string;
}

export interface Answer {
  /** From the start of the process, or of the question where nothing had to be started. */
  readonly ms: number;
  /** Most resident memory, in MB. */
  readonly peak: number;
  readonly hits: readonly Hit[];
  /** Said to be undetermined. Only ours says so. */
  readonly open?: readonly Hit[];
}

export interface Engine {
  /** With its version; a stand-in says that it is one. */
  readonly name: string;
  /** Our re-implementation of the peer's algorithm, where the peer is not at hand: the ratio proves nothing. */
  readonly standIn: boolean;
  /** Makes the database, in a folder of its own. Its time is not counted: every matcher may prepare. */
  prepare(folder: string, advisories: readonly Advice[]): Promise<void>;
  /** One process from its start to its answer. */
  ask(folder: string, file: string): Promise<Answer>;
}

/** One string per hit, to compare sets of them. */
export const hitKey = ({ asked, id }: Hit): string => `${asked.ecosystem} ${asked.name}@${asked.version} ${id}`;
