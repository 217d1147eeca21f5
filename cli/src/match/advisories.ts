// Where the advisories of one question are: read from records, of which only the claims on packages that the inventory has are kept, or
// asked of an index file, of which only those packages are read.
import { buildIndex, type CompiledAdvisory, type ExposureIndex } from '@leadtime/lib/exposure';
import type { Problem } from '@leadtime/lib/kit';
import { type Gathered, type GatherOptions, gather } from './gather.ts';
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
  close(): void;
}

export async function readAdvisories(
  places: readonly string[],
  wanted: ReadonlySet<string>,
  options: Omit<GatherOptions, 'take'>,
): Promise<Advisories> {
  const records = new Map<string, readonly CompiledAdvisory[]>();
  const gathered: Gathered = await gather(places, {
    ...options,
    take: (compiled, record) =>
      records.set(
        record,
        compiled.map((one) => only(one, wanted)),
      ),
  });
  const compiled = [...records.values()].flat();
  return {
    ...gathered,
    index: buildIndex(compiled),
    read: compiled.length,
    withdrawn: compiled.filter((advisory) => advisory.withdrawn).length,
    close: () => undefined,
  };
}

export function askIndex(file: string): Advisories {
  const { index, about, close } = openIndexFile(file);
  return {
    index,
    read: about.advisories,
    withdrawn: about.withdrawn,
    refused: about.refused,
    problems: [],
    problemsTotal: 0,
    newest: about.newest === null ? 0 : Date.parse(about.newest),
    close,
  };
}

function only(advisory: CompiledAdvisory, wanted: ReadonlySet<string>): CompiledAdvisory {
  const claims = advisory.claims.filter(({ namespace, name }) => wanted.has(`${namespace}/${name}`));
  return claims.length === advisory.claims.length ? advisory : { ...advisory, claims };
}
