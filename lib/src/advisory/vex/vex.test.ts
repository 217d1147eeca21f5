// The three formats of VEX say the same through our model, and what one of them cannot say is named.
import { beforeAll, describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { holdReader } from '../../kit/testing/mutate.ts';
import { readCsaf, writeCsafVex } from '../csaf/index.ts';
import { readCycloneDx, readCycloneDxVex, writeCycloneDxVex } from '../cyclonedx/index.ts';
import { readOpenVex, writeOpenVex } from '../openvex/index.ts';
import type { VexDocument, VexStatement } from '../vex-model.ts';
import { answerOf, effectiveStatements, mergeStatements } from './index.ts';
import { DOCUMENT, product, statement } from './vex.fixture.ts';

const short = ({ vulnerability, status, justification, impact, products }: VexStatement): string => {
  const named = products.map(({ purls, subcomponents }) =>
    [...purls, ...subcomponents.map((one) => one.purls[0])].join('/'),
  );
  return `${vulnerability.name} ${status} ${justification ?? impact ?? ''} ${named.join()}`.replace(/ +/g, ' ');
};
const OPTIONS = { publisher: { category: 'vendor', namespace: 'https://acme.example' }, title: 'VEX of Acme' } as const;

describe('OpenVEX', () => {
  it('reads back as it was written', () => {
    const { document, lost } = expectOk(writeOpenVex(DOCUMENT));
    const again = expectOk(readOpenVex(JSON.stringify(document)));
    expect(lost).toEqual([]);
    expect(again).toEqual({
      ...DOCUMENT,
      statements: DOCUMENT.statements.map((one, i) => ({ ...one, role: 'vendor', path: `/statements/${i}` })),
    });
  });

  it('places everything that breaks the schema', () => {
    const { document } = expectOk(writeOpenVex(DOCUMENT));
    const broken = {
      ...document,
      version: 0,
      extra: 1,
      timestamp: 'yesterday',
      statements: [
        { vulnerability: { name: 'CVE-1' }, products: [{ '@id': 'x' }], status: 'not_affected' },
        { vulnerability: { name: 'CVE-1' }, products: [{}], status: 'affected' },
        { vulnerability: 'CVE-1', products: ['nginx'], status: 'fixed' },
        {
          vulnerability: { name: 'CVE-1' },
          products: [{ '@id': 'x', identifiers: {}, hashes: { crc: '1' } }],
          status: 'done',
        },
      ],
    };
    const { problems, statements } = expectOk(readOpenVex(broken));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.unknown /extra',
      'date.syntax /timestamp',
      'field.value /version',
      'field.missing /statements/0/justification',
      'field.missing /statements/1/products/0',
      'field.missing /statements/1/action_statement',
      'field.type /statements/2/vulnerability',
      'field.type /statements/2/products/0',
      'field.value /statements/3/status',
      'field.missing /statements/3/products/0',
      'field.value /statements/3/products/0/hashes/algorithm',
    ]);
    expect(statements).toHaveLength(2);
    expect(readOpenVex({ '@context': 'https://example.org', statements: [] }).ok).toBe(false);
  });
});

describe('CycloneDX VEX', () => {
  it('says the same, and names what is lost', () => {
    const { document, lost } = expectOk(writeCycloneDxVex(DOCUMENT));
    const again = expectOk(readCycloneDxVex(JSON.stringify(document)));
    expect(again.problems).toEqual([]);
    expect(readCycloneDx(JSON.stringify(document)).ok).toBe(true);
    expect(again.statements.map(short)).toEqual(
      DOCUMENT.statements
        .map(short)
        .map((line) =>
          line
            .replace('component_not_present', 'vulnerable_code_not_present')
            .replace('vulnerable_code_cannot_be_controlled_by_adversary ', '')
            .replace('pkg:npm/app@1.0.0/', ''),
        ),
    );
    expect(lost.map(({ path }) => path)).toEqual([
      '/statements/1/products/0',
      '/statements/3/justification',
      '/statements/6/justification',
      '/id',
      '/role',
    ]);
  });

  it('splits a statement by what it says of versions, and keeps words that others lack', () => {
    const bom = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: {
        timestamp: '2026-01-01T00:00:00Z',
        component: { type: 'application', name: 'App', 'bom-ref': 'app' },
      },
      vulnerabilities: [
        {
          id: 'CVE-2026-1',
          references: [{ id: 'GHSA-1', source: {} }],
          analysis: { state: 'exploitable', response: ['will_not_fix'], detail: 'Bad' },
          affects: [
            {
              ref: 'app',
              versions: [
                { version: '1.0', status: 'affected' },
                { range: 'vers:generic/>=2.0|<3.0', status: 'unaffected' },
                { range: 'up to 0.9' },
              ],
            },
          ],
        },
        {
          id: 'CVE-2026-2',
          analysis: {
            state: 'false_positive',
            justification: 'requires_configuration',
            lastUpdated: '2026-02-01T00:00:00Z',
          },
          affects: [{ ref: 'urn:cdx:00000000-0000-4000-8000-000000000000/1#pkg:npm/left@1.0.0' }],
        },
        { id: 'CVE-2026-3', analysis: { state: 'in_triage' } },
        { id: 'CVE-2026-4' },
      ],
    };
    const { statements, problems } = expectOk(readCycloneDxVex(bom));
    expect(statements).toMatchObject([
      {
        status: 'affected',
        vulnerability: { name: 'CVE-2026-1', aliases: ['GHSA-1'] },
        products: [{ name: 'App', version: '1.0' }, { unread: ['up to 0.9'] }],
        action: 'will not fix; Bad',
        at: '2026-01-01T00:00:00.000Z',
      },
      { status: 'not_affected', products: [{ ranges: [[{ introduced: '2.0' }, { fixed: '3.0' }]] }], impact: 'Bad' },
      {
        status: 'not_affected',
        statusAsGiven: 'false_positive',
        justificationAsGiven: 'requires_configuration',
        products: [{ purls: ['pkg:npm/left@1.0.0'] }],
        updated: '2026-02-01T00:00:00.000Z',
      },
      { status: 'under_investigation', products: [] },
    ]);
    expect(problems.map(({ path }) => path)).toEqual(['/vulnerabilities/2/affects']);
    const open = expectOk(writeOpenVex({ ...DOCUMENT, statements: statements.slice(2, 3) }));
    expect(open.lost.map(({ path }) => path)).toEqual([
      '/statements/0/justificationAsGiven',
      '/statements/0/statusAsGiven',
      '/statements/0/author',
    ]);
    expect(JSON.stringify(open.document)).toContain('"impact_statement":"requires_configuration"');
  });
});

describe('CSAF VEX', () => {
  let judge: (document: unknown) => Promise<{ tests: readonly { name: string; isValid: boolean; errors: unknown }[] }>;
  beforeAll(async () => {
    const from = '@secvisogram/csaf-validator-lib'; // without types of its own
    const { default: validate } = await import(`${from}/validateStrict.js`);
    const basic = await import(`${from}/basic.js`);
    judge = (document) => validate(Object.values(basic), document);
  }, 120_000);
  const failures = async (document: unknown) => (await judge(document)).tests.filter(({ isValid }) => !isValid);

  it("is valid by another one's validator and says the same", async () => {
    const { document, lost } = expectOk(writeCsafVex(DOCUMENT, OPTIONS));
    expect(await failures(document)).toEqual([]);
    const { vex, problemsTotal } = expectOk(readCsaf(JSON.stringify(document)));
    expect([problemsTotal, lost]).toEqual([0, []]);
    expect(vex.statements.map(short)).toEqual(
      DOCUMENT.statements.map(short).map((line) => line.replace(/^GHSA\S+/, 'GHSA-5555-6666-7777')),
    );
  });

  it('is valid for statements without reasons, of other vocabularies and about ranges, and names what was missing', async () => {
    const odd: VexDocument = {
      ...DOCUMENT,
      statements: [
        statement({ status: 'affected' }),
        statement({ status: 'fixed', at: '2026-03-01T00:00:00.000Z' }),
        statement({
          vulnerability: { name: 'X', aliases: [] },
          status: 'not_affected',
          justificationAsGiven: 'requires_environment',
        }),
        statement({
          vulnerability: { name: 'CVE-2026-9', aliases: [] },
          products: [
            {
              name: 'Pump',
              vendor: 'Acme',
              ranges: [[{ introduced: '1' }, { fixed: '2' }]],
              purls: [],
              cpes: [],
              hashes: [],
              subcomponents: [],
            },
          ],
        }),
      ],
    };
    const { document, lost } = expectOk(writeCsafVex(odd, OPTIONS));
    expect(await failures(document)).toEqual([]);
    expect(lost.map(({ path }) => path)).toEqual(['/statements/0', '/statements/2/justificationAsGiven']);
    expect(JSON.stringify(document)).toContain('Acme Pump vers:generic/>=1|<2');
  });
});

describe('many statements', () => {
  const documents = (...statements: VexStatement[]): VexDocument[] => [{ ...DOCUMENT, statements }];
  const early = statement({ status: 'affected', action: 'wait' });
  const late = statement({ status: 'fixed', at: '2026-02-01T00:00:00.000Z' });
  const other = statement({ status: 'affected', author: 'Other', at: '2026-01-15T00:00:00.000Z' });

  it('are merged in the order of their time', () => {
    expect(mergeStatements(documents(late, early, other))).toEqual([early, other, late]);
  });

  it('replace earlier ones of their author on the same product, and no others', () => {
    const elsewhere = statement({ status: 'affected', products: [product('pkg:npm/left@2.0.0')] });
    const effective = effectiveStatements(documents(late, early, other, elsewhere));
    expect(effective.map((one) => [one.statement, one.replaces])).toEqual([
      [elsewhere, []],
      [other, []],
      [late, [early]],
    ]);
  });

  it('suppress only where every author who speaks agrees; a contradiction is shown', () => {
    const ids = new Set(['CVE-2026-1000']);
    const about = (version: string) => (one: { purls: readonly string[] }) =>
      one.purls.includes(`pkg:npm/left@${version}`);
    expect(answerOf(effectiveStatements(documents(early, late)), ids, about('1.0.0'))).toMatchObject({
      suppresses: true,
      contradicted: false,
    });
    expect(answerOf(effectiveStatements(documents(early, late)), ids, about('2.0.0'))).toMatchObject({
      suppresses: false,
      statements: [],
    });
    expect(answerOf(effectiveStatements(documents(late, other)), ids)).toMatchObject({
      suppresses: false,
      contradicted: true,
    });
  });
});

describe('damaged VEX documents', () => {
  it.each([
    ['OpenVEX', readOpenVex, () => expectOk(writeOpenVex(DOCUMENT)).document],
    ['CycloneDX VEX', readCycloneDxVex, () => expectOk(writeCycloneDxVex(DOCUMENT)).document],
    ['CSAF VEX', readCsaf, () => expectOk(writeCsafVex(DOCUMENT, OPTIONS)).document],
  ] as const)('%s: 10,000 of them crash or hang nothing', (name, read, write) => {
    const run = holdReader(
      (input) => {
        const result = read(input);
        return { accepted: result.ok, problems: result.ok ? 0 : result.problems.length };
      },
      [JSON.stringify(write())],
      { runs: 10_000, seed: 77 },
    );
    console.log(`${name}: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
    expect(run.broken).toEqual([]);
    expect(run.accepted).toBeGreaterThan(1_000);
  });
});
