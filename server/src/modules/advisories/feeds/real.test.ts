// Real feeds, whole: how many records are taken of each, how many refused and why. Skipped where the data is not beside the project.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../../test/house.ts';
import { tarOf } from '../sync/testing/archives.ts';

const DATA = path.resolve(import.meta.dirname, '../../../../../../shared/data');
const FEEDS: readonly (readonly [source: string, file: string, taken: number, refused: number])[] = [
  ['osv', 'advisories/rustsec/osv.ndjson.gz', 1167, 0],
  ['ghsa', 'advisories/golang-vulndb/ghsa-fixtures.ndjson.gz', 25, 0],
  ['cve', 'advisories/golang-vulndb/cve5.ndjson.gz', 229, 0],
  ['cve', 'advisories/cve-vulnrichment/cve5.quick.ndjson.gz', 500, 0],
  ['ssvc', 'advisories/cve-vulnrichment/cve5.quick.ndjson.gz', 500, 0],
  ['csaf', 'csaf/csaf_2.0/examples/csaf', 19, 0],
];

describe('real feeds', () => {
  let t: TestHouse;
  let coordinator: Somebody;
  beforeAll(async () => {
    t = await testHouse();
    coordinator = await t.person(t.clearinghouse, 'coordinator');
  });
  afterAll(() => t.close());

  it.for(FEEDS)(
    '%s from %s: %i taken, %i refused',
    { timeout: 300_000 },
    async ([source, file, taken, refused], context) => {
      const at = path.join(DATA, file);
      if (!existsSync(at)) return context.skip(`${file} is not beside the project`);
      const body = at.endsWith('csaf') ? await folder(at) : await readFile(at);
      const give = async () => (await t.call(coordinator, 'feeds.import', { params: { source }, body })).body;
      const first = await give();
      const second = await give();
      expect([first.accepted, first.refused]).toEqual([taken, refused]);
      expect([second.accepted, second.refused]).toEqual([taken, refused]);
    },
  );
});

async function folder(at: string): Promise<Buffer> {
  const files = (await readdir(at, { recursive: true })).filter((name) => name.endsWith('.json')).toSorted();
  return tarOf(
    Object.fromEntries(
      await Promise.all(files.map(async (f) => [f, await readFile(path.join(at, f), 'utf8')] as const)),
    ),
  );
}
