// CISA's catalogue of known exploited vulnerabilities: one JSON document, asked for only if it changed.
import { z } from 'zod';
import type { Protocol } from './journey.ts';
import { vanished } from './listed.ts';
import { jsonOf, read } from './read.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({
  etag: z.string().optional(),
  modified: z.string().optional(),
  ids: z.array(z.string()).default([]),
  /** The catalogue's own moment. */
  released: z.string().optional(),
});
const Catalogue = z.looseObject({
  dateReleased: z.string().optional(),
  count: z.int().optional(),
  vulnerabilities: z.array(z.looseObject({ cveID: z.string() })),
});
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
  const { vulnerabilities, count, dateReleased: released } = catalogue.data;
  if (count !== undefined && count !== vulnerabilities.length)
    throw new Blocked(
      `The catalogue at ${url} says that it has ${count} entries and has ${vulnerabilities.length}; what we hold stays. Sync again later.`,
    );
  // A cache on the way may hold what was there before: an older catalogue lacks what CISA added since.
  if (kept.released !== undefined && released !== undefined && Date.parse(released) < Date.parse(kept.released))
    throw new Blocked(
      `The catalogue at ${url} is of ${released}, older than the one that is in; what we hold stays. Sync again later.`,
    );
  await j.show('importing');
  await j.takeFile(one(got.bytes));
  const now = new Set(vulnerabilities.map((v) => v.cveID));
  const { ids: gone, doubt } = vanished('The catalogue', new Map(kept.ids.map((id) => [id, ''])), now);
  await j.retract(gone);
  const ids = doubt === undefined ? [...now] : [...new Set([...kept.ids, ...now])];
  return {
    resume: { ...got.validators, ids, released },
    asOf: began,
    ...(doubt === undefined ? {} : { note: doubt }),
  };
};

export async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
