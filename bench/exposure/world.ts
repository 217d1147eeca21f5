// A made-up world for the benchmarks of exposure: 300,000 packages, advisories on them, and inventories that run them. Popular
// packages have more advisories and stand in more inventories, as in life.
import { packageAt, purlOf } from '../../examples/generate/packages.ts';
import { type Random, randomOf } from '../../examples/generate/random.ts';
import type { Advisory } from '../../lib/src/advisory/index.ts';

export const PACKAGES = 300_000;
/** Of every kind of package, before names are numbered: the fictional universe. */
const NPM = 80_000;
const DEBIAN = 3_000;

export interface WorldPackage {
  readonly ecosystem: 'npm' | 'Debian:12';
  readonly name: string;
  readonly versions: readonly string[];
  purl(version: string): string;
}

/** Package i; the small numbers are the popular ones. Every tenth is Debian's. */
export function worldPackage(i: number): WorldPackage {
  const debian = i % 10 === 0;
  const size = debian ? DEBIAN : NPM;
  const pkg = packageAt(debian ? 'Debian:12' : 'npm', i % size);
  const copy = Math.floor(i / size);
  const name = copy === 0 ? pkg.name : `${pkg.name}-${copy}`;
  const named = { ...pkg, name };
  return { ecosystem: pkg.ecosystem, name, versions: pkg.versions, purl: (version) => purlOf(named, version, name) };
}

/** One in ten goes to the popular packages by their popularity, the rest anywhere. */
const draw = (r: Random): number => (r.chance(10) ? r.skewed(PACKAGES) : r.below(PACKAGES));

/** Advisory i: one package, one range or two, now and then listed versions. */
export function worldAdvisory(i: number): Advisory {
  const r = randomOf('world', i);
  const pkg = worldPackage(draw(r));
  const { versions } = pkg;
  const ranges = r.chance(15) ? 2 : 1;
  const events = Array.from({ length: ranges }, (_, n) => {
    const from = Math.floor((versions.length * n) / ranges);
    const to = Math.floor((versions.length * (n + 1)) / ranges) - 1;
    const opens = n === 0 && r.chance(60) ? '0' : (versions[r.between(from, to)] ?? '0');
    const closes = versions[r.between(Math.min(to, versions.indexOf(opens) + 1), to)] ?? '0';
    return [{ introduced: opens }, r.chance(10) ? { lastAffected: closes } : { fixed: closes }];
  });
  return {
    id: `WORLD-${i}`,
    aliases: [],
    related: [],
    upstream: [],
    summary: `A made-up weakness in ${pkg.name}`,
    details: '',
    modified: '2026-11-01T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    affected: [
      {
        ecosystem: pkg.ecosystem,
        name: pkg.name,
        ranges: [{ type: pkg.ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM', events: events.flat() }],
        versions: r.chance(3) ? [r.pick(versions)] : [],
      },
    ],
    references: [],
    credits: [],
    informational: false,
  };
}

/** Inventory i as the text of a CycloneDX document: what a build tool writes, without spaces. */
export function worldInventory(i: number, components: number): string {
  const r = randomOf('inventory', i);
  const seen = new Set<string>();
  while (seen.size < components) {
    const pkg = worldPackage(r.chance(60) ? r.skewed(PACKAGES) : r.below(PACKAGES));
    seen.add(pkg.purl(pkg.versions[Math.max(0, pkg.versions.length - 1 - r.skewed(pkg.versions.length))] ?? '0'));
  }
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${r.uuid()}`,
    version: 1,
    components: [...seen].map((purl) => {
      const at = purl.lastIndexOf('@');
      return {
        type: 'library',
        'bom-ref': purl,
        name: decodeURIComponent(purl.slice(purl.indexOf('/') + 1, at)),
        version: decodeURIComponent(purl.slice(at + 1).split('?')[0] ?? ''),
        licenses: [{ license: { id: r.pick(['Apache-2.0', 'MIT', 'BSD-3-Clause']) } }],
        purl,
      };
    }),
  });
}
