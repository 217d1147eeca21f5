// Advisories read from records, of which only the claims on packages that the inventory has are kept. Loaded only where there are records:
// whoever asks an index does not wait for their readers.
import type { CompiledAdvisory, KnownAdvisory } from '@leadtime/lib/exposure';
import { buildIndex } from '@leadtime/lib/exposure/build-index.ts';
import { fuller, knownOf } from '@leadtime/lib/exposure/known.ts';
import type { Advisories } from './advisories.ts';
import { type Gathered, type GatherOptions, gather } from './gather.ts';

export async function readAdvisories(
  places: readonly string[],
  wanted: ReadonlySet<string>,
  options: Omit<GatherOptions, 'take'>,
): Promise<Advisories> {
  const records = new Map<string, readonly Kept[]>();
  const gathered: Gathered = await gather(places, {
    ...options,
    take: (compiled, record, advisories) => {
      records.set(
        record,
        compiled.map((one, i) => {
          const [kept, advisory] = [only(one, wanted), advisories[i]];
          return { compiled: kept, ...(advisory && kept.claims.length > 0 ? { known: knownOf(advisory) } : {}) };
        }),
      );
    },
  });
  const all = [...records.values()].flat();
  const compiled = all.map((one) => one.compiled);
  const facts = new Map<string, KnownAdvisory>();
  for (const { compiled: one, known } of all) {
    const other = facts.get(one.advisory);
    if (known) facts.set(one.advisory, other ? fuller(other, known) : known);
  }
  const index = buildIndex(compiled);
  return {
    ...gathered,
    index,
    read: compiled.length,
    withdrawn: compiled.filter((advisory) => advisory.withdrawn).length,
    packages: () => index.packages,
    known: (advisory) => facts.get(advisory),
    close: () => undefined,
  };
}

function only(advisory: CompiledAdvisory, wanted: ReadonlySet<string>): CompiledAdvisory {
  const claims = advisory.claims.filter(({ namespace, name }) => wanted.has(`${namespace}/${name}`));
  return claims.length === advisory.claims.length ? advisory : { ...advisory, claims };
}

interface Kept {
  readonly compiled: CompiledAdvisory;
  readonly known?: KnownAdvisory;
}
