// Exposures as SARIF and as VEX: nothing that was found is missing in them, and nothing is said that is not known.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Component, readCsaf, readSarif, type VexDocument, writeCsafVex } from '../../advisory/index.ts';
import { expectOk } from '../../kit/index.ts';
import type { Match } from '../model.ts';
import type { VexAnnotation, VexNote } from '../vex/index.ts';
import { type Exposed, exposuresAsSarif, exposuresAsStatements } from './index.ts';

const component = (name: string): Component => ({
  ordinal: 0,
  path: `/components/${name.length}`,
  kind: 'library',
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name}@1.0.0`,
  hashes: [],
});
const match = (state: Match['state'], advisory: string): Match => ({
  state,
  tier: 'exact',
  reason: { code: 'r', text: `Reason for ${state}.` },
  informational: false,
  ...(state === 'affected' ? { fixedIn: '1.3.0' } : {}),
  evidence: { rule: 'r', advisory, revision: '0', package: 'npm/x', via: 'package-url' },
});
const note = (author: string, status: VexNote['status'], more: Partial<VexNote> = {}): VexNote => ({
  status,
  author,
  at: '2026-01-01T00:00:00.000Z',
  document: { format: 'openvex', id: 'https://acme.example/1' },
  path: '/statements/0',
  about: 'component',
  certain: true,
  replaces: 0,
  ...more,
});
const AGAINST = { between: 'match', text: 'Acme says not affected; but the match says otherwise.' } as const;
const annotation = (
  notes: readonly VexNote[],
  contradictions: VexAnnotation['contradictions'] = [],
): VexAnnotation => ({ notes, contradictions });
const known = { aliases: ['CVE-2026-1000'], summary: 'A hole in left', score: 9.8 };

const unreachable = note('Acme', 'not_affected', { justification: 'vulnerable_code_not_in_execute_path' });
const absent = note('Acme', 'not_affected', { justification: 'vulnerable_code_not_present' });
const EXPOSED: readonly Exposed[] = [
  { component: component('left'), match: match('affected', 'GHSA-1'), known },
  { component: component('right'), match: match('undetermined', 'GHSA-1'), known },
  {
    component: component('unreachable'),
    match: match('affected', 'GHSA-1'),
    known,
    vex: annotation([unreachable], [AGAINST]),
  },
  { component: component('absent'), match: match('affected', 'GHSA-2'), vex: annotation([absent], [AGAINST]) },
  {
    component: component('disputed'),
    match: match('affected', 'GHSA-2'),
    vex: annotation([unreachable, note('Other', 'affected')], [{ between: 'authors', text: 'They disagree.' }]),
  },
  { component: component('mended'), match: match('affected', 'GHSA-2'), vex: annotation([note('Acme', 'fixed')]) },
  {
    component: component('perhaps'),
    match: match('affected', 'GHSA-2'),
    vex: annotation([{ ...unreachable, certain: false }]),
  },
];

describe('SARIF', () => {
  // Only as much of the log as is asked about.
  const log = exposuresAsSarif(EXPOSED, { toolVersion: '1.2.3', file: 'in here/bom.json' }) as {
    readonly runs: readonly [{ readonly results: readonly SarifResult[]; readonly tool: unknown }];
  };
  interface SarifResult {
    readonly kind: string;
    readonly level: string;
    readonly ruleIndex: number;
    readonly message: { readonly text: string };
    readonly locations: readonly unknown[];
    readonly suppressions?: readonly { readonly status: string; readonly justification: string }[];
  }
  const [{ results, tool }] = log.runs;

  it('has a rule for each vulnerability and a result for each component', () => {
    expect(results).toHaveLength(EXPOSED.length);
    expect(tool).toMatchObject({
      driver: {
        rules: [
          { id: 'GHSA-1', shortDescription: { text: 'A hole in left' }, properties: { 'security-severity': '9.8' } },
          { id: 'GHSA-2', defaultConfiguration: { level: 'warning' } },
        ],
      },
    });
    expect(results.map(({ ruleIndex }) => ruleIndex)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('fails what is affected by its severity, and leaves open what cannot be told', () => {
    expect(results.slice(0, 4).map(({ kind, level }) => `${kind} ${level}`)).toEqual([
      'fail error',
      'open none',
      'fail error',
      'fail warning',
    ]);
  });

  it('points into the inventory, at the package and at its place', () => {
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: 'in%20here/bom.json', index: 0 } },
        logicalLocations: [
          { name: 'left', fullyQualifiedName: 'pkg:npm/left@1.0.0', kind: 'package' },
          { fullyQualifiedName: '/components/4', kind: 'object' },
        ],
      },
    ]);
  });

  it('suppresses for "not affected" with a justification: accepted, or under review where it is contradicted', () => {
    expect(results.map(({ suppressions }) => suppressions?.map(({ status }) => status))).toEqual([
      undefined,
      undefined,
      ['accepted'],
      ['underReview'],
      ['underReview'],
      undefined,
      undefined,
    ]);
    expect(results[3]?.suppressions?.[0]?.justification).toContain('Acme');
    expect(results[3]?.message.text).toContain('Contradiction: Acme says not affected');
  });

  it('is read by our own reader without a complaint', async () => {
    const events: string[] = [];
    const open = async function* () {
      yield Buffer.from(JSON.stringify(log));
    };
    for await (const event of readSarif(open)) if (event.kind !== 'finding') events.push(event.kind);
    expect(events.filter((kind) => kind === 'problem')).toEqual([]);
    expect(events.at(-1)).toBe('end');
  });
});

describe('VEX', () => {
  const statements = exposuresAsStatements(EXPOSED, { author: 'We', at: '2026-02-01T00:00:00.000Z' });
  const document: Omit<VexDocument, 'format' | 'problems' | 'problemsTotal'> = {
    id: 'MATCH-1',
    author: 'We',
    issued: '2026-02-01T00:00:00.000Z',
    statements,
  };

  it('says of each what is known, and safe only where everybody who speaks says so', () => {
    expect(statements.map(({ products, status }) => `${products[0]?.name} ${status}`)).toEqual([
      'left affected',
      'right under_investigation',
      'unreachable not_affected',
      'absent not_affected',
      'disputed affected',
      'mended fixed',
      'perhaps affected',
    ]);
  });

  it('names the vulnerability by its CVE, says what mends it, and whose word it passes on', () => {
    expect(statements[0]).toMatchObject({
      vulnerability: { name: 'CVE-2026-1000', aliases: ['GHSA-1'] },
      action: 'Update left to 1.3.0 or later. Reason for affected.',
    });
    expect(statements[3]?.impact).toMatch(/^Acme says not affected \(2026-01-01.*Contradiction: Acme says/);
    expect(statements[4]?.notes).toContain('They disagree.');
  });

  it('keeps the worst of several advisories on one vulnerability and product', () => {
    const twice = [
      { component: component('left'), match: match('undetermined', 'DSA-1'), known },
      { component: component('left'), match: match('affected', 'GHSA-1'), known },
    ];
    expect(exposuresAsStatements(twice, { author: 'We', at: '' }).map(({ status }) => status)).toEqual(['affected']);
  });

  describe('as CSAF 2.0', () => {
    let failuresOf: (document: unknown) => Promise<readonly unknown[]>;
    beforeAll(async () => {
      const from = '@secvisogram/csaf-validator-lib'; // without types of its own
      const { default: validate } = await import(`${from}/validateStrict.js`);
      const tests = Object.values(await import(`${from}/basic.js`));
      failuresOf = async (csaf) => {
        const verdict = (await validate(tests, csaf)) as { tests: { isValid: boolean }[] }; // its README
        return verdict.tests.filter(({ isValid }) => !isValid);
      };
    }, 120_000);

    it('is valid by the field’s own validator and reads back', async () => {
      const publisher = { category: 'user', namespace: 'https://we.example' } as const;
      const { document: csaf } = expectOk(writeCsafVex(document, { publisher, title: 'Exposure of bom.json' }));
      expect(await failuresOf(csaf)).toEqual([]);
      const lists = (csaf as { vulnerabilities: { product_status: Record<string, string[]> }[] }).vulnerabilities;
      expect(lists.map(({ product_status }) => Object.keys(product_status).sort())).toEqual([
        ['known_affected', 'known_not_affected', 'under_investigation'],
        ['fixed', 'known_affected', 'known_not_affected'],
      ]);
      expect(expectOk(readCsaf(csaf)).vex.statements.length).toBeGreaterThanOrEqual(5);
    });
  });
});
