import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Day, daysBetween, expectOk, PROBLEM_CODES } from '../../kit/index.ts';
import { holdReader } from '../../kit/testing/mutate.ts';
import { kevStatus, readKev } from './read.ts';

const outside = new URL('../../../../../shared/data/advisories/cisa-kev/', import.meta.url);

const entry = {
  cveID: 'CVE-2026-20253',
  vendorProject: 'Example',
  product: 'Gateway',
  vulnerabilityName: 'Example Gateway Path Traversal',
  dateAdded: '2026-06-18',
  shortDescription: 'Reads files outside its folder.',
  requiredAction: 'Update.',
  dueDate: '2026-06-21',
  knownRansomwareCampaignUse: 'Known',
  notes: 'https://example.org/a ; https://example.org/b',
  cwes: ['CWE-22'],
};
const catalogue = (...vulnerabilities: unknown[]) => ({
  title: 'Catalog',
  catalogVersion: '2026.06.18',
  dateReleased: '2026-06-18T17:00:00.1234Z',
  count: vulnerabilities.length,
  vulnerabilities,
});

describe('readKev', () => {
  it('reads an entry whole', () => {
    const read = expectOk(readKev(catalogue(entry)));
    expect(read).toMatchObject({
      version: '2026.06.18',
      released: '2026-06-18T17:00:00.123Z',
      count: 1,
      dropped: 0,
      problems: [],
    });
    expect(read.entries).toEqual([
      {
        cve: 'CVE-2026-20253',
        vendor: 'Example',
        product: 'Gateway',
        name: 'Example Gateway Path Traversal',
        dateAdded: '2026-06-18',
        description: 'Reads files outside its folder.',
        requiredAction: 'Update.',
        dueDate: '2026-06-21',
        ransomware: 'known',
        notes: 'https://example.org/a ; https://example.org/b',
        weaknesses: ['CWE-22'],
      },
    ]);
  });

  it('keeps the sound entries, and names each wrong field where it stands', () => {
    const read = expectOk(
      readKev(
        catalogue(
          entry,
          { ...entry, cveID: 'CVE-2026-1', dateAdded: '2026-06-18' },
          { ...entry, cveID: 'CVE-2026-10001', dateAdded: '18.06.2026' },
          { ...entry, cveID: 'CVE-2026-10002', dueDate: '2026-02-30', cwes: ['79'] },
          entry,
          'junk',
        ),
      ),
    );
    expect(read.entries.map((e) => e.cve)).toEqual(['CVE-2026-20253', 'CVE-2026-10002']);
    expect(read.entries[1]).not.toHaveProperty('dueDate');
    expect(read.dropped).toBe(4);
    expect(read.problems.map((p) => `${p.code} ${p.path}`)).toEqual([
      'field.value /vulnerabilities/1/cveID',
      'date.syntax /vulnerabilities/2/dateAdded',
      'date.syntax /vulnerabilities/3/dueDate',
      'field.value /vulnerabilities/3/cwes/0',
      'field.value /vulnerabilities/4',
      'field.type /vulnerabilities/5',
    ]);
  });

  it('says when the count is not what it holds', () => {
    const read = expectOk(readKev({ ...catalogue(entry), count: 2 }));
    expect(read.problems).toMatchObject([{ path: '/count' }]);
  });

  it('refuses what is no catalogue', () => {
    for (const junk of [null, [], 'x', 1, {}, { vulnerabilities: {} }]) expect(readKev(junk).ok).toBe(false);
  });

  it('survives anything in the place of anything', () => {
    const field = fc.constantFrom(...Object.keys(entry));
    fc.assert(
      fc.property(field, fc.anything(), (name, junk) => {
        const result = readKev(catalogue({ ...entry, [name]: junk }, junk));
        const problems = result.ok ? result.value.problems : result.problems;
        for (const problem of problems) expect(PROBLEM_CODES).toHaveProperty([problem.code]);
      }),
    );
  });

  it('10,000 damaged catalogues: no throw, no hang, a problem each time one is refused', () => {
    const text = JSON.stringify(catalogue(entry, { ...entry, cveID: 'CVE-2026-10001' }));
    const run = holdReader(
      (bytes) => {
        const json = parsed(bytes);
        if (json === undefined) return { accepted: false, problems: 1 }; // refused before it is read
        const result = readKev(json);
        return { accepted: result.ok, problems: result.ok ? result.value.problemCount : result.total };
      },
      [text],
    );
    expect(run.broken).toEqual([]);
  });

  it('a CVE that was looked up and not found is not listed', () => {
    const byCve = new Map(expectOk(readKev(catalogue(entry))).entries.map((e) => [e.cve, e]));
    expect(kevStatus(byCve, 'CVE-2026-20253')).toEqual({ listed: true, dateAdded: '2026-06-18' });
    expect(kevStatus(byCve, 'CVE-2026-99999')).toEqual({ listed: false });
  });
});

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

describe('the published catalogue of August 2025', () => {
  beforeEach((context) => context.skip(!existsSync(outside), '../shared/data is absent'));
  const text = () => gunzipSync(readFileSync(new URL('known_exploited_vulnerabilities.json.gz', outside))).toString();

  it('is read without a problem, all 1,404 entries', () => {
    const read = expectOk(readKev(JSON.parse(text())));
    expect(read.problems).toEqual([]);
    expect(read.entries.length).toBe(1_404);
    const weekend = read.entries.filter((e) => e.dueDate && [0, 6].includes(new Date(e.dueDate).getUTCDay()));
    expect(weekend.length).toBe(12); // calendar days: no roll to Monday
    const backwards = read.entries.filter((e) => e.dueDate && daysBetween(e.dateAdded, e.dueDate) <= 0);
    // The catalogue's first day took over older emergency directives with their own dates.
    expect(backwards.map((e) => e.dateAdded)).toEqual(Array.from({ length: 15 }, () => '2021-11-03'));
    console.log(`kev: ${read.entries.length} entries, ${weekend.length} due on a weekend`);
  });

  it('gives the days that the CSV gives', () => {
    const csv = gunzipSync(readFileSync(new URL('known_exploited_vulnerabilities.csv.gz', outside))).toString();
    const days = new Map(expectOk(readKev(JSON.parse(text()))).entries.map((e) => [e.cve, e.dateAdded]));
    let found = 0;
    for (const row of csv.split(/\n(?=CVE-)/).slice(1)) {
      const cve = row.slice(0, row.indexOf(','));
      const day = days.get(cve);
      if (day && row.includes(`,${day},` as Day)) found += 1; // a CSV cell
    }
    expect(found).toBe(1_404);
  });
});
