// Two provider directories that others made for their own checks (gocsaf): found, listed, digests compared.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { settableClock } from '../../../../platform/clock.ts';
import { openEgress } from '../../../../platform/egress.ts';
import { type Place, place } from '../testing/place.ts';
import { fetchDocument } from './document.ts';
import { listingOf } from './listing.ts';
import { metadataOf } from './metadata.ts';
import { keysFrom } from './signature.ts';

const DATA = fileURLToPath(new URL('../../../../../../../shared/data/csaf/gocsaf/testdata/', import.meta.url));
let there: Place;
beforeEach(async () => {
  there = await place();
});
afterEach(() => there.close());

/** The folder's files as their own server would send them. */
function serve(folder: string): void {
  for (const name of readdirSync(path.join(DATA, folder), { recursive: true, encoding: 'utf8' })) {
    const file = path.join(DATA, folder, name);
    if (statSync(file).isDirectory()) continue;
    const text = readFileSync(file);
    const body = text.includes('{{') ? filled(text.toString('utf8')) : text;
    there.files.set(`/${name}`, { body });
  }
}
const filled = (template: string): string =>
  template.replaceAll('{{.URL}}', there.url).replace(/\{\{(?:if [^}]*|end)\}\}/g, '');

for (const folder of ['simple-directory-provider', 'simple-rolie-provider'])
  it(`${folder}: its document has the digest that stands beside it`, async (context) => {
    if (!existsSync(DATA)) return context.skip('../shared/data/csaf is not here');
    serve(folder);
    const asking = { egress: openEgress([there.host]), clock: settableClock('2026-11-22T10:00:00.000Z') };
    const { metadata } = await metadataOf(asking, there.url);
    expect(metadata.publisher.name).toBe('ACME Inc');
    const { documents } = await listingOf(asking, metadata);
    expect(documents.map((d) => d.url)).toEqual([`${there.url}/white/avendor-advisory-0004.json`]);
    const unsigned = { since: undefined, keys: keysFrom([]), mustSign: false };
    for (const document of documents) {
      const got = await fetchDocument(asking, document, unsigned);
      expect(got).toMatchObject({ kind: 'document', digest: 'sha512' });
      const kept = there.files.get('/white/avendor-advisory-0004.json');
      there.files.set('/white/avendor-advisory-0004.json', { body: `${kept?.body.toString()} ` });
      expect(await fetchDocument(asking, document, unsigned)).toMatchObject({ kind: 'refused', again: true });
    }
  });
