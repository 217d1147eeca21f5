// Operators for tests: a hospital and a bank, an ISAC that may act for them, a clearinghouse; advisories, bills of materials and
// sheets in a line each.
import { type Somebody, type TestHouse, type TestHouseOptions, testHouse } from './house.ts';

export interface Operators {
  readonly t: TestHouse;
  readonly hospital: Somebody;
  readonly bank: Somebody;
  readonly isac: Somebody;
  readonly coordinator: Somebody;
  /** Imports OSV records as the clearinghouse and lets every job run. */
  advise(...advisories: readonly OsvLine[]): Promise<void>;
  /** Puts CVEs into the KEV catalogue. */
  exploit(added: Readonly<Record<string, string>>): Promise<void>;
  rate(ssvc: Readonly<Record<string, readonly [automatable: string, impact: string]>>): Promise<void>;
  /** Days pass, and everybody is still signed in. */
  days(n: number): Promise<void>;
  /** Sends an inventory and lets every job run. */
  send(as: Somebody, name: string, body: string, more?: Record<string, string>): Promise<Sent>;
}
// biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the body
type Sent = { status: number; body: any };

export interface OsvLine {
  readonly id: string;
  readonly package: string;
  readonly ecosystem?: string;
  readonly introduced?: string;
  readonly fixed?: string;
  readonly aliases?: readonly string[];
  readonly modified?: string;
  readonly withdrawn?: string;
}

export async function operators(
  now = '2026-11-22T10:00:00.000Z',
  more: Pick<TestHouseOptions, 'log'> = {},
): Promise<Operators> {
  const t = await testHouse({ now, ...more });
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  const hospital = await t.person(await t.party('Juniper Hospital', 'operator', 'healthcare'), 'operator');
  const bank = await t.person(await t.party('Fern Bank', 'operator', 'financial services'), 'operator');
  const isac = await t.person(await t.party('Plains ISAC', 'isac', 'healthcare'), 'operator');
  const feed = async (source: 'kev' | 'osv' | 'ssvc', body: string): Promise<void> => {
    const answer = await t.call(coordinator, 'feeds.import', {
      params: { source },
      query: { whole: 'true', asOf: t.clock.now() },
      body,
    });
    if (answer.status !== 202 || answer.body.refused > 0) throw new Error(`feed refused: ${answer.text}`);
    await t.work();
  };
  return {
    t,
    coordinator,
    hospital,
    bank,
    isac,
    advise: (...advisories) => feed('osv', advisories.map((a) => JSON.stringify(osv(a, t.clock.now()))).join('\n')),
    exploit: (added) => feed('kev', JSON.stringify(kev(added))),
    rate: async (values) => {
      for (const [cve, [automatable, impact]] of Object.entries(values))
        await t.owner.query(
          `INSERT INTO ssvc VALUES ($1, $2, $3, 'none', $4, '{}') ON CONFLICT (cve) DO UPDATE SET automatable = $2, technical_impact = $3`,
          [cve, automatable, impact, t.clock.now()],
        );
      await t.owner.query(`UPDATE feed SET as_of = $1, last_success_at = $1 WHERE source = 'ssvc'`, [t.clock.now()]);
    },
    async days(n) {
      t.clock.advance(n * 86_400_000);
      await t.owner.query('UPDATE session SET seen_at = $1, expires_at = $1::timestamptz + interval $$1 day$$', [
        t.clock.now(),
      ]);
    },
    async send(as, name, body, more = {}) {
      const answer = await t.call(as, 'inventories.upload', { query: { name, ...more }, body });
      await t.work();
      return answer;
    },
  };
}

const osv = (a: OsvLine, now: string) => ({
  schema_version: '1.7.0',
  id: a.id,
  modified: a.modified ?? now,
  published: a.modified ?? now,
  summary: `A hole in ${a.package}`,
  aliases: a.aliases ?? [],
  ...(a.withdrawn ? { withdrawn: a.withdrawn } : {}),
  affected: [
    {
      package: { ecosystem: a.ecosystem ?? 'npm', name: a.package },
      ranges: [
        {
          type: a.ecosystem === undefined || a.ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM',
          events: [{ introduced: a.introduced ?? '0' }, ...(a.fixed ? [{ fixed: a.fixed }] : [])],
        },
      ],
    },
  ],
});

const kev = (added: Readonly<Record<string, string>>) => ({
  title: 'Catalog',
  catalogVersion: '2026.11.22',
  dateReleased: '2026-11-22T00:00:00.000Z',
  count: Object.keys(added).length,
  vulnerabilities: Object.entries(added).map(([cveID, dateAdded]) => ({
    cveID,
    vendorProject: 'V',
    product: 'P',
    vulnerabilityName: 'A hole',
    dateAdded,
    shortDescription: 'It is used.',
    requiredAction: 'Mend it.',
    dueDate: dateAdded,
    knownRansomwareCampaignUse: 'Unknown',
    notes: '',
    cwes: [],
  })),
});

/** A CycloneDX bill from package URLs; one without `@version` states none. */
export const bom = (purls: readonly string[], timestamp?: string): string =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    ...(timestamp ? { metadata: { timestamp } } : {}),
    components: purls.map((purl) => {
      const [, name = '', version] = /\/([^/@?]+)(?:@([^?]+))?(?:\?|$)/.exec(purl) ?? [];
      return { type: 'library', name, purl, ...(version ? { version } : {}) };
    }),
  });
