import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOfFolder, tarOf } from '../tar-folder.ts';
import { type Shown, type } from '../terminal.fixture.ts';

let place: string;
const NOW = '2026-11-22T12:00:00Z';
const at = (name: string): string => path.join(place, name);

const osv = (id: string, name: string, fixed: string, more: object = {}) => ({
  schema_version: '1.7.0',
  id,
  modified: '2026-11-22T09:00:00Z',
  summary: `A bug in ${name}`,
  affected: [
    { package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }, { fixed }] }] },
  ],
  ...more,
});
const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [
    { type: 'library', name: 'reached', version: '1.2.0', purl: 'pkg:npm/reached@1.2.0' },
    { type: 'library', name: 'mended', version: '2.0.0', purl: 'pkg:npm/mended@2.0.0' },
    { type: 'library', name: 'vague', purl: 'pkg:npm/vague' },
    { type: 'library', name: 'unheard', version: '1.0.0', purl: 'pkg:npm/unheard@1.0.0' },
    { type: 'library', name: 'nameless\u202e thing', version: '1.0.0' },
  ],
};
const RECORDS = [osv('T-1', 'reached', '1.3.0'), osv('T-2', 'mended', '1.9.0'), osv('T-3', 'vague', '3.0.0')];

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-match-'));
  await writeFile(at('bom.json'), JSON.stringify(BOM));
  await mkdir(at('folder/deep'), { recursive: true });
  for (const [i, record] of RECORDS.entries())
    await writeFile(at(`folder/deep/${i}.json`), JSON.stringify(record, null, 2));
  await writeFile(at('lines.ndjson'), RECORDS.map((record) => `${JSON.stringify(record)}\n`).join(''));
  await writeFile(at('list.json'), JSON.stringify(RECORDS));
  await writeFile(at('lines.ndjson.gz'), gzipSync(await readFile(at('lines.ndjson'))));
  const tar: Buffer[] = [];
  for await (const part of tarOf(await filesOfFolder(at('folder')))) tar.push(part);
  await writeFile(at('feed.tar'), tar);
  await writeFile(at('feed.tar.gz'), gzipSync(Buffer.concat(tar)));
  await mkdir(at('packed'));
  for (const record of RECORDS)
    await writeFile(at(`packed/${record.id}.json.gz`), gzipSync(JSON.stringify(record, null, 2)));
  await writeFile(at('feed.zip'), zipOf(RECORDS.map((record) => [`npm/${record.id}.json`, JSON.stringify(record)])));
});

afterAll(() => rm(place, { recursive: true, force: true }));

const match = (...argv: string[]): Promise<Shown> => type(['match', at('bom.json'), ...argv], { now: NOW });
const json = ({ out }: Shown) => JSON.parse(out);

const PLACES = [
  'folder',
  'lines.ndjson',
  'list.json',
  'feed.zip',
  'lines.ndjson.gz',
  'feed.tar',
  'feed.tar.gz',
  'packed',
];

describe('an inventory matched on this machine', () => {
  it('ends with 1 where a component is affected, and says which, by what, why, and what mends it', async () => {
    const shown = await match('--advisories', at('folder'));
    expect(shown.exit).toBe(1);
    expect(shown.out).toMatch(/^1 of 5 components affected, 1 undetermined, 1 could not be matched\.\n/);
    expect(shown.out).toMatch(
      /AFFECTED \(1\)\n.*\nreached +1\.2\.0 +T-1 +1\.3\.0 +Version 1\.2\.0 lies in the affected range/,
    );
    expect(shown.out).toMatch(/UNDETERMINED \(1\)\n.*\nvague +- +T-3 +The inventory states no version/);
    expect(shown.out).toMatch(
      /COULD NOT BE MATCHED \(1\)\n.*\nnameless\\u\{202e\} thing +1\.0\.0 +The component has no package URL/,
    );
    expect(shown.out).toContain('1 component not affected; 1 that no advisory names, which is not the same as safe.');
    expect(shown.err).toBe('');
  });

  it.each(PLACES)('says the same of advisories in %s', async (name) => {
    const { counts, advisories, components } = json(await match('--advisories', at(name), '--json'));
    expect(counts).toEqual({ affected: 1, undetermined: 1, cannot_match: 1, not_affected: 1, no_advisory: 1 });
    expect(advisories).toMatchObject({ read: 3, refused: 0, withdrawn: 0, packages: 3 });
    expect(components.map((c: { state: string }) => c.state)).toEqual(['affected', 'undetermined', 'cannot_match']);
    expect(components[0].matches[0]).toMatchObject({
      advisory: 'T-1',
      state: 'affected',
      fixedIn: '1.3.0',
      tier: 'exact',
    });
    expect(components[0].matches[0].evidence.interval).toBeDefined();
  });

  it('sends nothing anywhere', async () => {
    const fetched: unknown[] = [];
    const fetch = ((to: unknown) => Promise.reject(fetched.push(to))) as typeof globalThis.fetch; // a network that is watched
    await type(['match', at('bom.json'), '--advisories', at('folder')], { now: NOW, fetch });
    expect(fetched).toEqual([]);
  });

  it('ends with 0 where nothing is known to be affected, and does not call open questions an all-clear', async () => {
    await writeFile(at('one.json'), JSON.stringify(RECORDS[1]));
    const shown = await match('--advisories', at('one.json'));
    expect(shown.exit).toBe(0);
    expect(shown.out).toMatch(
      /^No component of 5 is known to be affected, 1 could not be matched\. This is no all-clear\.\n/,
    );
  });

  it('takes the newest of several records with one id, also when it withdraws', async () => {
    const withdrawn = { ...RECORDS[0], modified: '2026-11-22T11:00:00Z', withdrawn: '2026-11-22T11:00:00Z' };
    await writeFile(at('later.json'), JSON.stringify(withdrawn));
    const shown = json(await match('--advisories', at('later.json'), '--advisories', at('folder'), '--json'));
    expect(shown.counts).toMatchObject({ affected: 0, no_advisory: 2 });
    expect(shown.advisories).toMatchObject({ read: 3, withdrawn: 1 });
  });

  it('with --all lists every component', async () => {
    expect(json(await match('--advisories', at('folder'), '--all', '--json')).components).toHaveLength(5);
  });

  it('reads a sheet of products too', async () => {
    await writeFile(at('sheet.csv'), 'vendor,product,version,asset\nACME,Pump 3,1.1,Ward 2\n,Unnamed,1,Ward 3\n');
    const shown = await type(['match', at('sheet.csv'), '--advisories', at('folder')], { now: NOW });
    expect(shown.exit).toBe(0);
    expect(shown.out).toMatch(/Unnamed \(Ward 3\) +1 +The row names no vendor/);
    expect(shown.out).toContain('Not read of the inventory (1 problem)\n  /line/3  field.missing');
  });
});

describe('old advisories', () => {
  it('make not affected undetermined (law 11), by the date given', async () => {
    const shown = await match('--advisories', at('folder'), '--as-of', '2026-11-20T11:00:00Z', '--json');
    expect(json(shown)).toMatchObject({
      stale: true,
      maxAgeHours: 48,
      counts: { affected: 1, undetermined: 2, not_affected: 0, no_advisory: 1 },
    });
    expect(json(shown).conclusion).toContain('the advisories are 2 days old, more than they may be');
    const within = await match(
      '--advisories',
      at('folder'),
      '--as-of',
      '2026-11-20T11:00:00Z',
      '--max-age',
      '50',
      '--json',
    );
    expect(json(within)).toMatchObject({ stale: false, counts: { not_affected: 1 } });
  });

  it('are dated by the newest file or record where no date is given', async () => {
    const file = at('old.json');
    await writeFile(file, JSON.stringify(osv('T-9', 'mended', '1.9.0', { modified: '2026-01-01T00:00:00Z' })));
    await utimes(file, new Date('2026-02-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z'));
    expect(json(await match('--advisories', file, '--json'))).toMatchObject({
      asOf: '2026-02-01T00:00:00.000Z',
      stale: true,
    });
  });
});

describe('bad input', () => {
  it('ends with 2 and says what', async () => {
    await writeFile(at('empty.json'), '');
    await writeFile(at('broken.json'), JSON.stringify({ ...BOM, specVersion: '9' }));
    await writeFile(at('damaged.zip'), 'PK\u0003\u0004 and nothing more');
    await writeFile(at('damaged.gz'), (await readFile(at('feed.tar.gz'))).subarray(0, 200));
    await writeFile(at('cut.tar'), (await readFile(at('feed.tar'))).subarray(0, 800));
    await writeFile(at('list.json.gz'), gzipSync(JSON.stringify(RECORDS)));
    await mkdir(at('nothing'), { recursive: true });
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['match', at('bom.json')], /--advisories is missing/],
      [['match', at('none.json'), '--advisories', at('folder')], /there is no such file/],
      [
        ['match', at('broken.json'), '--advisories', at('folder')],
        /cannot be read as an inventory\.\n {2}\/specVersion/,
      ],
      [['match', at('list.json'), '--advisories', at('folder')], /cannot be read as an inventory|not an inventory/],
      [['match', at('bom.json'), '--advisories', at('none')], /there is no such file or folder/],
      [['match', at('bom.json'), '--advisories', at('nothing')], /has no \.json, \.ndjson, \.tar or \.zip file/],
      [['match', at('bom.json'), '--advisories', at('empty.json')], /has no bytes/],
      [['match', at('bom.json'), '--advisories', at('damaged.zip')], /is a damaged zip file/],
      [['match', at('bom.json'), '--advisories', at('damaged.gz')], /is a damaged gzip file/],
      [['match', at('bom.json'), '--advisories', at('cut.tar')], /is a damaged tar file: it ends in the middle of/],
      [['match', at('bom.json'), '--advisories', at('list.json.gz')], /is one packed JSON list/],
      [['match', at('bom.json'), '--advisories', at('bom.json')], /No advisory could be read/],
    ];
    for (const [argv, said] of cases) {
      const { exit, err, out } = await type(argv, { now: NOW });
      expect([argv.slice(1), exit, out]).toEqual([argv.slice(1), 2, '']);
      expect(err).toMatch(said);
    }
  });

  it('of one record costs that record, and is said', async () => {
    await writeFile(at('mixed.ndjson'), `${JSON.stringify(RECORDS[0])}\n{"id": "T-8"}\nnot json\n`);
    const shown = await match('--advisories', at('mixed.ndjson'));
    expect(shown.exit).toBe(1);
    expect(shown.out).toMatch(/Mind: 2 advisories could not be read\./);
    expect(shown.out).toContain('mixed.ndjson/line/2/modified  field.missing');
    expect(shown.out).toContain('mixed.ndjson/line/3');
  });
});

/** A zip with these files, deflated (APPNOTE 4.3). */
function zipOf(files: readonly (readonly [string, string])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const packed = deflateRawSync(text);
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(crc32(text), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(Buffer.byteLength(text), 8);
    sizes.writeUInt16LE(Buffer.byteLength(name), 12);
    const local = Buffer.concat([Buffer.from('504b030414000000080000000000', 'hex'), sizes, Buffer.from(name), packed]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(offset);
    directory.push(
      Buffer.concat([
        Buffer.from('504b01021400140000000800' + '00000000', 'hex'),
        sizes,
        Buffer.alloc(10),
        place,
        Buffer.from(name),
      ]),
    );
    parts.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
