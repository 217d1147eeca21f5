// A fictional universe of packages. Package number i is always the same package, so an advisory, an SBOM and a report made
// apart from each other speak of the same names and versions.
import { randomOf } from './random.ts';
import { HEADS, SCOPES, TAILS } from './words.ts';

export type FictionalEcosystem = 'npm' | 'Debian:12';

export interface FictionalPackage {
  readonly ecosystem: FictionalEcosystem;
  /** As OSV spells it: an npm name with its scope, or a Debian source package. */
  readonly name: string;
  /** Debian binary packages built from the source; for npm the name itself. */
  readonly binaries: readonly string[];
  /** Oldest first, at least three. */
  readonly versions: readonly string[];
  readonly repository: string;
}

/** How many distinct packages an ecosystem has. */
export const UNIVERSE: Readonly<Record<FictionalEcosystem, number>> = {
  npm: SCOPES.length * HEADS.length * TAILS.length,
  'Debian:12': HEADS.length * TAILS.length,
};

export function packageAt(ecosystem: FictionalEcosystem, index: number): FictionalPackage {
  const size = UNIVERSE[ecosystem];
  const i = (index * 7_919 + 4_409) % size; // 7,919 is prime to every size: a permutation
  const stem = `${at(HEADS, i)}-${at(TAILS, Math.floor(i / HEADS.length))}`;
  const r = randomOf('package', ecosystem, i);
  if (ecosystem === 'npm') {
    const scope = at(SCOPES, Math.floor(i / (HEADS.length * TAILS.length)));
    const name = `@${scope}/${stem}`;
    return {
      ecosystem,
      name,
      binaries: [name],
      versions: npmVersions(r),
      repository: `https://git.example.org/${scope}/${stem}`,
    };
  }
  const name = stem.replace('-', '');
  const binaries = r.chance(60) ? [`lib${name}${r.between(0, 4)}`, `${name}-bin`] : [name];
  return {
    ecosystem,
    name,
    binaries,
    versions: debianVersions(r),
    repository: `https://git.example.org/debian/${name}`,
  };
}

/** The package URL (ECMA-427) of a version of a package, or of one of its binaries. */
export function purlOf(pkg: FictionalPackage, version?: string, binary?: string): string {
  const at = version === undefined ? '' : `@${encodeURIComponent(version).replaceAll('%3A', ':')}`;
  if (pkg.ecosystem === 'npm') return `pkg:npm/${pkg.name.replace('@', '%40')}${at}`;
  const built = binary ?? pkg.name;
  const upstream = built === pkg.name ? '' : `&upstream=${pkg.name}`;
  return `pkg:deb/debian/${built}${at}?arch=amd64&distro=debian-12${upstream}`;
}

/** The package URL that names the package itself: no version; for Debian the source package. */
export function plainPurl(pkg: FictionalPackage): string {
  return pkg.ecosystem === 'npm' ? purlOf(pkg) : `pkg:deb/debian/${pkg.name}`;
}

function npmVersions(r: ReturnType<typeof randomOf>): string[] {
  const out: string[] = [];
  let major = r.pick([0, 0, 1, 1, 1, 1, 1, 2, 2]);
  let minor = r.below(4);
  let patch = 0;
  for (let left = r.between(5, 24); left > 0; left -= 1) {
    out.push(`${major}.${minor}.${patch}`);
    if (r.chance(8)) [major, minor, patch] = [major + 1, 0, 0];
    else if (r.chance(30)) [minor, patch] = [minor + 1, 0];
    else patch += 1;
  }
  return out;
}

function debianVersions(r: ReturnType<typeof randomOf>): string[] {
  const epoch = r.chance(8) ? '1:' : '';
  const upstream = `${r.between(0, 9)}.${r.between(0, 30)}${r.chance(60) ? `.${r.between(0, 12)}` : ''}`;
  const base = `${epoch}${upstream}-${r.between(1, 6)}`;
  const updates = Array.from({ length: r.between(2, 5) }, (_, i) => `${base}+deb12u${i + 1}`);
  return [base, ...updates];
}

function at(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
