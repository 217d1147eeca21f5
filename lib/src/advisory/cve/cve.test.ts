import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { holdReader, seededRandom } from '../../kit/testing/mutate.ts';
import { productVersion } from '../../version/index.ts';
import type { Affected, Unaffected } from '../advisory-model.ts';
import { RECORD } from './cve.fixture.ts';
import { findingsOfCve, readCve, writeCve } from './index.ts';
import { resolve, type Versions } from './resolve.ts';
import { CVE_STATUSES, type CveStatus, type Segment } from './segments.ts';

const { cna } = RECORD.containers;
const read = (changes: Record<string, unknown> = {}) =>
  expectOk(readCve(JSON.stringify({ ...RECORD, containers: { ...RECORD.containers, cna: { ...cna, ...changes } } })));
const versionsText = ({ ranges, versions }: Versions): string =>
  [
    ...ranges.map(
      ({ type, events }) =>
        `${type === 'GIT' ? 'git ' : ''}${events.map((e) => Object.entries(e).flat().join(' ')).join(', ') || '?'}`,
    ),
    ...versions,
  ].join(' | ');
const short = (entry: Affected | Unaffected): string =>
  `${entry.author} ${entry.ecosystem} ${entry.name}: ${versionsText(entry)}${entry.context ? ` on ${entry.context.join()}` : ''}`;

describe('a CVE record', () => {
  it('says what is affected, under every name and by every author', () => {
    expect(read().advisory.affected.map(short)).toEqual([
      'acme npm unpack: introduced 1.0.0, fixed 1.4.2 | introduced 2.0.0, fixed 3.0.0',
      'acme product Unpack: introduced 1.0.0, fixed 1.4.2 | introduced 2.0.0, fixed 3.0.0',
      'acme product Kernel: introduced 5.4, fixed 5.4.100 | introduced 5.5, fixed 6.1 | git introduced abc, fixed def | git introduced 0',
      'acme product Pump: introduced 0, fixed 4.2 | 5.0',
      'acme product Vague: ?',
      'acme product Old: introduced 0, fixed 2',
      'acme PyPI acme-unpack: 1.0',
      'NVD cpe a:acme:browser: introduced 1.0, fixed 2.0 on cpe:2.3:o:acme:kernel:-:*:*:*:*:*:*:*',
      'NVD cpe a:acme:ntp: 4.2.8 p18 on cpe:2.3:o:acme:kernel:-:*:*:*:*:*:*:*',
    ]);
  });

  it('says what is not affected and what is not known, and never takes the unreadable for safe', () => {
    const { unaffected = [], undecided = [], affected } = read().advisory;
    expect(unaffected.map(short)).toEqual([
      'acme npm unpack: introduced 1.4.2, fixed 2.0.0',
      'acme product Unpack: introduced 1.4.2, fixed 2.0.0',
      'acme product Kernel: introduced 0, fixed 5.4 | introduced 5.4.100, fixed 5.5 | introduced 6.1',
      'acme product Safe: introduced 0',
      'NVD cpe a:acme:browser: 1.0 on cpe:2.3:o:acme:kernel:-:*:*:*:*:*:*:*',
    ]);
    expect(undecided.map(short)).toEqual(['acme product Looking: 1']);
    expect(affected.find(({ name }) => name === 'Vague')?.unread).toEqual(['up to 3']);
    expect(affected[0]).toMatchObject({
      purl: 'pkg:npm/unpack',
      cpes: ['cpe:2.3:a:acme:unpack:*:*:*:*:*:*:*:*'],
      limitedTo: ['platform: Windows', 'module: zip', 'file: src/zip.c', 'routine: unzip'],
    });
    expect(affected[7]).toMatchObject({ limitedTo: ['software: android'] });
  });

  it('has dates, texts, scores, weaknesses, references and credits of all containers', () => {
    const { advisory, problemsTotal } = read();
    expect(problemsTotal).toBe(0);
    expect(advisory).toMatchObject({
      id: 'CVE-2026-1000',
      summary: 'Path traversal in unpack',
      details: 'A path is not checked.',
      published: '2026-01-01T00:00:00.000Z',
      modified: '2026-03-01T00:00:00.000Z',
      related: ['ACME-1'],
      disputed: true,
      vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
      weaknesses: ['CWE-9', 'CWE-22'],
      references: [
        { type: 'EVIDENCE', url: 'https://acme.example/1' },
        { type: 'FIX', url: 'https://acme.example/2' },
      ],
      contributors: [{ name: 'Ada', type: 'FINDER' }],
      publisher: 'acme',
    });
  });

  it('that was rejected is withdrawn and is no report', () => {
    const rejected = {
      ...RECORD,
      cveMetadata: { ...RECORD.cveMetadata, state: 'REJECTED', dateRejected: '2026-04-01T00:00:00Z' },
      containers: { cna: { rejectedReasons: [{ lang: 'en', value: 'Not one.' }], replacedBy: ['CVE-2026-2000'] } },
    };
    const result = expectOk(readCve(rejected));
    expect(result.advisory).toMatchObject({
      withdrawn: '2026-04-01T00:00:00.000Z',
      details: 'Not one.',
      related: ['CVE-2026-2000'],
      affected: [],
    });
    expect(findingsOfCve(result)).toEqual([]);
    expect(findingsOfCve(read())).toMatchObject([
      {
        title: 'Path traversal in unpack',
        aliases: ['CVE-2026-1000'],
        target: { purl: 'pkg:npm/unpack' },
        finders: ['Ada'],
      },
    ]);
  });

  it('without its identity is refused, and with a fault further in is read but for that', () => {
    const refused = readCve({ ...RECORD, dataVersion: '4.0', cveMetadata: { ...RECORD.cveMetadata, cveId: 'CVE-1' } });
    expect(refused.ok ? [] : refused.problems.map(({ path }) => path)).toEqual(['/dataVersion', '/cveMetadata/cveId']);
    const { problems, advisory } = read({
      affected: [{ vendor: 'A', product: 'B', versions: [{ version: '1', status: 'bad' }] }, 5],
    });
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.value /containers/cna/affected/0/versions/0/status',
      'field.type /containers/cna/affected/1',
    ]);
    expect(advisory.affected).toHaveLength(2);
  });
});

describe('the status of a version', () => {
  /** The algorithm of the format: the first stretch that holds the version, with its changes; else the default. */
  function byTheFormat(version: string, segments: readonly Segment[], byDefault: CveStatus): CveStatus {
    const order = (a: string, b: string): number => productVersion.compare(a, b) ?? Number.NaN;
    for (const { status, from, below, last, changes } of segments) {
      const starts = from === undefined || order(from, version) <= 0;
      const ends = last !== undefined ? order(version, last) <= 0 : below === undefined || order(version, below) < 0;
      if (!starts || !ends) continue;
      let now = status;
      for (const change of changes) if (order(change.at, version) <= 0) now = change.status;
      return now;
    }
    return byDefault;
  }

  const holds = ({ ranges, versions }: Versions, version: string): boolean => {
    const order = (a: string, b: string): number => productVersion.compare(a, b) ?? Number.NaN;
    return (
      versions.some((one) => order(one, version) === 0) ||
      ranges.some(({ events }) =>
        events.every((event) => {
          if ('introduced' in event) return event.introduced === '0' || order(event.introduced, version) <= 0;
          if ('fixed' in event) return order(version, event.fixed) < 0;
          return 'lastAffected' in event && order(version, event.lastAffected) <= 0;
        }),
      )
    );
  };

  it('is that of the algorithm of the format, for 200,000 random questions', () => {
    const random = seededRandom(5);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // lists are never empty
    const version = (): string => `${1 + Math.floor(random() * 3)}.${Math.floor(random() * 4)}`;
    let asked = 0;
    for (let run = 0; run < 10_000; run += 1) {
      const segments = Array.from({ length: 1 + Math.floor(random() * 4) }, (): Segment => {
        const [a, b] = [version(), version()].sort((x, y) => productVersion.compare(x, y) ?? 0);
        const changes = random() < 0.3 ? [{ at: version(), status: pick(CVE_STATUSES) }] : [];
        const end = pick([{ below: b }, { last: b }, {}, { last: a }]) as Partial<Segment>; // texts, by the line above
        return {
          status: pick(CVE_STATUSES),
          ...(random() < 0.3 || a === undefined ? {} : { from: a }),
          ...end,
          changes,
        };
      });
      const byDefault = pick(CVE_STATUSES);
      const said = resolve(segments, byDefault, 'product');
      for (let i = 0; i < 20; i += 1) {
        const asking = `${version()}${pick(['', '.5'])}`;
        const expected = byTheFormat(asking, segments, byDefault);
        const isAffected = holds(said.affected, asking);
        const isSafe = holds(said.unaffected, asking);
        asked += 1;
        // Unaffected beats affected. A version that is unknown may be taken for affected (the bound of "after 4.2"), never for safe.
        if (expected === 'affected') expect([isAffected, isSafe]).toEqual([true, false]);
        else if (expected === 'unaffected') expect(isAffected && !isSafe).toBe(false);
        else expect(isSafe).toBe(false);
      }
    }
    expect(asked).toBe(200_000);
  });

  it('that has no place in an order never becomes safe', () => {
    const odd: Segment[] = [
      { status: 'unaffected', from: 'beta2', below: 'beta9', changes: [] },
      { status: 'affected', from: 'alpha', last: 'alpha', changes: [] },
    ];
    expect(resolve(odd, 'unknown', 'product').unaffected).toEqual({ ranges: [], versions: [] });
    const changing: Segment[] = [
      { status: 'unaffected', from: 'alpha', changes: [{ at: 'beta', status: 'affected' }] },
    ];
    expect(versionsText(resolve(changing, 'unknown', 'product').affected)).toBe('introduced alpha');
    expect(versionsText(resolve([odd[0] as Segment], 'affected', 'product').affected)).toBe('introduced 0');
  });
});

describe('writing a CVE record', () => {
  const WRITER = {
    orgId: '00000000-0000-4000-8000-000000000001',
    shortName: 'acme',
    publicUrl: 'https://acme.example/a',
  };

  it('gives one that keeps the rules of the format and reads back with the same claims', () => {
    const { advisory } = read();
    const written = expectOk(writeCve(advisory, WRITER));
    expect(brokenRules(written.record)).toEqual([]);
    const again = expectOk(readCve(JSON.stringify(written.record)));
    expect(again.problemsTotal).toBe(0);
    const product = (list: readonly Affected[] = []) =>
      list
        .filter(({ ecosystem }) => ecosystem !== 'cpe')
        .map((entry) => `${entry.ecosystem} ${entry.vendor ?? ''} ${entry.name}: ${versionsText(entry)}`);
    const kept = product(advisory.affected).filter((line) => !line.includes('git') && !line.endsWith('?'));
    expect(product(again.advisory.affected)).toEqual(expect.arrayContaining(kept));
    expect(product(again.advisory.unaffected)).toEqual(expect.arrayContaining(product(advisory.unaffected)));
    expect(again.advisory).toMatchObject({
      id: advisory.id,
      details: advisory.details,
      weaknesses: advisory.weaknesses,
      vectors: advisory.vectors,
      contributors: advisory.contributors,
    });
    expect(written.leftOut.map(({ path }) => path)).toEqual([
      '/affected/4/ranges/0',
      '/affected/7',
      '/affected/8',
      '/unaffected/4',
    ]);
  });

  it('of a withdrawn advisory rejects it, and needs a CVE id', () => {
    const { advisory } = read();
    const rejected = expectOk(writeCve({ ...advisory, withdrawn: '2026-05-01T00:00:00.000Z' }, WRITER)).record;
    expect(brokenRules(rejected)).toEqual([]);
    expect(expectOk(readCve(rejected))).toMatchObject({ state: 'REJECTED', advisory: { affected: [] } });
    expect(writeCve({ ...advisory, id: 'LT-2026-1' }, WRITER)).toMatchObject({
      ok: false,
      problems: [{ path: '/id' }],
    });
    const { unaffected: _safe, undecided: _open, ...bare } = advisory;
    expect(writeCve({ ...bare, affected: [] }, WRITER)).toMatchObject({
      ok: false,
      problems: [{ path: '/affected' }],
    });
  });
});

/** The rules of CVE JSON 5.2 for what we write, from its text. */
function brokenRules(record: Record<string, unknown>): string[] {
  // biome-ignore lint/suspicious/noExplicitAny: the rules look at JSON as it is; a wrong place would throw and fail the test
  const { dataType, dataVersion, cveMetadata, containers } = record as any;
  const { cna: one } = containers;
  const rejected = cveMetadata.state === 'REJECTED';
  const rules: [string, boolean][] = [
    ['dataType', dataType === 'CVE_RECORD'],
    ['dataVersion', dataVersion === '5.2.0'],
    ['cveId', /^CVE-\d{4}-\d{4,19}$/.test(cveMetadata.cveId)],
    ['assignerOrgId', /^[0-9a-f-]{36}$/.test(cveMetadata.assignerOrgId)],
    ['providerMetadata', /^[0-9a-f-]{36}$/.test(one.providerMetadata.orgId)],
    [
      'descriptions',
      rejected || one.descriptions.some((d: { lang: string; value: string }) => d.lang === 'en' && d.value.length > 0),
    ],
    ['rejectedReasons', !rejected || (one.rejectedReasons.length > 0 && one.affected === undefined)],
    [
      'references',
      rejected || (one.references.length > 0 && one.references.every((r: { url: string }) => URL.canParse(r.url))),
    ],
    ['title', one.title === undefined || (one.title.length > 0 && one.title.length <= 256)],
  ];
  for (const entry of one.affected ?? []) {
    rules.push([
      'named',
      Boolean((entry.vendor && entry.product) || (entry.collectionURL && entry.packageName) || entry.packageURL),
    ]);
    rules.push(['versions or default', (entry.versions?.length ?? 0) > 0 || entry.defaultStatus !== undefined]);
    for (const version of entry.versions ?? []) {
      const ranged = version.lessThan !== undefined || version.lessThanOrEqual !== undefined;
      rules.push([
        'version and status',
        version.version.length > 0 && ['affected', 'unaffected', 'unknown'].includes(version.status),
      ]);
      rules.push(['versionType', !ranged || Boolean(version.versionType)]);
      rules.push(['one end', version.lessThan === undefined || version.lessThanOrEqual === undefined]);
    }
  }
  return rules.flatMap(([name, holds]) => (holds ? [] : [name]));
}

it('10,000 damaged CVE records never crash or hang the reader', () => {
  const run = holdReader(
    (input) => {
      const result = readCve(input);
      if (!result.ok) return { accepted: false, problems: result.problems.length };
      findingsOfCve(result.value);
      return { accepted: true, problems: 0 };
    },
    [JSON.stringify(RECORD)],
    { runs: 10_000, seed: 52 },
  );
  console.log(`CVE: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(1_000);
  expect(run.refused).toBeGreaterThan(3_000);
});

describe('real CVE records', () => {
  const OUTSIDE = new URL('../../../../../shared/data/advisories/', import.meta.url);

  it.for([['cve-vulnrichment/cve5', 89] as const, ['golang-vulndb/cve5', 0] as const])(
    'of %s are all read; rejected ones are withdrawn and claim nothing',
    ([file, rejected], context) => {
      context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
      const lines = gunzipSync(readFileSync(new URL(`${file}.ndjson.gz`, OUTSIDE)))
        .toString()
        .split('\n')
        .filter(Boolean);
      const count = {
        records: lines.length,
        read: 0,
        withdrawn: 0,
        affected: 0,
        unaffected: 0,
        undecided: 0,
        unread: 0,
        problems: 0,
      };
      for (const line of lines) {
        const result = readCve(line);
        if (!result.ok) continue;
        const { advisory, problemsTotal } = result.value;
        count.read += 1;
        count.problems += problemsTotal;
        count.affected += advisory.affected.length;
        count.unaffected += advisory.unaffected?.length ?? 0;
        count.undecided += advisory.undecided?.length ?? 0;
        count.unread += advisory.affected.filter((entry) => entry.unread).length;
        if (advisory.withdrawn !== undefined) count.withdrawn += 1;
        if (advisory.withdrawn !== undefined && advisory.affected.length > 0) expect.fail(advisory.id);
      }
      console.log(`CVE records of ${file}: ${JSON.stringify(count)}`);
      expect(count.read).toBe(lines.length);
      expect(count.withdrawn).toBe(rejected);
    },
  );
});
