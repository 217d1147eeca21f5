import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type } from '../terminal.fixture.ts';

let place: string;
const NOW = '2026-11-22T12:00:00Z';
const at = (name: string): string => path.join(place, name);
const osv = (id: string, name: string, fixed: string, more: object = {}) => ({
  schema_version: '1.7.0',
  id,
  modified: '2026-11-22T09:00:00Z',
  summary: `A bug in ${name}`,
  affected: [
    { package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] },
  ],
  ...more,
});
const cve = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.1',
  cveMetadata: {
    cveId: 'CVE-2099-0001',
    assignerOrgId: '00000000-0000-4000-8000-000000000000',
    state: 'PUBLISHED',
    dateUpdated: '2026-11-22T08:00:00Z',
  },
  containers: {
    cna: {
      providerMetadata: { orgId: '00000000-0000-4000-8000-000000000000' },
      descriptions: [{ lang: 'en', value: 'A made-up weakness in a pump.' }],
      affected: [
        {
          vendor: 'Acme',
          product: 'Pump',
          versions: [{ version: '1.0', status: 'affected', lessThan: '2.0', versionType: 'custom' }],
        },
      ],
      references: [{ url: 'https://example.org/1' }],
    },
  },
};
const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [
    { type: 'library', name: 'reached', version: '1.2.0', purl: 'pkg:npm/reached@1.2.0' },
    { type: 'library', name: 'mended', version: '2.0.0', purl: 'pkg:npm/mended@2.0.0' },
    { type: 'library', name: 'unheard', version: '1.0.0', purl: 'pkg:npm/unheard@1.0.0' },
  ],
};

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-index-'));
  await writeFile(at('bom.json'), JSON.stringify(BOM));
  await writeFile(at('pumps.csv'), 'vendor,product,version,asset\nACME,Pump,1.5,Ward 2\n');
  const lines = [osv('T-1', 'reached', '1.3.0'), osv('T-2', 'mended', '1.9.0'), cve];
  await writeFile(at('feed.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
});
afterAll(() => rm(place, { recursive: true, force: true }));

const build = (...argv: string[]) => type(['index', 'build', ...argv, '--out', at('made.index')], { now: NOW });
const match = (...argv: string[]) => type(['match', ...argv], { now: NOW });

describe('an index of advisories', () => {
  it('answers as the records do that it was built from', async () => {
    const built = await build(at('feed.ndjson'));
    expect(built).toMatchObject({ exit: 0, err: '' });
    expect(built.out).toContain('3 advisories');
    for (const file of ['bom.json', 'pumps.csv']) {
      const ask = async (advisories: string) => {
        const shown = await match('--sbom', at(file), '--advisories', at(advisories), '--all', '--json');
        const { advisories: about, asOf: _, ...answer } = JSON.parse(shown.out);
        return { exit: shown.exit, read: about.read, ...answer };
      };
      const asked = await ask('made.index');
      expect(asked).toEqual(await ask('feed.ndjson'));
      expect(asked.counts.affected).toBe(1);
    }
  });

  it('holds the newest of several records with one id, in whichever order they come', async () => {
    const later = osv('T-1', 'reached', '1.1.0', { modified: '2026-11-22T10:00:00Z' });
    await writeFile(at('later.json'), JSON.stringify(later));
    for (const files of [
      [at('later.json'), at('feed.ndjson')],
      [at('feed.ndjson'), at('later.json')],
    ]) {
      await build(...files);
      const shown = await match(at('bom.json'), '--advisories', at('made.index'), '--json');
      expect(JSON.parse(shown.out)).toMatchObject({ counts: { affected: 0 }, advisories: { read: 3 } });
    }
  });

  it('is made of what could be read, and says what could not', async () => {
    await writeFile(at('partly.ndjson'), `${JSON.stringify(osv('T-5', 'reached', '9.0.0'))}\n{"id": 5}\n`);
    const built = await build(at('partly.ndjson'));
    expect(built.exit).toBe(1);
    expect(built.out).toMatch(/1 advisory, [\s\S]*Not read[\s\S]*partly\.ndjson\/line\/2/);
    const shown = await match(at('bom.json'), '--advisories', at('made.index'));
    expect(shown.out).toContain('1 advisory could not be read');
  });

  it('is not believed when it is damaged', async () => {
    await build(at('feed.ndjson'));
    const bytes = await readFile(at('made.index'));
    for (const where of [60, Math.floor(bytes.length / 2), bytes.length - 40]) {
      const damaged = Buffer.from(bytes);
      damaged[where] = (damaged[where] ?? 0) ^ 0xff;
      await writeFile(at('damaged.index'), damaged);
      const shown = await match(at('bom.json'), '--advisories', at('damaged.index'));
      if (shown.exit !== 2)
        expect(shown.out).toContain('1 of 3 components affected'); // the damage is where nobody asked
      else expect(shown.err).toMatch(/damaged\.index cannot be used as an index\. .*build it again/);
    }
    await writeFile(at('cut.index'), bytes.subarray(0, bytes.length - 100));
    expect((await match(at('bom.json'), '--advisories', at('cut.index'))).err).toContain('cut short');
  });

  it.each([
    [['index', 'build', 'x.json'], /--out is missing/],
    [['index', 'build', 'nowhere.json', '--out', 'y'], /there is no such file or folder/],
    [['match', '--advisories', 'nowhere'], /INVENTORY is missing/],
  ])('%j is refused with what to do', async (argv, wanted) => {
    const shown = await type(argv, { now: NOW });
    expect(shown.exit).toBe(2);
    expect(shown.err).toMatch(wanted);
  });

  it('is asked alone', async () => {
    const shown = await match(at('bom.json'), '--advisories', at('made.index'), '--advisories', at('feed.ndjson'));
    expect(shown.err).toContain('An index is asked alone');
  });
});
