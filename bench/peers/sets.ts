// What every matcher is asked in `npm run bench -- match`: advisories as OSV records and inventories as the text of an SBOM. The real
// ones lie beside the project; the made-up world supplies sizes, and inventories at the very bounds of the real advisories.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { randomOf } from '../../examples/generate/random.ts';
import { type Advisory, readInventory, writeOsv } from '../../lib/src/advisory/index.ts';
import { worldAdvisory, worldInventory } from '../exposure/world.ts';

/** The part of an OSV record that decides; the peers are given the whole text. */
export interface OsvRecord {
  readonly id: string;
  readonly withdrawn?: string;
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem: string; readonly name: string };
    readonly ranges?: readonly {
      readonly type: string;
      readonly events: readonly Readonly<Record<string, string>>[];
    }[];
    readonly versions?: readonly string[];
    readonly database_specific?: { readonly informational?: unknown };
  }[];
}

export interface Advice {
  readonly record: OsvRecord;
  readonly text: string;
}

export interface InventoryText {
  readonly name: string;
  /** 'cdx' or 'spdx': the peers go by the file's name. */
  readonly form: 'cdx' | 'spdx';
  readonly text: string;
}

/** A set to be asked. */
export interface MatchSet {
  readonly name: string;
  readonly advisories: readonly Advice[];
  /** Those that are typical: times are taken with them. */
  readonly timed: readonly InventoryText[];
  /** Further ones, for their answers alone. */
  readonly others: readonly InventoryText[];
}

const OUTSIDE = new URL('../../../shared/data/', import.meta.url);
const FEEDS = ['pypa', 'rustsec', 'golang-vulndb'];
const SEEN_TYPES = /pkg:(?:golang|pypi|cargo)\//;
const TIMED = 5;
/** One tool's of each image: the others tell the same packages. */
const TOLD_TWICE = /spdx-(?:syft|bom|tern)-/;
const BOUNDS_INVENTORIES = 2;
const COMPONENTS = 1_000;

/** Null where the data is not at hand. Real advisories against real inventories, and against inventories that stand at and beside the bounds of those advisories. */
export function realSet(): MatchSet | null {
  if (!existsSync(OUTSIDE)) return null;
  const advisories = FEEDS.flatMap((feed) => lines(`advisories/${feed}/osv.ndjson.gz`).map(adviceOf));
  const packed = ['sbom/cyclonedx-bom-examples/files.ndjson.gz', 'sbom/bom-shelter-in-the-lab/sample24.ndjson.gz']
    .flatMap(lines)
    .map((line) => JSON.parse(line) as { path: string; text?: string }); // the set's own packing, see its README
  const inventories = packed.flatMap(({ path, text }): InventoryText[] => {
    if (text === undefined || !path.endsWith('.json') || TOLD_TWICE.test(path) || !SEEN_TYPES.test(text)) return [];
    const form = text.includes('"bomFormat"') ? 'cdx' : 'spdx';
    return readInventory(Buffer.from(text)).ok ? [{ name: path, form, text }] : [];
  });
  const largest = inventories.toSorted((a, b) => b.text.length - a.text.length);
  return {
    name: 'real',
    advisories,
    timed: largest.slice(0, TIMED),
    others: [...largest.slice(TIMED), ...boundInventories(advisories)],
  };
}

/** The made-up world. */
export function worldSet(advisories: number, inventories: number): MatchSet {
  return {
    name: `made-up, ${advisories.toLocaleString('en')} advisories`,
    advisories: Array.from({ length: advisories }, (_, i) => {
      return adviceOf(JSON.stringify(writeOsv(asValidOsv(worldAdvisory(i)))));
    }),
    timed: Array.from({ length: inventories }, (_, i) => ({
      name: `world-${i}`,
      form: 'cdx',
      text: onDebian(worldInventory(i, COMPONENTS)),
    })),
    others: [],
  };
}

/** The distribution as an inventory of an image names it, apart from its packages: grype wants it so. */
function onDebian(text: string): string {
  const { components, ...rest } = JSON.parse(text) as { readonly components: readonly object[] }; // as worldInventory makes it
  return JSON.stringify({ ...rest, components: [DEBIAN, ...components] });
}

const DEBIAN = {
  type: 'operating-system',
  'bom-ref': 'os',
  name: 'debian',
  version: '12',
  swid: { tagId: 'debian', name: 'debian', version: '12' },
};

/** A range each for every opening: the schema wants no `fixed` beside a `last_affected` in one. */
const asValidOsv = (advisory: Advisory): Advisory => ({
  ...advisory,
  affected: advisory.affected.map((entry) => ({
    ...entry,
    ranges: entry.ranges.flatMap(({ type, events }) =>
      events.flatMap((event, i) =>
        'introduced' in event ? [{ type, events: [event, ...events.slice(i + 1, i + 2)] }] : [],
      ),
    ),
  })),
});

/** One inventory that holds the components of several: what more costs, with the start of the program taken off. */
export function joined(inventories: readonly InventoryText[]): InventoryText {
  const components = new Map<string, object>();
  for (const { text } of inventories) {
    const read = readInventory(Buffer.from(text));
    if (!read.ok) throw new Error('an inventory could not be read');
    for (const { name, version, purl } of read.value.components)
      if (purl !== undefined) components.set(purl, component(purl, name, version ?? ''));
  }
  const isDebian = inventories.every(({ text }) => text.includes('"operating-system"'));
  return {
    name: `${inventories.length} together`,
    form: 'cdx',
    text: cycloneDx([...(isDebian ? [DEBIAN] : []), ...components.values()]),
  };
}

const lines = (file: string): string[] =>
  gunzipSync(readFileSync(new URL(file, OUTSIDE)))
    .toString()
    .split('\n')
    .filter(Boolean);

/** Our own sets and the public ones of `../shared/data`, which are valid by their schema. */
const adviceOf = (text: string): Advice => ({ text, record: JSON.parse(text) as OsvRecord });

const PURL_TYPE: Readonly<Record<string, string>> = { Go: 'golang', PyPI: 'pypi', 'crates.io': 'cargo' };

function boundInventories(advisories: readonly Advice[]): InventoryText[] {
  const purls = new Map<string, object>();
  const entries = advisories.flatMap(({ record }) => record.affected ?? []);
  for (const { package: pkg, ranges = [], versions = [] } of entries) {
    const type = PURL_TYPE[pkg?.ecosystem ?? ''];
    if (!pkg || type === undefined || pkg.name === 'stdlib' || pkg.name === 'toolchain') continue;
    const bounds = ranges.filter((r) => r.type !== 'GIT').flatMap((r) => r.events.flatMap((e) => Object.values(e)));
    for (const version of [...bounds, ...versions.slice(0, 2)].filter((v) => v !== '0').flatMap(beside)) {
      const written = type === 'golang' ? `v${version.replace(/^v/, '')}` : version;
      const purl = `pkg:${type}/${pkg.name}@${encodeURIComponent(written)}`;
      purls.set(purl, component(purl, pkg.name, written));
    }
  }
  const all = [...purls.values()];
  const r = randomOf('bounds', 1);
  return Array.from({ length: BOUNDS_INVENTORIES }, (_, i) => ({
    name: `bounds-${i}`,
    form: 'cdx',
    text: cycloneDx([...new Set(Array.from({ length: COMPONENTS }, () => r.pick(all)))]),
  }));
}

/** A bound, the version after it and the version before it, where there are such. */
const beside = (version: string): string[] => {
  const last = /^(.*?)(\d+)$/.exec(version);
  const number = Number(last?.[2] ?? 0);
  if (!last || number > 1e6) return [version];
  return [version, `${last[1]}${number + 1}`, ...(number > 0 ? [`${last[1]}${number - 1}`] : [])];
};

const component = (purl: string, name: string, version: string) => ({
  type: 'library',
  'bom-ref': purl,
  name,
  version,
  purl,
});

const cycloneDx = (components: readonly object[]): string =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components });
