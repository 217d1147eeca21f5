// Where the advisories of one question are: read from records, of which only the claims on packages that the inventory has are kept, or
// asked of an index file, of which only those packages are read.
import type { Advisory } from '@leadtime/lib/advisory';
import { buildIndex, type CompiledAdvisory, type ExposureIndex, type KnownAdvisory } from '@leadtime/lib/exposure';
import type { Problem } from '@leadtime/lib/kit';
import type { Gathered, GatherOptions } from './gather.ts';
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
  /** What an advisory says beside versions; undefined of one that an index keeps. */
  known(advisory: string): KnownAdvisory | undefined;
  close(): void;
}

export async function readAdvisories(
  places: readonly string[],
  wanted: ReadonlySet<string>,
  options: Omit<GatherOptions, 'take'>,
): Promise<Advisories> {
  const records = new Map<string, readonly CompiledAdvisory[]>();
  // Whoever asks an index waits for neither the readers of records nor the scores.
  const [{ gather }, { score }] = await Promise.all([import('./gather.ts'), import('@leadtime/lib/triage')]);
  const facts = new Map<string, KnownAdvisory>();
  const gathered: Gathered = await gather(places, {
    ...options,
    take: (compiled, record, advisories) => {
      const kept = compiled.map((one) => only(one, wanted));
      records.set(record, kept);
      for (const [i, { claims }] of kept.entries()) {
        const advisory = advisories[i];
        if (advisory && claims.length > 0) facts.set(advisory.id, knownOf(advisory, score));
      }
    },
  });
  const compiled = [...records.values()].flat();
  return {
    ...gathered,
    index: buildIndex(compiled),
    read: compiled.length,
    withdrawn: compiled.filter((advisory) => advisory.withdrawn).length,
    known: (advisory) => facts.get(advisory),
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
    known: () => undefined,
    close,
  };
}

type Score = typeof import('@leadtime/lib/triage').score;

function knownOf({ aliases, summary, vectors }: Advisory, score: Score): KnownAdvisory {
  const scores = vectors.flatMap((vector) => {
    const scored = score(vector);
    return scored.ok ? [scored.value.base] : [];
  });
  return { aliases, summary, ...(scores.length === 0 ? {} : { score: Math.max(...scores) }) };
}

function only(advisory: CompiledAdvisory, wanted: ReadonlySet<string>): CompiledAdvisory {
  const claims = advisory.claims.filter(({ namespace, name }) => wanted.has(`${namespace}/${name}`));
  return claims.length === advisory.claims.length ? advisory : { ...advisory, claims };
}
