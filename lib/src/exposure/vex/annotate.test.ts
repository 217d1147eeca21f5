// What VEX says stands beside an exposure and takes nothing away from it.
import { describe, expect, it } from 'vitest';
import { readCsaf, readOpenVex, type VexDocument, type VexStatement } from '../../advisory/index.ts';
import { expectOk } from '../../kit/index.ts';
import type { Match } from '../model.ts';
import { agreedWord, type Nameable, type VexAnnotation, vexAnnotator } from './index.ts';

const left: Nameable = { ordinal: 1, name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' };
const app: Nameable = { ordinal: -1, name: 'app', version: '2.0.0', purl: 'pkg:npm/app@2.0.0' };
const AFFECTED: Match = {
  state: 'affected',
  tier: 'exact',
  reason: { code: 'inside-interval', text: 'Version 1.0.0 lies in the affected range >= 0, < 2.' },
  informational: false,
  evidence: { rule: 'r', advisory: 'GHSA-1', revision: '0', package: 'npm/left', via: 'package-url' },
};
const UNDETERMINED: Match = { ...AFFECTED, state: 'undetermined' };

const thing = (purl: string) => ({ id: purl, purls: [purl], cpes: [], hashes: [] });
const product = (purl: string, ...parts: string[]) => ({ ...thing(purl), subcomponents: parts.map(thing) });
const says = (author: string, status: VexStatement['status'], more: Partial<VexStatement> = {}): VexStatement => ({
  path: '/statements/0',
  vulnerability: { name: 'CVE-1', aliases: [] },
  products: [product('pkg:npm/left@1.0.0')],
  status,
  author,
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});
const documentOf = (...statements: VexStatement[]): VexDocument => ({
  format: 'openvex',
  id: 'https://acme.example/vex/1',
  version: '3',
  author: 'Acme',
  statements,
  problems: [],
  problemsTotal: 0,
});
interface Asked {
  readonly match?: Match;
  readonly subject?: Nameable;
  readonly ids?: readonly string[];
  readonly component?: Nameable;
}
function ask(documents: readonly VexDocument[], asked: Asked = {}): VexAnnotation | undefined {
  const { match = AFFECTED, subject, ids = ['GHSA-1', 'cve-1'], component = left } = asked;
  const context = { ...(subject ? { subject } : {}), byOrdinal: new Map([[component.ordinal, component]]) };
  return vexAnnotator(documents, context).annotate(component, ids, match);
}
const kinds = (annotation: VexAnnotation | undefined) => annotation?.contradictions.map(({ between }) => between);

describe('an exposure that VEX speaks of', () => {
  it('shows status, justification, author, date and document', () => {
    const statement = says('Acme', 'not_affected', {
      justification: 'vulnerable_code_not_in_execute_path',
      impact: 'Never called.',
    });
    expect(ask([documentOf(statement)], { match: UNDETERMINED })).toEqual({
      notes: [
        {
          status: 'not_affected',
          justification: 'vulnerable_code_not_in_execute_path',
          impact: 'Never called.',
          author: 'Acme',
          at: '2026-01-01T00:00:00.000Z',
          document: { format: 'openvex', id: 'https://acme.example/vex/1', version: '3' },
          path: '/statements/0',
          about: 'component',
          certain: true,
          replaces: 0,
        },
      ],
      contradictions: [],
    });
  });

  it('is found under every name of the vulnerability, and under none that is another’s', () => {
    const byAlias = says('Acme', 'affected', { vulnerability: { name: 'ACME-7', aliases: ['GHSA-1'] } });
    expect(ask([documentOf(byAlias)], { ids: ['GHSA-1'] })?.notes).toHaveLength(1);
    expect(ask([documentOf(says('Acme', 'affected'))], { ids: ['CVE-2'] })).toBeUndefined();
  });

  it('that no statement speaks of has no annotation', () => {
    expect(ask([documentOf(says('Acme', 'fixed', { products: [product('pkg:npm/right@1.0.0')] }))])).toBeUndefined();
    expect(ask([])).toBeUndefined();
  });
});

describe('several statements', () => {
  const old = says('Acme', 'affected');
  const newer = says('Acme', 'not_affected', {
    at: '2026-02-01T00:00:00.000Z',
    products: [product('pkg:npm/left')], // another way to name the same
  });

  it('of one author: the newest speaks, in whatever order they come, and says how many it replaces', () => {
    for (const documents of [[documentOf(old, newer)], [documentOf(newer, old)], [documentOf(newer), documentOf(old)]])
      expect(ask(documents)?.notes).toMatchObject([{ status: 'not_affected', replaces: 1 }]);
  });

  it('without a date never replace one that has a date', () => {
    const { at: _, ...undated } = says('Acme', 'not_affected');
    expect(ask([documentOf(old, undated)])?.notes).toMatchObject([{ status: 'affected', replaces: 1 }]);
  });

  it('of different authors all stand, and their disagreement is told', () => {
    const other = says('Distributor', 'not_affected', { at: '2026-03-01T00:00:00.000Z' });
    const found = ask([documentOf(old, other)], { match: UNDETERMINED });
    expect(found?.notes.map(({ author, status }) => [author, status])).toEqual([
      ['Distributor', 'not_affected'],
      ['Acme', 'affected'],
    ]);
    expect(found?.contradictions).toEqual([
      {
        between: 'authors',
        text: 'Distributor says not affected (2026-03-01); but Acme says affected (2026-01-01).',
      },
    ]);
    expect(found && agreedWord(found)).toBeUndefined();
  });

  it('that agree have one word', () => {
    const found = ask([documentOf(says('A', 'fixed'), says('B', 'fixed'))], { match: UNDETERMINED });
    expect(found && agreedWord(found)).toMatchObject({ status: 'fixed' });
    expect(found?.contradictions).toEqual([]);
  });
});

describe('a statement against the match', () => {
  it('is told where the version lies in an affected interval', () => {
    expect(ask([documentOf(says('Acme', 'not_affected'))])?.contradictions).toEqual([
      {
        between: 'match',
        text: 'Acme says not affected (2026-01-01); but the match says: Version 1.0.0 lies in the affected range >= 0, < 2.',
      },
    ]);
    expect(kinds(ask([documentOf(says('Acme', 'affected'))]))).toEqual([]);
  });

  it('is none where the match itself is in doubt or by a weak name', () => {
    const statement = documentOf(says('Acme', 'not_affected'));
    expect(kinds(ask([statement], { match: UNDETERMINED }))).toEqual([]);
    expect(kinds(ask([statement], { match: { ...AFFECTED, tier: 'cpe' } }))).toEqual([]);
  });

  it('is none where it is not certain that it speaks of this version', () => {
    const vague = { ...product('pkg:npm/left'), unread: ['older ones'] };
    const found = ask([documentOf(says('Acme', 'not_affected', { products: [vague] }))]);
    expect(found?.notes).toMatchObject([{ certain: false }]);
    expect(found?.contradictions).toEqual([]);
    expect(found && agreedWord(found)).toBeUndefined();
  });
});

describe('a statement about a product and its parts', () => {
  const inApp = says('Acme', 'not_affected', { products: [product('pkg:npm/app@2.0.0', 'pkg:npm/left@1.0.0')] });

  it('speaks of the part within that product, and of no other', () => {
    expect(ask([documentOf(inApp)], { subject: app })?.notes).toMatchObject([{ about: 'part', certain: true }]);
    expect(ask([documentOf(inApp)], { subject: { ...app, purl: 'pkg:npm/other@2.0.0' } })).toBeUndefined();
    expect(ask([documentOf(inApp)], { subject: { ...app, purl: 'pkg:npm/app@3.0.0' } })).toBeUndefined();
  });

  it('says nothing of the other parts of the product', () => {
    const right = { ...left, name: 'right', purl: 'pkg:npm/right@1.0.0' };
    expect(ask([documentOf(inApp)], { subject: app, component: right })).toBeUndefined();
  });

  it('is uncertain where the inventory does not say what it is of', () => {
    expect(ask([documentOf(inApp)])?.notes).toMatchObject([{ about: 'part', certain: false }]);
  });

  it('finds the product among what holds the component', () => {
    const holder: Nameable = { ...app, ordinal: 0 };
    const held: Nameable = { ...left, within: 0 };
    const context = { byOrdinal: new Map([holder, held].map((one) => [one.ordinal, one])) };
    const annotate = vexAnnotator([documentOf(inApp)], context).annotate(held, ['CVE-1'], AFFECTED);
    expect(annotate?.notes).toMatchObject([{ about: 'part', certain: true }]);
  });

  it('without parts speaks of all of it, and yields to the same author’s word on the part', () => {
    const whole = says('Acme', 'affected', {
      products: [product('pkg:npm/app@2.0.0')],
      at: '2026-04-01T00:00:00.000Z',
    });
    const found = ask([documentOf(whole, inApp)], { subject: app, match: UNDETERMINED });
    expect(found?.notes.map(({ about, status }) => [about, status])).toEqual([
      ['part', 'not_affected'],
      ['whole-product', 'affected'],
    ]);
    expect(found?.contradictions).toEqual([]);
  });

  it('does not go round in circles with components that hold each other', () => {
    const [a, b] = [
      { ...left, ordinal: 0, within: 1 },
      { ...app, ordinal: 1, within: 0 },
    ];
    const context = { byOrdinal: new Map([a, b].map((one) => [one.ordinal, one])) };
    expect(vexAnnotator([documentOf(inApp)], context).annotate(a, ['CVE-1'], AFFECTED)?.notes).toHaveLength(1);
  });
});

describe('statements as the formats bring them', () => {
  it('OpenVEX: a product with subcomponents', () => {
    const document = expectOk(
      readOpenVex({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://acme.example/vex/9',
        author: 'Acme',
        timestamp: '2026-01-02T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-1' },
            products: [{ '@id': 'pkg:npm/app@2.0.0', subcomponents: [{ '@id': 'pkg:npm/left' }] }],
            status: 'not_affected',
            justification: 'component_not_present',
          },
        ],
      }),
    );
    expect(ask([document], { subject: app })?.notes).toMatchObject([
      { about: 'part', certain: true, justification: 'component_not_present', at: '2026-01-02T00:00:00.000Z' },
    ]);
  });

  it('CSAF: a product tree whose relationship puts the part into the product', () => {
    const { vex } = expectOk(readCsaf(CSAF));
    expect(ask([vex], { subject: app, ids: ['CVE-2026-1000'] })?.notes).toMatchObject([
      { about: 'part', certain: true, author: 'Acme', justification: 'vulnerable_code_not_present' },
    ]);
    expect(ask([vex], { subject: { ...app, purl: 'pkg:npm/b@1.0.0' }, ids: ['CVE-2026-1000'] })).toBeUndefined();
  });
});

const name = (id: string, purl: string) => ({ product_id: id, name: id, product_identification_helper: { purl } });
const CSAF = {
  document: {
    category: 'csaf_vex',
    csaf_version: '2.0',
    title: 'VEX',
    publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
    tracking: {
      id: 'ACME-1',
      status: 'final',
      version: '1',
      initial_release_date: '2026-01-01T00:00:00Z',
      current_release_date: '2026-01-01T00:00:00Z',
      revision_history: [{ number: '1', date: '2026-01-01T00:00:00Z', summary: 'First.' }],
    },
  },
  product_tree: {
    full_product_names: [name('app', 'pkg:npm/app@2.0.0'), name('left', 'pkg:npm/left@1.0.0')],
    relationships: [
      {
        category: 'default_component_of',
        product_reference: 'left',
        relates_to_product_reference: 'app',
        full_product_name: { product_id: 'both', name: 'left in app' },
      },
    ],
  },
  vulnerabilities: [
    {
      cve: 'CVE-2026-1000',
      product_status: { known_not_affected: ['both'] },
      flags: [{ label: 'vulnerable_code_not_present', product_ids: ['both'] }],
    },
  ],
};
