import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { packageKey, packageOfEntry } from '../../version/index.ts';
import type { Advisory, Affected } from '../advisory-model.ts';
import { purlOf } from '../osv/index.ts';
import { findingsOfCsaf, readCsaf, writeCsaf } from './index.ts';
import { oddities, plain } from './published.fixture.ts';
import { ADVISORY } from './read.fixture.ts';

const [VULNERABILITY] = ADVISORY.vulnerabilities;
const read = (changes: Record<string, unknown> = {}) => expectOk(readCsaf(JSON.stringify({ ...ADVISORY, ...changes })));
const only = (advisories: readonly Advisory[]): Advisory => {
  expect(advisories).toHaveLength(1);
  return advisories[0] as Advisory; // the line above
};
/** `product/acme-medical/infusor-3000 >=0 <V4.2` */
function short(entry: Affected): string {
  const events = entry.ranges.map(({ events }) =>
    events.length === 0 ? '?' : events.map((event) => Object.entries(event).flat().join(' ')).join(', '),
  );
  const context = entry.context ? ` in ${entry.context.join(' / ')}` : '';
  const limited = entry.limitedTo ? ` (${entry.limitedTo.join()})` : '';
  return `${packageKey(packageOfEntry(entry))} ${[...events, ...entry.versions].join(' | ')}${limited}${context}`;
}

describe('a CSAF advisory', () => {
  it('says what is affected by package, by vendor and product, and by CPE name where that is all there is', () => {
    expect(only(read().advisories).affected.map(short)).toEqual([
      'product/acme-medical/infusor-3000 introduced 0, fixed V4.2',
      'product/acme-medical/infusor-3000 introduced 5.0',
      'product/acme-medical/infusor-3000 ?',
      'product/acme-medical/infusor-3000 4.0 SP1',
      'product/acme-medical/infusor-3000 4.0 (architecture: arm64)',
      'npm/libacme 1.4.0',
      'product/acme-medical/libacme 1.4.0',
      'cpe/h:acme:gateway 9',
      'product/acme-medical/infusor-2000-all-firmware ?',
    ]);
  });

  it('keeps identifiers, what a range leaves out, and words that cannot be read', () => {
    const { affected, unaffected, undecided } = only(read().advisories);
    expect(affected.find((entry) => entry.ecosystem === 'npm')).toMatchObject({
      purl: 'pkg:npm/libacme@1.4.0',
      cpes: ['cpe:2.3:a:acme:libacme:1.4.0:*:*:*:*:*:*:*'],
      hashes: [{ algorithm: 'SHA-256', value: 'ab'.repeat(32) }],
      modelNumbers: ['LA-1*'],
      serialNumbers: ['77'],
    });
    expect(affected[2]?.unread).toEqual(['up to 3.9']);
    expect(affected.at(-1)?.unread).toEqual(['Infusor 2000 all firmware']);
    expect(unaffected?.map((entry) => `${entry.because} ${short(entry)}`)).toEqual([
      'not_affected product/acme-medical/infusor-3000 5.0',
      'fixed product/acme-medical/infusor-3000 4.2',
      'not_affected npm/libacme 1.4.0 in Gateway 9 / cpe:/h:acme:gateway:9',
      'not_affected product/acme-medical/libacme 1.4.0 in Gateway 9 / cpe:/h:acme:gateway:9',
    ]);
    expect(unaffected?.[2]).toMatchObject({
      justification: 'vulnerable_code_not_in_execute_path',
      statement: 'Never called there.',
    });
    expect(undecided?.map(short)).toEqual([
      'npm/libacme 1.4.0 in Infusor 3000 4.2',
      'product/acme-medical/libacme 1.4.0 in Infusor 3000 4.2',
    ]);
  });

  it('has the ids, dates, scores, references and names of its one vulnerability', () => {
    const { head, advisories, problemsTotal } = read();
    expect(problemsTotal).toBe(0);
    expect(head).toMatchObject({
      status: 'final',
      version: '2',
      tlp: 'WHITE',
      revisions: [{ number: '1' }, { number: '2' }],
    });
    expect(only(advisories)).toMatchObject({
      id: 'ACME-2026-1',
      aliases: ['CVE-2026-1000', 'ACME-BUG-1', 'VDE-2026-7'],
      summary: 'No check',
      details: 'Any update is taken.',
      published: '2026-01-01T00:00:00.000Z',
      modified: '2026-02-01T00:00:00.000Z',
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      weaknesses: ['CWE-494'],
      references: [{ type: 'ADVISORY', url: 'https://acme.example/a-1.json' }],
      credits: ['Ada', 'CERT'],
      document: { id: 'ACME-2026-1', version: '2' },
      publisher: 'Acme Medical',
    });
  });

  it('with several vulnerabilities is as many advisories, and an id that several share joins none of them', () => {
    const { advisories } = read({ vulnerabilities: [VULNERABILITY, { ...VULNERABILITY, cve: 'CVE-2026-1001' }, {}] });
    expect(advisories.map(({ id, aliases, related }) => [id, aliases, related])).toEqual([
      ['ACME-2026-1#CVE-2026-1000', ['CVE-2026-1000'], ['ACME-BUG-1']],
      ['ACME-2026-1#CVE-2026-1001', ['CVE-2026-1001'], ['ACME-BUG-1']],
      ['ACME-2026-1#2', [], []],
    ]);
  });

  it('without vulnerabilities claims nothing, and is withdrawn where it says so', () => {
    const { vulnerabilities: _, ...empty } = ADVISORY;
    const document = (title: string) => ({ ...empty, document: { ...ADVISORY.document, title } });
    expect(only(expectOk(readCsaf(empty)).advisories)).toMatchObject({ affected: [], informational: true });
    expect(only(expectOk(readCsaf(document('Pumps'))).advisories).withdrawn).toBeUndefined();
    expect(only(expectOk(readCsaf(document('Withdrawn: pumps'))).advisories).withdrawn).toBe(
      '2026-02-01T00:00:00.000Z',
    );
    expect(read({ document: { ...ADVISORY.document, title: 'Withdrawn: pumps' } }).head.withdrawn).toBeUndefined();
    expect(read({ document: { ...ADVISORY.document, category: 'csaf_withdrawn' } }).vex.statements).toEqual([]);
  });

  it('of two statuses of one product takes the worse, and says so', () => {
    const product_status = { known_not_affected: ['old'], fixed: ['old'], known_affected: ['old'] };
    const { advisories, problems } = read({ vulnerabilities: [{ product_status }] });
    expect(only(advisories)).toMatchObject({ affected: [{ name: 'Infusor 3000' }] });
    expect(only(advisories).unaffected).toBeUndefined();
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.value /vulnerabilities/0/product_status/fixed/0',
      'field.value /vulnerabilities/0/product_status/known_not_affected/0',
    ]);
  });

  it('never takes a range that cannot be read for safe', () => {
    const product_status = { fixed: ['vague'], known_not_affected: ['new', 'plain'] };
    expect(only(read({ vulnerabilities: [{ product_status }] }).advisories).unaffected).toBeUndefined();
  });

  it('places what is wrong in it and reads the rest', () => {
    const { product_tree, vulnerabilities } = ADVISORY;
    const { problems, advisories } = read({
      product_tree: {
        ...product_tree,
        full_product_names: [...product_tree.full_product_names, { product_id: 'plain', name: 'again' }, { name: 'x' }],
        relationships: [
          ...product_tree.relationships,
          {
            category: 'installed_on',
            product_reference: 'old',
            relates_to_product_reference: 'nowhere',
            full_product_name: { product_id: 'dangling', name: 'd' },
          },
        ],
      },
      vulnerabilities: [{ ...vulnerabilities[0], product_status: { known_affected: ['old', 'who'] }, cve: 'CVE-1' }],
    });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.value /product_tree/full_product_names/2',
      'field.missing /product_tree/full_product_names/3/product_id',
      'reference.dangling /product_tree/relationships/2',
      'reference.dangling /vulnerabilities/0/product_status/known_affected/1',
      'field.value /vulnerabilities/0/cve',
    ]);
    expect(only(advisories).affected).toHaveLength(1);
  });

  it('is refused where its head is not sound', () => {
    const { tracking } = ADVISORY.document;
    const bad = {
      ...ADVISORY,
      document: { ...ADVISORY.document, csaf_version: '3.0', tracking: { ...tracking, id: '' } },
    };
    const refused = readCsaf(bad);
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toEqual([
      '/document/csaf_version',
      '/document/tracking/id',
    ]);
  });
});

describe('a CSAF document as VEX', () => {
  it('groups products of which the same is said, and names a component within its product', () => {
    const { statements, author, format } = read().vex;
    expect([author, format]).toEqual(['Acme Medical', 'csaf']);
    expect(
      statements.map(({ status, products, justification, impact, action }) => ({
        status,
        products: products.map(({ id, subcomponents }) => [id, ...subcomponents.map((s) => s.id)].join('/')),
        why: justification ?? impact ?? action,
      })),
    ).toEqual([
      { status: 'affected', products: ['old', 'sp'], why: 'Update to 4.2. https://acme.example/4.2' },
      { status: 'affected', products: ['new', 'vague', 'arm', 'lib', 'cpe', 'plain'], why: undefined },
      { status: 'under_investigation', products: ['fixed/lib-in-pump'], why: undefined },
      { status: 'fixed', products: ['fixed'], why: undefined },
      {
        status: 'not_affected',
        products: ['cpe/lib-in-pump-on-gateway'],
        why: 'vulnerable_code_not_in_execute_path',
      },
    ]);
  });
});

describe('a CSAF document as a report', () => {
  it('is a finding for each vulnerability, where it stands', () => {
    expect(findingsOfCsaf(read())).toMatchObject([
      {
        ordinal: 0,
        path: '/vulnerabilities/0',
        title: 'No check',
        target: { name: 'Acme Medical GmbH Infusor 3000' },
        aliases: ['ACME-2026-1', 'ACME-BUG-1', 'CVE-2026-1000', 'VDE-2026-7'],
        weaknesses: ['CWE-494'],
      },
    ]);
  });
});

describe('what we publish as CSAF', () => {
  it.each(Object.entries({ plain, ...oddities }))('is read back with the same packages: %s', (_, published) => {
    const written = writeCsaf(published, { generatorVersion: '1' });
    if (!written.ok) return;
    const { advisories, head, problemsTotal } = expectOk(readCsaf(JSON.stringify(written.value.document)));
    expect(problemsTotal).toBe(0);
    expect(head.withdrawn !== undefined).toBe(published.withdrawn !== undefined);
    if (published.withdrawn) return;
    const { affected, undecided } = only(advisories);
    const keys = [...affected, ...(undecided ?? [])].map((entry) => packageKey(packageOfEntry(entry)));
    for (const [i, entry] of published.affected.entries()) {
      const urlWritten =
        entry.purl === purlOf(entry) && !written.value.leftOut.some((left) => left.path === `/affected/${i}/purl`);
      if (entry.ecosystem === 'product' || (entry.purl !== undefined && urlWritten))
        expect(keys, short(entry)).toContain(packageKey(packageOfEntry(entry)));
    }
  });
});
