// The ecosystems that advisories name, and what we know of each: the namespace of its packages, how names are folded, and how
// versions are ordered, where we can order them. An ecosystem that is not here is a value too: equality only, ranges undetermined.

import { alpine } from './alpine.ts';
import { conan } from './conan.ts';
import { cran, hackage } from './cran.ts';
import { debian } from './debian.ts';
import { go } from './go.ts';
import { maven } from './maven.ts';
import { nuget } from './nuget.ts';
import { packagist } from './packagist.ts';
import { productVersion } from './product.ts';
import { pub } from './pub.ts';
import { pypi } from './pypi.ts';
import { releaseOf, slug } from './release.ts';
import { rpm } from './rpm.ts';
import { rubygems } from './rubygems.ts';
import { unorderedVersion, type VersionScheme } from './scheme.ts';
import { semver } from './semver.ts';

export interface Ecosystem {
  /** As the advisory wrote it: npm, Debian:12, … */
  readonly name: string;
  /** Of its packages: `npm`, `deb:debian:12`, `product`, `other:frobnix`. Never holds a slash. */
  readonly namespace: string;
  /** undefined: versions of this ecosystem cannot be ordered (yet). */
  readonly scheme: VersionScheme | undefined;
  /** The name under which a package is looked up. */
  foldName(name: string): string;
  /** Set for distributions: `debian`, `ubuntu`; a component is judged by its own release only. */
  readonly distribution?: string;
  /** Set where the ecosystem names a release of a distribution. */
  readonly release?: string;
}

/** What is known of an ecosystem by the name that OSV gives it (OSV schema, section `affected[].package`). */
export function ecosystem(name: string): Ecosystem {
  const [family = '', ...suffix] = name.trim().split(':');
  const known = FAMILIES.get(family);
  if (!known) return { name, namespace: `other:${slug(name)}`, scheme: undefined, foldName: (n) => n.trim() };
  const { namespace, scheme, fold = asIs, distribution } = known;
  const base = { name, scheme, foldName: (n: string) => fold(n.trim()) };
  if (distribution === undefined) return { ...base, namespace };
  const release = releaseOf(distribution, suffix.join(':'));
  return release === ''
    ? { ...base, namespace, distribution }
    : { ...base, namespace: `${namespace}:${release}`, distribution, release };
}

/** How versions in a namespace are ordered; the namespace may name a release (`deb:debian:12`, `rpm:redhat:9:eus9.4`). */
export function schemeOfNamespace(namespace: string): VersionScheme | undefined {
  const known = SCHEMES.get(namespace);
  if (known) return known;
  const colon = namespace.indexOf(':');
  if (colon < 0) return undefined;
  const release = namespace.indexOf(':', colon + 1);
  const distribution = release < 0 ? undefined : SCHEMES.get(namespace.slice(0, release));
  return distribution ?? FORMATS.get(namespace.slice(0, colon));
}

/** A distribution that no advisory names still orders its versions by its package format. */
const FORMATS: ReadonlyMap<string, VersionScheme> = new Map([
  ['deb', debian],
  ['rpm', rpm],
  ['apk', alpine],
]);

/** Reads and compares nothing but equality: for ecosystems without a scheme. */
export const equalityOnly: VersionScheme = {
  name: 'equality',
  read: (text) => unorderedVersion(text.trim()),
  compare: (a, b) => (a.trim() === b.trim() ? 0 : undefined),
  readings: () => [{ id: 'anywhere', from: new Uint8Array(0), to: Uint8Array.of(0xff) }],
};

interface Family {
  readonly namespace: string;
  readonly scheme?: VersionScheme;
  readonly fold?: (name: string) => string;
  readonly distribution?: string;
}

const asIs = (name: string): string => name;
const lower = (name: string): string => name.toLowerCase();
/** PEP 503. */
export const foldPythonName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const FAMILIES: ReadonlyMap<string, Family> = new Map([
  ['npm', { namespace: 'npm', scheme: semver }],
  ['crates.io', { namespace: 'cargo', scheme: semver }],
  ['Hex', { namespace: 'hex', scheme: semver, fold: lower }],
  ['Go', { namespace: 'golang', scheme: go }],
  ['Debian', { namespace: 'deb:debian', scheme: debian, fold: lower, distribution: 'debian' }],
  ['Ubuntu', { namespace: 'deb:ubuntu', scheme: debian, fold: lower, distribution: 'ubuntu' }],
  ['Maven', { namespace: 'maven', scheme: maven }],
  ['Alpine', { namespace: 'apk:alpine', scheme: alpine, fold: lower, distribution: 'alpine' }],
  ['Alpaquita', { namespace: 'apk:alpaquita', scheme: alpine, fold: lower, distribution: 'alpaquita' }],
  // Without releases: there is one state of the distribution, the newest.
  ['Wolfi', { namespace: 'apk:wolfi', scheme: alpine, fold: lower }],
  ['Chainguard', { namespace: 'apk:chainguard', scheme: alpine, fold: lower }],
  ['MinimOS', { namespace: 'apk:minimos', scheme: alpine, fold: lower }],
  ['Red Hat', { namespace: 'rpm:redhat', scheme: rpm, distribution: 'redhat' }],
  ['AlmaLinux', { namespace: 'rpm:almalinux', scheme: rpm, distribution: 'almalinux' }],
  ['Rocky Linux', { namespace: 'rpm:rocky', scheme: rpm, distribution: 'rocky' }],
  ['SUSE', { namespace: 'rpm:suse', scheme: rpm, distribution: 'suse' }],
  ['openSUSE', { namespace: 'rpm:opensuse', scheme: rpm, distribution: 'opensuse' }],
  ['Mageia', { namespace: 'rpm:mageia', scheme: rpm, distribution: 'mageia' }],
  ['openEuler', { namespace: 'rpm:openeuler', scheme: rpm, distribution: 'openeuler' }],
  ['Azure Linux', { namespace: 'rpm:azurelinux', scheme: rpm, distribution: 'azurelinux' }],
  ['Photon OS', { namespace: 'rpm:photon', scheme: rpm, distribution: 'photon' }],
  ['cpe', { namespace: 'cpe', scheme: productVersion, fold: lower }],
  ['product', { namespace: 'product', scheme: productVersion }],
  ['PyPI', { namespace: 'pypi', scheme: pypi, fold: foldPythonName }],
  ['RubyGems', { namespace: 'gem', scheme: rubygems }],
  ['NuGet', { namespace: 'nuget', scheme: nuget, fold: lower }],
  ['Packagist', { namespace: 'composer', scheme: packagist, fold: lower }],
  ['Pub', { namespace: 'pub', scheme: pub, fold: lower }],
  ['GitHub Actions', { namespace: 'githubactions', fold: lower }],
  ['Hackage', { namespace: 'hackage', scheme: hackage }],
  ['CRAN', { namespace: 'cran', scheme: cran }],
  ['SwiftURL', { namespace: 'swift' }],
  ['ConanCenter', { namespace: 'conan', scheme: conan }],
  ['Bitnami', { namespace: 'bitnami', fold: lower }],
  ['OSS-Fuzz', { namespace: 'oss-fuzz' }],
] satisfies readonly [string, Family][]);

/** Names of ecosystems whose versions can be ordered; of distributions without a release. */
export const ORDERED_ECOSYSTEMS: readonly string[] = [...FAMILIES].flatMap(([name, { scheme }]) =>
  scheme ? [name] : [],
);

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map(
  [...FAMILIES.values()].flatMap(({ namespace, scheme }) => (scheme ? [[namespace, scheme] as const] : [])),
);
