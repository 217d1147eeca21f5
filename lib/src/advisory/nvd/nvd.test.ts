import { describe, expect, it } from 'vitest';
import { expectOk, PROBLEM_CODES } from '../../kit/index.ts';
import { holdReader } from '../../kit/testing/mutate.ts';
import { readNvd } from './read.ts';

const match = (criteria: string, more: object = {}) => ({ vulnerable: true, criteria, ...more });
const RECORD = {
  cve: {
    id: 'CVE-2026-1000',
    published: '2026-11-19T10:00:00.123',
    lastModified: '2026-11-20T10:00:00.456',
    vulnStatus: 'Analyzed',
    cveTags: [{ sourceIdentifier: 'x', tags: ['disputed'] }],
    descriptions: [
      { lang: 'es', value: 'Gotea.' },
      { lang: 'en', value: 'A tap drips.' },
    ],
    metrics: {
      cvssMetricV2: [{ type: 'Primary', cvssData: { vectorString: 'AV:N/AC:L/Au:N/C:P/I:P/A:P' } }],
      cvssMetricV31: [
        { type: 'Secondary', cvssData: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L' } },
        { type: 'Primary', cvssData: { vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } },
      ],
    },
    weaknesses: [
      {
        description: [
          { lang: 'en', value: 'CWE-787' },
          { lang: 'en', value: 'NVD-CWE-noinfo' },
        ],
      },
    ],
    configurations: [
      {
        operator: 'AND',
        nodes: [
          {
            operator: 'OR',
            cpeMatch: [
              match('cpe:2.3:a:acme:tap:*:*:*:*:*:*:*:*', {
                versionStartIncluding: '2.0',
                versionEndExcluding: '5.0',
              }),
              match('cpe:2.3:a:acme:sink:1.5:*:*:*:*:*:*:*'),
            ],
          },
          {
            operator: 'OR',
            cpeMatch: [match('cpe:2.3:o:acme:house_os:-:*:*:*:*:*:*:*', { vulnerable: false })],
          },
        ],
      },
    ],
    references: [{ url: 'https://acme.example/tap', source: 'x' }],
  },
};

describe('a record of the NVD', () => {
  it('is an advisory: CPE ranges with what they run on as context, the best rating first, its times as UTC', () => {
    const context = ['cpe:2.3:o:acme:house_os:-:*:*:*:*:*:*:*'];
    const author = 'nvd@nist.gov';
    expect(expectOk(readNvd(RECORD)).advisory).toEqual({
      id: 'CVE-2026-1000',
      aliases: [],
      related: [],
      upstream: [],
      summary: '',
      details: 'A tap drips.',
      published: '2026-11-19T10:00:00.123Z',
      modified: '2026-11-20T10:00:00.456Z',
      vectors: [
        'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
        'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L',
        'AV:N/AC:L/Au:N/C:P/I:P/A:P',
      ],
      weaknesses: ['CWE-787'],
      affected: [
        {
          ecosystem: 'cpe',
          name: 'a:acme:tap',
          cpes: ['cpe:2.3:a:acme:tap:*:*:*:*:*:*:*:*'],
          author,
          context,
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '2.0' }, { fixed: '5.0' }] }],
          versions: [],
        },
        {
          ecosystem: 'cpe',
          name: 'a:acme:sink',
          cpes: ['cpe:2.3:a:acme:sink:1.5:*:*:*:*:*:*:*'],
          author,
          context,
          ranges: [],
          versions: ['1.5'],
        },
      ],
      references: [{ type: 'WEB', url: 'https://acme.example/tap' }],
      credits: [],
      informational: false,
      publisher: author,
      disputed: true,
    });
  });

  it('is read without its wrapping, and is withdrawn where it was rejected', () => {
    const rejected = { ...RECORD.cve, vulnStatus: 'Rejected', configurations: undefined };
    expect(expectOk(readNvd(JSON.stringify(rejected))).advisory).toMatchObject({
      withdrawn: '2026-11-20T10:00:00.456Z',
      affected: [],
    });
  });

  it.each([
    [{}, '/id'],
    [{ cve: { id: 'GHSA-1', lastModified: '2026-11-20T10:00:00.456' } }, '/cve/id'],
    [{ cve: { id: 'CVE-2026-1000' } }, '/cve/lastModified'],
    [{ cve: { id: 'CVE-2026-1000', lastModified: 'yesterday' } }, '/cve/lastModified'],
    ['[]', ''],
  ])('that has no name or no time is refused with the place: %j', (input, path) => {
    const read = readNvd(input);
    expect(read.ok ? [] : read.problems.map((p) => p.path)).toContain(path);
  });

  it('10,000 damaged ones never crash or hang the reader', () => {
    const run = holdReader(
      (input) => {
        const read = readNvd(input);
        for (const { code } of read.ok ? read.value.problems : read.problems)
          expect(PROBLEM_CODES).toHaveProperty(code);
        return { accepted: read.ok, problems: read.ok ? 0 : read.problems.length };
      },
      [JSON.stringify(RECORD)],
      { runs: 10_000, seed: 33 },
    );
    expect(run.broken).toEqual([]);
    expect(run.accepted).toBeGreaterThan(1_000);
    expect(run.refused).toBeGreaterThan(1_000);
  });
});
