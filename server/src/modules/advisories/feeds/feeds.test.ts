// Feeds from files on a real database: every kind of record, what replaces what, what is refused, and what rests on the age of each.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Operators, operators } from '../../../../test/operators.ts';

let o: Operators;
beforeAll(async () => {
  o = await operators();
});
afterAll(() => o.t.close());

/** As the whole feed of today. */
const send = async (source: string, body: string | Buffer) => {
  const query = { whole: 'true', asOf: o.t.clock.now() };
  const answer = await o.t.call(o.coordinator, 'feeds.import', { params: { source }, query, body });
  await o.t.work();
  return answer;
};
const held = async (source: string): Promise<string[]> => {
  const { rows } = await o.t.owner.query(
    'SELECT public_id, state FROM advisory WHERE source = $1 ORDER BY public_id COLLATE "C"',
    [source],
  );
  return rows.map((r) => `${r.public_id} ${r.state}`);
};

interface Said {
  readonly id?: string;
  readonly version?: string;
  readonly at?: string;
  readonly publisher?: string;
  readonly label?: string;
  readonly status?: string;
  readonly cves: readonly string[];
  readonly fixed?: string;
}
const csaf = ({ id = 'ACME-1', version = '1', at = '2026-11-20T10:00:00Z', ...s }: Said) =>
  JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'Pumps can be stopped',
      publisher: { category: 'vendor', name: s.publisher ?? 'Acme', namespace: 'https://acme.example' },
      distribution: { tlp: { label: s.label ?? 'WHITE' } },
      tracking: {
        id,
        version,
        status: s.status ?? 'final',
        initial_release_date: '2026-11-20T10:00:00Z',
        current_release_date: at,
        revision_history: [{ number: version, date: at, summary: 'as it is' }],
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
                  name: `vers:generic/<${s.fixed ?? '2.0'}`,
                  product: { name: 'Acme Pump', product_id: 'P1' },
                },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: s.cves.map((cve) => ({ cve, product_status: { known_affected: ['P1'] } })),
  });

const cve = (id: string, more: object = {}) =>
  JSON.stringify({
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: id, state: 'PUBLISHED', dateUpdated: '2026-11-20T10:00:00Z' },
    containers: {
      cna: {
        providerMetadata: { orgId: 'o', shortName: 'acme' },
        descriptions: [{ lang: 'en', value: 'A frame stops the pump. It starts again by itself.' }],
        affected: [
          {
            vendor: 'Acme',
            product: 'Valve',
            versions: [{ version: '0', lessThan: '3.0', status: 'affected', versionType: 'custom' }],
          },
        ],
        ...more,
      },
    },
  });

const nvd = (id: string, modified = '2026-11-20T10:00:00.000') =>
  JSON.stringify({
    cve: {
      id,
      published: '2026-11-19T10:00:00.000',
      lastModified: modified,
      vulnStatus: 'Analyzed',
      descriptions: [{ lang: 'en', value: 'A tap drips.' }],
      metrics: {
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
                { vulnerable: true, criteria: 'cpe:2.3:a:acme:tap:*:*:*:*:*:*:*:*', versionEndExcluding: '5.0' },
              ],
            },
          ],
        },
      ],
      references: [{ url: 'https://acme.example/tap' }],
    },
  });

const sheet = (...rows: readonly string[]) => ['vendor,product,version', ...rows].join('\n');
const states = async (id: string) =>
  Object.fromEntries(
    (await o.t.call(o.bank, 'inventories.components', { params: { id }, query: { limit: 100 } })).body.items.map(
      (c: { name: string; version: string; state: string }) => [`${c.name} ${c.version}`, c.state],
    ),
  );

describe('CSAF documents', () => {
  it('are advisories, one for each vulnerability, and reach vendors’ products', async () => {
    const inventory = await o.send(o.bank, 'plant', sheet('Acme,Pump,1.0', 'Acme,Pump,2.0'));
    expect((await send('csaf', csaf({ cves: ['CVE-2026-0001', 'CVE-2026-0002'] }))).body).toMatchObject({
      accepted: 1,
      refused: 0,
    });
    expect(await held('csaf')).toEqual(['ACME-1#CVE-2026-0001 published', 'ACME-1#CVE-2026-0002 published']);
    expect(await states(inventory.body.inventory.id)).toEqual({ 'Pump 1.0': 'affected', 'Pump 2.0': 'not_affected' });
  });

  it('are replaced whole by their next version: a part that it does not have is withdrawn, and comes back with one that has it', async () => {
    await send('csaf', csaf({ version: '2', at: '2026-11-21T10:00:00Z', cves: ['CVE-2026-0001', 'CVE-2026-0003'] }));
    expect(await held('csaf')).toEqual([
      'ACME-1#CVE-2026-0001 published',
      'ACME-1#CVE-2026-0002 withdrawn',
      'ACME-1#CVE-2026-0003 published',
    ]);
    await send('csaf', csaf({ version: '3', at: '2026-11-22T09:00:00Z', cves: ['CVE-2026-0001', 'CVE-2026-0002'] }));
    expect(await held('csaf')).toEqual([
      'ACME-1#CVE-2026-0001 published',
      'ACME-1#CVE-2026-0002 published',
      'ACME-1#CVE-2026-0003 withdrawn',
    ]);
  });

  it('of an older version change nothing', async () => {
    const before = await held('csaf');
    await send('csaf', csaf({ cves: ['CVE-2026-0009'] }));
    expect((await held('csaf')).filter((line) => !line.includes('0009'))).toEqual(before);
  });

  it('are refused with a place where they are for fewer people, are drafts, or take another publisher’s name', async () => {
    const lines = [
      csaf({ id: 'A-AMBER', label: 'AMBER', cves: ['CVE-2026-0004'] }),
      csaf({ id: 'A-DRAFT', status: 'draft', cves: ['CVE-2026-0004'] }),
    ].join('\n');
    const { body } = await send('csaf', lines);
    expect(body).toMatchObject({ accepted: 0, refused: 2 });
    expect(body.problems.map((p: { path: string }) => p.path)).toEqual([
      '/line/1/document/distribution/tlp/label',
      '/line/2/document/tracking/status',
    ]);
    const other = await send(
      'csaf',
      csaf({
        version: '9',
        at: '2026-11-22T09:30:00Z',
        publisher: 'Mallory',
        cves: ['CVE-2026-0001', 'CVE-2026-0002'],
      }),
    );
    expect(other.body.problems[0]).toMatchObject({ path: expect.stringContaining('/document/publisher/name') });
    expect(await held('csaf')).toContain('ACME-1#CVE-2026-0001 published');
  });
});

describe('CVE records and the NVD’s', () => {
  it('are advisories under their CVE id, each of its own source, with a title from their first sentence', async () => {
    const inventory = await o.send(o.bank, 'valves', sheet('Acme,Valve,2.9', 'Acme,Valve,3.0'));
    expect((await send('cve', cve('CVE-2026-1000'))).body).toMatchObject({ accepted: 1, refused: 0 });
    expect((await send('nvd', nvd('CVE-2026-1000'))).body).toMatchObject({ accepted: 1, refused: 0 });
    expect(await states(inventory.body.inventory.id)).toEqual({
      'Valve 2.9': 'affected',
      'Valve 3.0': 'not_affected',
    });
    const { rows } = await o.t.owner.query(
      `SELECT source, title, severity, weaknesses FROM advisory WHERE public_id = 'CVE-2026-1000' ORDER BY source`,
    );
    expect(rows).toEqual([
      { source: 'cve', title: 'A frame stops the pump.', severity: 'unknown', weaknesses: [] },
      { source: 'nvd', title: 'A tap drips.', severity: 'critical', weaknesses: ['CWE-787'] },
    ]);
  });

  it('come in pages of the NVD’s API, too, and a bad one among them is named by its place', async () => {
    const page = JSON.stringify({
      resultsPerPage: 3,
      vulnerabilities: [
        JSON.parse(nvd('CVE-2026-1001')),
        { cve: { id: 'no', lastModified: '2026-11-20T10:00:00.000' } },
        JSON.parse(nvd('CVE-2026-1002')),
      ],
    });
    expect((await send('nvd', page)).body).toMatchObject({
      accepted: 2,
      refused: 1,
      problems: [{ path: '/line/1/vulnerabilities/1/cve/id' }],
    });
    expect(await held('nvd')).toContain('CVE-2026-1002 published');
  });

  it('that are rejected are withdrawn', async () => {
    const rejected = JSON.parse(cve('CVE-2026-1000'));
    rejected.cveMetadata = {
      cveId: 'CVE-2026-1000',
      state: 'REJECTED',
      dateUpdated: '2026-11-22T09:00:00Z',
      dateRejected: '2026-11-22T09:00:00Z',
    };
    await send('cve', JSON.stringify(rejected));
    expect(await held('cve')).toEqual(['CVE-2026-1000 withdrawn']);
  });
});

describe('EPSS', () => {
  const csv = (day: string, ...rows: readonly string[]) =>
    [`#model_version:v2026.1,score_date:${day}T00:00:00+0000`, 'cve,epss,percentile', ...rows].join('\n');
  const scores = async () =>
    (await o.t.owner.query('SELECT cve, score, percentile, day::text FROM epss ORDER BY cve')).rows;

  it('comes as gzipped CSV; a newer day takes the place of the one before, an older one changes nothing', async () => {
    const first = gzipSync(csv('2026-11-21', 'CVE-2026-1,0.5,0.75', 'CVE-2026-2000,0.25,0.5', 'CVE-2026-3000,1e-05,0'));
    const { body } = await send('epss', first);
    expect(body).toMatchObject({ accepted: 2, refused: 1, problems: [{ path: '/line/3' }] });
    await send('epss', csv('2026-11-22', 'CVE-2026-2000,0.5,0.875'));
    await send('epss', csv('2026-11-20', 'CVE-2026-2000,0.125,0.125'));
    expect(await scores()).toEqual([{ cve: 'CVE-2026-2000', score: 0.5, percentile: 0.875, day: '2026-11-22' }]);
  });

  it('that does not say its day, or is no CSV of scores, is refused whole with what is missing', async () => {
    expect((await send('epss', 'cve,epss,percentile\nCVE-2026-2000,0.1,0.1')).body.detail).toContain('score_date');
    expect((await send('epss', '{"a": 1}')).body.detail).toContain('cve, epss and percentile');
  });
});

describe('past the age of its feed', () => {
  it.each([
    ['csaf', () => csaf({ id: 'OLD-1', cves: ['CVE-2026-5001'] }), 'Acme,Pump,7.0', 'Pump 7.0'],
    ['cve', () => cve('CVE-2026-5002'), 'Acme,Valve,7.0', 'Valve 7.0'],
  ] as const)('%s: a product that was not affected is undetermined', async (source, body, row, name) => {
    await send(source, body());
    const { body: sent } = await o.send(o.bank, `old ${source}`, sheet(row));
    expect(await states(sent.inventory.id)).toEqual({ [name]: 'not_affected' });
    await o.days(5);
    expect(await states(sent.inventory.id)).toEqual({ [name]: 'undetermined' });
    for (const [again, text] of [
      ['csaf', csaf({ id: 'OLD-1', cves: ['CVE-2026-5001'] })],
      ['cve', cve('CVE-2026-5002')],
      ['nvd', nvd('CVE-2026-5003')],
    ] as const)
      await send(again, text);
    expect(await states(sent.inventory.id)).toEqual({ [name]: 'not_affected' });
  });
});

const NOBODYS = { affected: [{ vendor: 'Acme', product: 'Rare', versions: [{ version: '1', status: 'affected' }] }] };

describe('an import that is given again', () => {
  it('writes nothing, and is told as a success', async () => {
    const lines = Array.from({ length: 1_200 }, (_, i) => cve(`CVE-2026-${20_000 + i}`, NOBODYS)).join('\n');
    expect((await send('cve', lines)).body).toMatchObject({ accepted: 1_200, refused: 0 });
    const sum = async () =>
      (
        await o.t.owner.query(
          `SELECT sum(revision)::int AS n, count(*)::int AS rows FROM advisory WHERE source = 'cve'`,
        )
      ).rows[0];
    const before = await sum();
    expect((await send('cve', lines)).body).toMatchObject({ accepted: 1_200, refused: 0 });
    expect(await sum()).toEqual(before);
  });

  it('after it was cut off in the middle, ends as one that was not', async () => {
    const lines = Array.from({ length: 1_200 }, (_, i) => cve(`CVE-2026-${30_000 + i}`, NOBODYS)).join('\n');
    const whole = gzipSync(lines);
    const cut = await send('cve', whole.subarray(0, Math.floor(whole.length * 0.7)));
    expect(cut.status).toBe(400);
    expect(cut.body.detail).toContain('get the file again');
    const some = (await held('cve')).filter((line) => line.startsWith('CVE-2026-3')).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(1_200);
    expect((await o.t.owner.query(`SELECT running FROM feed WHERE source = 'cve'`)).rows).toEqual([{ running: false }]);
    await send('cve', whole);
    expect((await held('cve')).filter((line) => line.startsWith('CVE-2026-3'))).toHaveLength(1_200);
  });
});

describe('what was taken before', () => {
  const osv = (id: string, modified: string, details = 'A pump stops.') =>
    JSON.stringify({ schema_version: '1.7.0', id, modified, details });
  const took = ({ body }: Awaited<ReturnType<typeof send>>) => [body.accepted, body.takenBefore, body.refused];
  const details = async (id: string) =>
    (await o.t.owner.query('SELECT details, state FROM advisory WHERE public_id = $1', [id])).rows[0];

  it('is passed over unread, whatever it is wrapped in, and for each feed by itself', async () => {
    const lines = [osv('PASS-1', '2026-11-01T00:00:00Z'), osv('PASS-2', '2026-11-01T00:00:00Z')];
    expect(took(await send('osv', lines.join('\n')))).toEqual([2, 0, 0]);
    expect(took(await send('osv', gzipSync(lines.join('\n'))))).toEqual([2, 2, 0]);
    expect(took(await send('ghsa', lines.join('\n')))).toEqual([2, 0, 0]);
    expect(took(await send('ghsa', lines.join('\n')))).toEqual([2, 2, 0]);
    expect(took(await send('osv', `${lines[0]}\n{"id": 1}`))).toEqual([1, 1, 1]);
  });

  it('is read again where another feed, or who withdrew it, changed the advisory since', async () => {
    const first = osv('PASS-3', '2026-11-01T00:00:00Z');
    await send('osv', first);
    await send('ghsa', osv('PASS-3', '2026-11-02T00:00:00Z', 'Two pumps stop.'));
    expect(took(await send('osv', first))).toEqual([1, 0, 0]);
    expect(await details('PASS-3')).toMatchObject({ details: 'Two pumps stop.' });
    expect(took(await send('osv', first))).toEqual([1, 1, 0]);
    await o.t.owner.query(`UPDATE advisory SET state = 'withdrawn', content_digest = '\\x' WHERE public_id = 'PASS-3'`);
    const newest = osv('PASS-3', '2026-11-02T00:00:00Z', 'Two pumps stop.');
    expect(took(await send('ghsa', newest))).toEqual([1, 0, 0]);
    expect(await details('PASS-3')).toMatchObject({ state: 'published' });
  });

  it('is read again by another version of the readers', async () => {
    const text = osv('PASS-4', '2026-11-01T00:00:00Z');
    await send('osv', text);
    await o.t.owner.query(`UPDATE feed_text SET text_digest = sha256(text_digest)`); // as another version would know it
    expect(took(await send('osv', text))).toEqual([1, 0, 0]);
    expect(took(await send('osv', text))).toEqual([1, 1, 0]);
  });

  it('of a CSAF document is all of its vulnerabilities, and another publisher’s is named each time', async () => {
    const two = csaf({ id: 'PASS-5', cves: ['CVE-2026-6001', 'CVE-2026-6002'] });
    expect(took(await send('csaf', two))).toEqual([1, 0, 0]);
    expect(took(await send('csaf', two))).toEqual([1, 1, 0]);
    const others = csaf({ id: 'PASS-5', publisher: 'Somebody else', cves: ['CVE-2026-6001'] });
    for (let i = 0; i < 2; i += 1)
      expect((await send('csaf', others)).body).toMatchObject({ takenBefore: 0, problemsTotal: 1 });
    await send('csaf', csaf({ id: 'PASS-5', version: '2', at: '2026-11-21T10:00:00Z', cves: ['CVE-2026-6001'] }));
    expect(took(await send('csaf', two))).toEqual([1, 0, 0]);
    expect((await held('csaf')).filter((line) => line.includes('PASS-5'))).toEqual([
      'PASS-5 published',
      'PASS-5#CVE-2026-6001 withdrawn',
      'PASS-5#CVE-2026-6002 withdrawn',
    ]);
  });

  it('of decision points tells nobody anew', async () => {
    const record = { cveMetadata: { cveId: 'CVE-2026-6100' }, containers: { adp: [] } };
    expect(took(await send('ssvc', JSON.stringify(record)))).toEqual([1, 0, 0]);
    expect(took(await send('ssvc', JSON.stringify(record)))).toEqual([1, 1, 0]);
    const marks = async () => (await o.t.owner.query(`SELECT count(*)::int AS n FROM watch_changed`)).rows[0].n;
    await send('osv', osv('CVE-2026-6100', '2026-11-01T00:00:00Z'));
    const before = await marks();
    expect(took(await send('ssvc', JSON.stringify({ ...record, more: 1 })))).toEqual([1, 0, 0]);
    expect(await marks()).toBe(before);
  });
});
