// Made-up advisories in the OSV format (ossf.github.io/osv-schema, 1.7) over the fictional universe: npm and Debian:12.
import { type FictionalEcosystem, type FictionalPackage, packageAt, plainPurl } from './packages.ts';
import { type Random, randomOf } from './random.ts';
import { encoded } from './sarif.ts';
import { symbolOf, WEAKNESS_KINDS, type WeaknessKind } from './weaknesses.ts';

export interface OsvRecord {
  readonly schema_version: string;
  readonly id: string;
  readonly modified: string;
  readonly published: string;
  readonly withdrawn?: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly details: string;
  readonly severity?: readonly { readonly type: string; readonly score: string }[];
  readonly affected: readonly OsvAffected[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  readonly credits?: readonly { readonly name: string; readonly type: string }[];
  readonly database_specific: Readonly<Record<string, unknown>>;
}
export interface OsvAffected {
  readonly package: { readonly ecosystem: string; readonly name: string; readonly purl: string };
  readonly ranges: readonly { readonly type: string; readonly events: readonly Readonly<Record<string, string>>[] }[];
  readonly versions?: readonly string[];
}

export interface OsvOptions {
  readonly n: number;
  readonly seed: string | number;
  readonly ecosystems?: readonly FictionalEcosystem[];
  /** How many packages of each ecosystem the advisories spread over; small indices are the common packages. */
  readonly packages?: number;
  /** Publication days end here, and reach back two years. Default 2026-11-01. */
  readonly until?: number;
}

const LAST_DAY = Date.UTC(2026, 10, 1);

/** The number that a fictional CVE id of advisory i has: CVE-2099-30000 and on. */
export const cveOfAdvisory = (i: number): string => `CVE-2099-${30_000 + i}`;

/** n OSV records. About one in sixty is withdrawn, one in forty names every version, one in twelve has no fix yet. */
export function* osvAdvisories(options: OsvOptions): Generator<OsvRecord> {
  for (let i = 0; i < options.n; i += 1) yield osvAdvisory(options, i);
}

/** The same, one a line. */
export async function* osvNdjson(options: OsvOptions): AsyncGenerator<Uint8Array> {
  yield* encoded(lines(options));
}

function* lines(options: OsvOptions): Generator<string> {
  for (const record of osvAdvisories(options)) yield `${JSON.stringify(record)}\n`;
}

function osvAdvisory(options: OsvOptions, i: number): OsvRecord {
  const r = randomOf('osv', options.seed, i);
  const ecosystem = r.pick(options.ecosystems ?? (['npm', 'Debian:12'] as const));
  const pkg = packageAt(ecosystem, r.skewed(options.packages ?? 2_000));
  const kind = r.weighted(KINDS[ecosystem]);
  const symbol = symbolOf(kind.language, r.pick);
  const published = (options.until ?? LAST_DAY) - r.below(730) * 86_400_000 - r.below(86_400) * 1_000;
  const modified = Math.min(options.until ?? LAST_DAY, published + r.below(60) * 86_400_000);
  return {
    schema_version: '1.7.0',
    id: ecosystem === 'npm' ? `DEMO-NPM-2099-${4_000 + i}` : `DEMO-DEB-2099-${4_000 + i}`,
    modified: instantText(modified),
    published: instantText(published),
    ...(r.chance(1.6) && { withdrawn: instantText(modified) }),
    aliases: r.chance(88) ? [cveOfAdvisory(i)] : [],
    summary: `${kind.name} in ${pkg.name}`,
    details: `${kind.message.replaceAll('{symbol}', symbol)}\n\nSynthetic record: the package, the identifier and the weakness are made up.`,
    ...(r.chance(90) && { severity: [{ type: 'CVSS_V3', score: vectorOf(r, kind) }] }),
    affected: [affectedOf(r, pkg)],
    references: [
      { type: 'ADVISORY', url: `https://advisories.example.org/${2_099_000 + i}` },
      { type: 'PACKAGE', url: pkg.repository },
    ],
    ...(r.chance(30) && {
      credits: [{ name: r.pick(['Brightfen Labs', 'Ashgrove Research', 'Pebblecrash']), type: 'FINDER' }],
    }),
    database_specific: { cwe_ids: [kind.cwe], synthetic: true },
  };
}

function affectedOf(r: Random, pkg: FictionalPackage): OsvAffected {
  const versions = pkg.versions;
  const from = r.chance(55) ? 0 : r.below(versions.length - 1);
  const to = r.between(from + 1, versions.length - 1);
  const introduced = from === 0 ? '0' : (versions[from] ?? '0');
  const fixed = versions[to] ?? '0';
  const type = pkg.ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM';
  const end: Readonly<Record<string, string>>[] = r.chance(8)
    ? []
    : [r.chance(10) ? { last_affected: versions[to - 1] ?? '0' } : { fixed }];
  return {
    package: { ecosystem: pkg.ecosystem, name: pkg.name, purl: plainPurl(pkg) },
    ranges: [{ type, events: [{ introduced }, ...end] }],
    ...(r.chance(2.5) && { versions: versions.slice(from, to) }),
  };
}

const weightsOf = (language: 'js' | 'c') =>
  WEAKNESS_KINDS.filter((kind) => kind.language === language).map((kind) => [kind, kind.weight] as const);
const KINDS: Readonly<Record<FictionalEcosystem, readonly (readonly [WeaknessKind, number])[]>> = {
  npm: weightsOf('js'),
  'Debian:12': weightsOf('c'),
};

/** A CVSS 3.1 vector that suits the level of the weakness. */
export function vectorOf(r: Random, kind: WeaknessKind): string {
  const impact =
    kind.level === 'error' ? ['H', 'H', 'L'] : kind.level === 'warning' ? ['L', 'H', 'L'] : ['L', 'L', 'N'];
  const [av, ac] = [
    r.weighted([
      ['N', 7],
      ['L', 3],
      ['A', 1],
    ] as const),
    r.weighted([
      ['L', 7],
      ['H', 3],
    ] as const),
  ];
  const [pr, ui] = [
    r.weighted([
      ['N', 6],
      ['L', 4],
      ['H', 1],
    ] as const),
    r.weighted([
      ['N', 7],
      ['R', 3],
    ] as const),
  ];
  const [c, i, a] = [r.pick(impact), r.pick(impact), r.pick(impact)];
  return `CVSS:3.1/AV:${av}/AC:${ac}/PR:${pr}/UI:${ui}/S:U/C:${c}/I:${i}/A:${c === 'N' && i === 'N' ? 'L' : a}`;
}

const instantText = (millis: number): string => new Date(millis).toISOString().replace('.000Z', 'Z');
