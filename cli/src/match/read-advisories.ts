// Advisories read from records, of which only the claims on packages that the inventory has are kept. Loaded only where there are records:
// whoever asks an index waits for neither the readers of records nor the scores.
import type { Advisory } from '@leadtime/lib/advisory';
import type { CompiledAdvisory, KnownAdvisory } from '@leadtime/lib/exposure';
import { buildIndex } from '@leadtime/lib/exposure/build-index.ts';
import { score } from '@leadtime/lib/triage/cvss.ts';
import type { Advisories } from './advisories.ts';
import { type Gathered, type GatherOptions, gather } from './gather.ts';

export async function readAdvisories(
  places: readonly string[],
  wanted: ReadonlySet<string>,
  options: Omit<GatherOptions, 'take'>,
): Promise<Advisories> {
  const records = new Map<string, readonly CompiledAdvisory[]>();
  const facts = new Map<string, KnownAdvisory>();
  const gathered: Gathered = await gather(places, {
    ...options,
    take: (compiled, record, advisories) => {
      const kept = compiled.map((one) => only(one, wanted));
      records.set(record, kept);
      for (const [i, { claims }] of kept.entries()) {
        const advisory = advisories[i];
        if (advisory && claims.length > 0) facts.set(advisory.id, knownOf(advisory));
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

function knownOf({ aliases, summary, vectors }: Advisory): KnownAdvisory {
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
