// Another's validator is the judge: the schema and every mandatory test of CSAF 2.0 §6.1, over documents that are odd in one way each.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectOk, type Instant } from '../../kit/index.ts';
import type { Affected } from '../advisory-model.ts';
import { advisoryOfPublished, type PublishedAdvisory } from '../published-model.ts';
import { CWE_NAMES } from './cwe-names.ts';
import { everyWeakness, oddities, plain } from './published.fixture.ts';
import { webUri } from './uri.ts';
import { csafFileName, writeCsaf } from './write.ts';

interface Verdict {
  readonly isValid: boolean;
  readonly tests: readonly { readonly name: string; readonly isValid: boolean; readonly errors: readonly unknown[] }[];
}
let judge: (document: unknown) => Promise<Verdict>;

beforeAll(async () => {
  const from = '@secvisogram/csaf-validator-lib'; // without types of its own
  const { default: validate } = await import(`${from}/validateStrict.js`);
  const basic = await import(`${from}/basic.js`);
  const tests = Object.values(basic);
  judge = (document) => validate(tests, document);
}, 120_000);

const write = (advisory: PublishedAdvisory) =>
  expectOk(
    writeCsaf(advisory, { generatorVersion: '0.1.0', selfUrl: 'https://clearinghouse.example/lt-2026-0042.json' }),
  );

async function failuresOf(document: unknown): Promise<unknown[]> {
  const verdict = await judge(document);
  return verdict.tests.filter((test) => !test.isValid).map((test) => ({ test: test.name, errors: test.errors }));
}

describe('the validator finds nothing wrong with', () => {
  it.each(Object.keys(oddities))('%s', async (name) => {
    const advisory = oddities[name] ?? plain;
    expect(await failuresOf(write(advisory).document)).toEqual([]);
    const alone = expectOk(writeCsaf(advisory, { generatorVersion: '', status: 'interim' }));
    expect(await failuresOf(alone.document)).toEqual([]);
  });

  it('every weakness whose name we write', async () => {
    for (const advisory of everyWeakness) {
      const { document } = write(advisory);
      expect(document.vulnerabilities?.[0]?.cwe?.id).toBe(advisory.weaknesses[0]);
      expect(await failuresOf(document)).toEqual([]);
    }
    expect(everyWeakness.length).toBe(CWE_NAMES.size);
    expect(CWE_NAMES.size).toBeGreaterThan(130);
  });

  it('whatever texts, versions and addresses come from outside', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.webUrl(),
      fc.constantFrom('a', '1.0', '0', '*', '<'),
    );
    const event = fc.oneof(
      text.map((introduced) => ({ introduced })),
      text.map((fixed) => ({ fixed })),
      text.map((lastAffected) => ({ lastAffected })),
    );
    const entry: fc.Arbitrary<Affected> = fc.record({
      ecosystem: fc.oneof(fc.constantFrom('npm', 'Debian:12', 'Go', 'product', 'Maven'), text),
      name: text,
      vendor: text,
      purl: fc.oneof(
        text,
        text.map((name) => `pkg:npm/${name}`),
        text.map((name) => `pkg:generic/${encodeURIComponent(name.toWellFormed())}`),
      ),
      ranges: fc.array(
        fc.record({ type: fc.constant('ECOSYSTEM' as const), events: fc.array(event, { maxLength: 4 }) }),
        { maxLength: 2 },
      ),
      versions: fc.array(text, { maxLength: 3 }),
    });
    const advisory: fc.Arbitrary<PublishedAdvisory> = fc
      .record({
        title: text.map((title) => `Title ${title}`),
        summary: text.map((summary) => `Summary ${summary}`),
        details: text,
        aliases: fc.array(text, { maxLength: 3 }),
        affected: fc.array(entry, { minLength: 1, maxLength: 3 }),
        weaknesses: fc.array(text, { maxLength: 2 }),
        mitigations: fc.array(fc.record({ kind: fc.constant('mitigation' as const), text, url: text }), {
          maxLength: 2,
        }),
        credits: fc.array(fc.record({ name: text, organisation: text, part: text }), { maxLength: 2 }),
        references: fc.array(fc.record({ type: text, url: text, summary: text }), { maxLength: 3 }),
      })
      .map((odd) => ({ ...plain, ...odd }));
    let written = 0;
    await fc.assert(
      fc.asyncProperty(advisory, async (one) => {
        const result = writeCsaf(one, { generatorVersion: '1' });
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        written += 1;
        expect(await failuresOf(result.value.document)).toEqual([]);
      }),
      { numRuns: 150 },
    );
    expect(written).toBeGreaterThan(50);
  });
});

describe('the document', () => {
  it('has the tree, the status and the remedy that a reader acts on', () => {
    const { document, fileName, leftOut } = write(plain);
    expect(fileName).toBe('lt-2026-0042.json');
    expect(leftOut).toEqual([]);
    expect(document.product_tree?.branches).toEqual([
      {
        category: 'vendor',
        name: 'npm',
        branches: [
          {
            category: 'product_name',
            name: 'left-parse',
            branches: [
              {
                category: 'product_version_range',
                name: 'vers:npm/>=1.0.0|<1.4.2',
                product: {
                  product_id: 'CSAFPID-0001',
                  name: 'npm left-parse vers:npm/>=1.0.0|<1.4.2',
                  product_identification_helper: { purl: 'pkg:npm/left-parse' },
                },
              },
              {
                category: 'product_version',
                name: '1.4.2',
                product: {
                  product_id: 'CSAFPID-0002',
                  name: 'npm left-parse 1.4.2',
                  product_identification_helper: { purl: 'pkg:npm/left-parse@1.4.2' },
                },
              },
            ],
          },
        ],
      },
    ]);
    expect(document.vulnerabilities?.[0]).toMatchObject({
      cve: 'CVE-2026-20253',
      cwe: { id: 'CWE-787', name: 'Out-of-bounds Write' },
      ids: [
        { system_name: 'Example Clearinghouse', text: 'LT-2026-0042' },
        { system_name: 'GitHub Security Advisory', text: 'GHSA-aaaa-bbbb-cccc' },
      ],
      product_status: { known_affected: ['CSAFPID-0001'], fixed: ['CSAFPID-0002'] },
      remediations: [
        { category: 'vendor_fix', details: 'Update npm left-parse to 1.4.2 or later.', product_ids: ['CSAFPID-0001'] },
        { category: 'workaround', product_ids: ['CSAFPID-0001'], url: 'https://example.org/how' },
      ],
    });
    expect(document.document.tracking).toMatchObject({ id: 'LT-2026-0042', status: 'final', version: '1' });
    expect(document.document.distribution.tlp.label).toBe('WHITE');
  });

  it('says that no version is known by under_investigation, and claims no fix', () => {
    const { document } = write(oddities['no version known: under investigation'] ?? plain);
    expect(document.vulnerabilities?.[0]?.product_status).toEqual({ under_investigation: ['CSAFPID-0001'] });
    expect(document.vulnerabilities?.[0]).not.toHaveProperty('remediations');
    expect(document.vulnerabilities?.[0]).not.toHaveProperty('scores');
  });

  it('reads events in version order, whatever order they come in', () => {
    const [sorted, any] = ['two intervals with two fixes', 'events in any order'].map((name) =>
      write(oddities[name] ?? plain),
    );
    expect(any?.document.product_tree).toEqual(sorted?.document.product_tree);
  });

  it('of a withdrawn advisory claims nothing', () => {
    const { document } = write(oddities.withdrawn ?? plain);
    expect(document.document.category).toBe('csaf_informational_advisory');
    expect(document.document.title).toMatch(/^Withdrawn: /);
    expect(document).not.toHaveProperty('vulnerabilities');
    expect(document).not.toHaveProperty('product_tree');
  });

  it('names what it leaves out', () => {
    const { leftOut } = write(oddities['all scores at once'] ?? plain);
    expect(leftOut.map((left) => left.path)).toEqual(['/severity/4', '/severity/3', '/severity/1']);
    expect(write(oddities['addresses that are none'] ?? plain).leftOut.map((left) => left.path)).toEqual([
      '/references/0/url',
      '/references/1/url',
      '/references/2/url',
      '/references/3/url',
      '/references/4/url',
      '/mitigations/0/url',
    ]);
    expect(write(oddities['a package URL that is none'] ?? plain).leftOut).toMatchObject([
      { path: '/affected/0/purl' },
    ]);
    expect(write(oddities['weaknesses without a name, then one with'] ?? plain).leftOut.map((l) => l.path)).toEqual([
      '/weaknesses/0',
      '/weaknesses/2',
    ]);
  });

  it('changes nothing between two writings of the same advisory', () => {
    expect(JSON.stringify(write(plain))).toBe(JSON.stringify(write(structuredClone(plain))));
  });
});

describe('what cannot be published is refused', () => {
  const at = (text: string) => text as Instant; // literals below are instants
  it.each<[string, Partial<PublishedAdvisory>, string]>([
    ['TLP:AMBER+STRICT', { tlp: 'TLP:AMBER+STRICT' }, '/tlp'],
    ['nothing affected', { affected: [] }, '/affected'],
    ['no revision', { revisions: [] }, '/revisions'],
    ['no title', { title: '\u0000 ' }, '/title'],
    ['an id with blanks', { id: ' LT-1' }, '/id'],
    ['a publisher without an address', { publisher: { ...plain.publisher, namespace: 'us' } }, '/publisher/namespace'],
    [
      'a version affected and fixed at once',
      {
        affected: [
          {
            ecosystem: 'npm',
            name: 'a',
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
            versions: [],
          },
          { ecosystem: 'npm', name: 'a', ranges: [], versions: ['2.0.0'] },
        ],
      },
      '/affected/1',
    ],
  ])('%s', (_, odd, path) => {
    const result = writeCsaf({ ...plain, ...odd }, { generatorVersion: '1' });
    expect(result).toMatchObject({ ok: false, problems: [{ path }] });
  });

  it('revisions out of order, each named', () => {
    const revisions = [
      { number: 2, at: at('2026-09-02T00:00:00.000Z'), summary: 'b' },
      { number: 1, at: at('2026-09-01T00:00:00.000Z'), summary: 'a' },
    ];
    const result = writeCsaf({ ...plain, revisions }, { generatorVersion: '1' });
    expect(result).toMatchObject({
      ok: false,
      problems: [{ path: '/revisions/0/number' }, { path: '/revisions/1/number' }, { path: '/revisions/1/at' }],
    });
  });

  it('more products than a document should hold', () => {
    const versions = Array.from({ length: 10_001 }, (_, i) => `1.0.${i}`);
    const affected = [{ ecosystem: 'npm', name: 'a', ranges: [], versions }];
    expect(writeCsaf({ ...plain, affected }, { generatorVersion: '1' })).toMatchObject({
      ok: false,
      problems: [{ code: 'field.too-many' }],
    });
  });
});

describe('webUri', () => {
  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['https://example.org/%zz%20', 'https://example.org/%25zz%20'],
    ['https://müller.example/', 'https://xn--mller-kva.example/'],
    ['https://example.org/#a#b', 'https://example.org/#a%23b'],
    ['javascript:alert(1)', undefined],
    ['https://u:p@example.org', undefined],
    ['data:text/html,x', undefined],
  ])('%s becomes %s', (from, to) => expect(webUri(from)).toBe(to));
});

describe('advisoryOfPublished', () => {
  it('is the same advisory in the model that we read and match', () => {
    expect(advisoryOfPublished(plain)).toMatchObject({
      id: 'LT-2026-0042',
      summary: plain.title,
      details: `${plain.summary}\n\n${plain.details}`,
      published: '2026-09-01T14:00:00.000Z',
      modified: '2026-09-01T14:00:00.000Z',
      vectors: [plain.severity[0]?.vector],
      credits: ['Ada Example', 'Model run 7'],
      affected: plain.affected,
    });
  });

  it('keeps a withdrawal, and its day as the last change', () => {
    const withdrawn = advisoryOfPublished(oddities.withdrawn ?? plain);
    expect(withdrawn).toMatchObject({ withdrawn: '2026-09-09T00:00:00.000Z', modified: '2026-09-09T00:00:00.000Z' });
  });
});

it('file names follow §5.1', () => {
  expect(csafFileName('Example Company - 2019-YH3234')).toBe('example_company_-_2019-yh3234.json');
  expect(csafFileName('RHBA-2019:0024')).toBe('rhba-2019_0024.json');
});
