// The advisories of one question, wherever they come from: read from records (read-advisories.ts), or asked of an index file, of which only the
// packages that the inventory has are read.
import type { ExposureIndex, KnownAdvisory } from '@leadtime/lib/exposure';
import type { Problem } from '@leadtime/lib/kit';
import { openIndexFile } from './index-file.ts';

export interface Advisories {
  readonly index: ExposureIndex;
  /** Different ones, by id; of several records with one id the newest counts. */
  readonly read: number;
  readonly withdrawn: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  /** The newest date among files and records, milliseconds. */
  readonly newest: number;
  /** Packages of the inventory that advisories name. */
  packages(): number;
  /** What an advisory says beside versions. It is read where it is asked for: of what reaches something. */
  known(advisory: string): KnownAdvisory | undefined;
  close(): void;
}

export function askIndex(file: string): Advisories {
  const { index, about, packages, known, close } = openIndexFile(file);
  return {
    index,
    read: about.advisories,
    withdrawn: about.withdrawn,
    refused: about.refused,
    problems: [],
    problemsTotal: 0,
    newest: about.newest === null ? 0 : Date.parse(about.newest),
    packages,
    known,
    close,
  };
}
