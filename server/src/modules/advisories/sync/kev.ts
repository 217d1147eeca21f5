// CISA's catalogue of known exploited vulnerabilities: one JSON document, asked for only if it changed.
import { z } from 'zod';
import type { Protocol } from './journey.ts';
import { jsonOf, read } from './read.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({
  etag: z.string().optional(),
  modified: z.string().optional(),
  ids: z.array(z.string()).default([]),
});
const Catalogue = z.looseObject({ vulnerabilities: z.array(z.looseObject({ cveID: z.string() })) });
const CATALOGUE_BYTES = 64 * 1024 * 1024;

export const kev: Protocol = async (j) => {
  const kept = Kept.catch({ ids: [] }).parse(j.resume);
  const began = j.asking.clock.now();
  const url = `${j.addresses['catalogue']}/known_exploited_vulnerabilities.json`;
  const got = await read(j.asking, { url, expect: 'json', limit: CATALOGUE_BYTES, known: kept });
  if (got.kind === 'absent')
    throw new Blocked(`There is no catalogue at ${url}. It may have moved: set a mirror, or import from a file.`);
  if (got.kind === 'same') return { resume: kept, asOf: began };
  const catalogue = Catalogue.safeParse(jsonOf(got.bytes, url));
  if (!catalogue.success)
    throw new Blocked(
      `What came from ${url} is JSON, but not a KEV catalogue; what we hold stays. Open the address to see what it is.`,
    );
  await j.show('importing');
  await j.takeFile(one(got.bytes));
  const ids = [...new Set(catalogue.data.vulnerabilities.map((v) => v.cveID))];
  const now = new Set(ids);
  await j.retract(kept.ids.filter((id) => !now.has(id)));
  return { resume: { ...got.validators, ids }, asOf: began };
};

export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
