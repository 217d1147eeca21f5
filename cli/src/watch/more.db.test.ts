// Watching with VEX beside, with advisories of every form, and with a feed that has grown: nothing is left out, and nothing is lost.
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bom } from '../../../server/test/operators.ts';
import { VERSION } from '../run.ts';
import { openFeedStore } from './feed-store.ts';
import { feedIndex } from './match-feed.ts';
import { openState } from './state.ts';
import { type Watching, watching } from './watching.fixture.ts';

let w: Watching;
beforeAll(async () => {
  w = await watching();
  await w.exploit({ 'CVE-2026-1000': '2026-11-20' });
  await w.advise({ id: 'GHSA-aaaa-bbbb-cccc', package: 'left-pad', fixed: '1.3.0', aliases: ['CVE-2026-1000'] });
  await writeFile(w.at('erp.json'), bom(['pkg:npm/left-pad@1.2.0']));
}, 120_000);
afterAll(() => w.close());

const json = ({ out, err }: { out: string; err: string }) => {
  if (out === '') throw new Error(err);
  return JSON.parse(out);
};
const openVex = (status: string, author: string, more: object = {}): string =>
  JSON.stringify({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://vex.example/${author.replaceAll(' ', '-')}`,
    author,
    timestamp: '2026-11-21T00:00:00Z',
    version: 1,
    statements: [
      { vulnerability: { name: 'CVE-2026-1000' }, products: [{ '@id': 'pkg:npm/left-pad@1.2.0' }], status, ...more },
    ],
  });

describe('VEX', () => {
  it('stands beside the duty that it speaks of, deletes none, and moves no day', async () => {
    const without = json(await w.watch(['--sbom', w.at('erp.json'), '--no-counts', '--json']));
    const justified = { justification: 'vulnerable_code_not_in_execute_path' };
    await writeFile(w.at('maker.json'), openVex('not_affected', 'Pad Makers', justified));
    await writeFile(w.at('other.json'), openVex('affected', 'Somebody else', { action_statement: 'Update.' }));
    const args = ['--sbom', w.at('erp.json'), '--vex', w.at('maker.json'), '--vex', w.at('other.json'), '--no-counts'];
    const shown = json(await w.watch([...args, '--json']));
    expect(shown.counts).toEqual(without.counts);
    expect(shown.vex).toMatchObject({ documents: 2, statements: 2, exposures: 1, contradictions: 1 });
    const [{ vex, ...duty }] = shown.duties;
    const [{ vex: none, ...before }] = without.duties;
    expect(duty).toEqual(before);
    expect(none).toBeNull();
    expect(vex.notes).toContainEqual({
      status: 'not_affected',
      because: 'vulnerable_code_not_in_execute_path',
      author: 'Pad Makers',
      at: '2026-11-21T00:00:00.000Z',
      document: 'https://vex.example/Pad-Makers',
      certain: true,
    });
    expect(vex.contradictions).not.toEqual([]);
    const text = await w.watch(args);
    expect(text.exit).toBe(1);
    expect(text.out).toMatch(/SAID BY VEX \(2; nothing was left out for it\)[\s\S]*Pad Makers[\s\S]*CONTRADICTIONS/);
    expect(await readFile(w.at('state/duties.txt'), 'utf8')).toContain(
      'VEX: Pad Makers says not affected (vulnerable_code_not_in_execute_path)',
    );
  });

  it('that cannot be read stops the round: without what it says the answer would look complete', async () => {
    await writeFile(w.at('broken.json'), '{"@context": "https://openvex.dev/ns/v0.2.0"');
    const shown = await w.watch(['--sbom', w.at('erp.json'), '--vex', w.at('broken.json')]);
    expect([shown.exit, shown.out]).toEqual([2, '']);
    expect(shown.err).toContain('broken.json');
  });
});

describe('the stream', () => {
  it('brings what came as CSAF, as a CVE record and from the NVD, to whoever runs the product', async () => {
    for (const [source, body] of [
      ['csaf', CSAF],
      ['cve', CVE],
      ['nvd', NVD],
    ] as const) {
      const sent = await w.t.call(w.coordinator, 'feeds.import', { params: { source }, body: JSON.stringify(body) });
      expect(sent.body, source).toMatchObject({ accepted: 1, refused: 0 });
    }
    await w.t.work();
    const component = (name: string, more: object) => ({ type: 'device', name, ...more });
    await writeFile(
      w.at('plant.json'),
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        components: [
          component('reef', { version: '1.0.0', purl: 'pkg:npm/reef@1.0.0' }),
          component('tap', { version: '3.0', cpe: 'cpe:2.3:a:acme:tap:3.0:*:*:*:*:*:*:*' }),
        ],
      }),
    );
    await writeFile(w.at('ward.csv'), 'vendor,product,version\nAcme,Pump,1.0\n');
    const { duties } = json(
      await w.watch(['--sbom', w.at('plant.json'), '--sbom', w.at('ward.csv'), '--no-counts', '--json']),
    );
    const open = duties.filter((d: { endedAt: string | null }) => d.endedAt === null);
    expect(open.map((d: { advisory: string }) => d.advisory).sort()).toEqual([
      'csaf/ACME-1',
      'cve/CVE-2026-7001',
      'nvd/CVE-2026-7002',
    ]);
  });
});

describe('what was pulled', () => {
  it('is written anew when it has doubled, with the same answers and without what was replaced', async () => {
    for (let n = 1; n <= 6; n += 1) {
      await w.advise({
        id: 'GHSA-aaaa-bbbb-cccc',
        package: 'left-pad',
        fixed: `1.3.${n}`,
        aliases: ['CVE-2026-1000'],
        modified: `2026-11-22T10:0${n}:00Z`,
      });
      await w.watch(['--sbom', w.at('erp.json'), '--no-counts']);
    }
    const state = await openState(w.at('state'));
    try {
      const of = JSON.parse(await readFile(w.at('state/instance.json'), 'utf8'));
      const store = await openFeedStore(state, { origin: of.key.split('+')[0], party: of.party }, VERSION, 1);
      const feed = feedIndex();
      const wanted = new Set(['npm/left-pad']);
      await feed.refresh(store, wanted);
      const before = { file: store.file('outside'), bytes: store.bytes('outside'), cursor: store.cursor('outside') };
      await store.compact();
      expect(store.file('outside')).not.toBe(before.file);
      expect(store.bytes('outside')).toBeLessThan(before.bytes / 2);
      expect(store.cursor('outside')).toEqual(before.cursor);
      expect(await readdir(w.at('state'))).not.toContain(before.file);
      expect((await stat(w.at(`state/${store.file('outside')}`))).mode & 0o777).toBe(0o600);
      const claims = feed.advisories;
      await feed.refresh(store, wanted);
      expect(feed.advisories).toBe(claims);
      expect(feed.known('osv/GHSA-aaaa-bbbb-cccc')).toBeDefined();
      const { file } = { file: store.file('outside') };
      await store.compact();
      expect(store.file('outside')).toBe(file); // it has not doubled since
    } finally {
      await state.close();
    }
    const after = json(await w.watch(['--sbom', w.at('erp.json'), '--no-counts', '--json']));
    expect(after.duties.find((d: { advisory: string }) => d.advisory === 'osv/GHSA-aaaa-bbbb-cccc')).toMatchObject({
      fixedIn: '1.3.6',
      state: 'open',
    });
  });
});

const CSAF = {
  document: {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    title: 'A hole in Pump',
    publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
    distribution: { tlp: { label: 'WHITE' } },
    tracking: {
      id: 'ACME-1',
      status: 'final',
      version: '1',
      initial_release_date: '2026-11-20T00:00:00Z',
      current_release_date: '2026-11-20T00:00:00Z',
      revision_history: [{ number: '1', date: '2026-11-20T00:00:00Z', summary: 'First.' }],
    },
  },
  product_tree: {
    branches: [
      {
        category: 'vendor',
        name: 'Acme',
        branches: [
          {
            category: 'product_name',
            name: 'Pump',
            branches: [
              {
                category: 'product_version_range',
                name: 'vers:generic/<2.0',
                product: { product_id: 'P1', name: 'Pump before 2.0' },
              },
            ],
          },
        ],
      },
    ],
  },
  vulnerabilities: [{ cve: 'CVE-2026-7000', product_status: { known_affected: ['P1'] } }],
};
const CVE = {
  dataType: 'CVE_RECORD',
  dataVersion: '5.2',
  cveMetadata: {
    cveId: 'CVE-2026-7001',
    assignerOrgId: '11111111-1111-4111-8111-111111111111',
    state: 'PUBLISHED',
    datePublished: '2026-11-20T00:00:00Z',
    dateUpdated: '2026-11-20T00:00:00Z',
  },
  containers: {
    cna: {
      providerMetadata: { orgId: '11111111-1111-4111-8111-111111111111' },
      descriptions: [{ lang: 'en', value: 'A hole in reef.' }],
      affected: [
        {
          packageURL: 'pkg:npm/reef',
          packageName: 'reef',
          collectionURL: 'https://registry.example',
          versions: [{ version: '0', lessThan: '2.0.0', status: 'affected', versionType: 'semver' }],
        },
      ],
      references: [{ url: 'https://reef.example/1' }],
    },
  },
};
const NVD = {
  cve: {
    id: 'CVE-2026-7002',
    published: '2026-11-20T10:00:00.000',
    lastModified: '2026-11-20T10:00:00.000',
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: 'A tap drips.' }],
    configurations: [
      {
        nodes: [
          {
            operator: 'OR',
            cpeMatch: [
              { vulnerable: true, criteria: 'cpe:2.3:a:acme:tap:*:*:*:*:*:*:*:*', versionEndExcluding: '5.0' },
            ],
          },
        ],
      },
    ],
  },
};
