// The ecosystems that advisories name, and what we know of each: the namespace of its packages, how names are folded, and how
// versions are ordered, where we can order them. An ecosystem that is not here is a value too: equality only, ranges undetermined.
import { conan } from './conan.ts';
import { debian } from './debian.ts';
import { go } from './go.ts';
import { productVersion } from './product.ts';
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

/** How versions in a namespace are ordered; the namespace may name a release (`deb:debian:12`). */
export function schemeOfNamespace(namespace: string): VersionScheme | undefined {
  const known = SCHEMES.get(namespace);
  if (known) return known;
  const release = namespace.indexOf(':', namespace.indexOf(':') + 1);
  return release < 0 ? undefined : SCHEMES.get(namespace.slice(0, release));
}

/** Reads and compares nothing but equality: for ecosystems without a scheme. */
export const equalityOnly: VersionScheme = {
  name: 'equality',
  read: (text) => unorderedVersion(text.trim()),
  compare: (a, b) => (a.trim() === b.trim() ? 0 : undefined),
  readings: () => [{ id: 'anywhere', from: new Uint8Array(0), to: Uint8Array.of(0xff) }],
};

/** The release in one spelling: code names become numbers (`bookworm` is 12), point releases are cut (12.5 is 12). */
export function releaseOf(distribution: string, text: string): string {
  const release = slug(text);
  if (distribution === 'debian') return DEBIAN_CODE_NAMES.get(release) ?? release.replace(/^(\d+)\.\d+$/, '$1');
  if (distribution === 'ubuntu') {
    const named = UBUNTU_CODE_NAMES.get(release) ?? release;
    return /^pro:/.test(named) ? `${named.slice(4).replace(/:lts$/, '')}:pro` : named.replace(/:lts$/, '');
  }
  return distribution === 'alpine' ? release.replace(/^v?(\d+\.\d+)(?:\.\d+)?$/, '$1') : release;
}

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
  ['product', { namespace: 'product', scheme: productVersion }],
  // Known names whose order is not built yet.
  ['PyPI', { namespace: 'pypi', fold: foldPythonName }],
  ['Maven', { namespace: 'maven' }],
  ['RubyGems', { namespace: 'gem' }],
  ['NuGet', { namespace: 'nuget', fold: lower }],
  ['Packagist', { namespace: 'composer', fold: lower }],
  ['Pub', { namespace: 'pub', fold: lower }],
  ['GitHub Actions', { namespace: 'githubactions', fold: lower }],
  ['Hackage', { namespace: 'hackage' }],
  ['CRAN', { namespace: 'cran' }],
  ['SwiftURL', { namespace: 'swift' }],
  ['ConanCenter', { namespace: 'conan', scheme: conan }],
  ['Bitnami', { namespace: 'bitnami', fold: lower }],
  ['OSS-Fuzz', { namespace: 'oss-fuzz' }],
  ['Alpine', { namespace: 'apk:alpine', fold: lower, distribution: 'alpine' }],
  ['Red Hat', { namespace: 'rpm:redhat', distribution: 'redhat' }],
  ['AlmaLinux', { namespace: 'rpm:almalinux', distribution: 'almalinux' }],
  ['Rocky Linux', { namespace: 'rpm:rocky', distribution: 'rocky' }],
  ['SUSE', { namespace: 'rpm:suse', distribution: 'suse' }],
  ['openSUSE', { namespace: 'rpm:opensuse', distribution: 'opensuse' }],
] satisfies readonly [string, Family][]);

const SCHEMES: ReadonlyMap<string, VersionScheme> = new Map(
  [...FAMILIES.values()].flatMap(({ namespace, scheme }) => (scheme ? [[namespace, scheme] as const] : [])),
);

const DEBIAN_CODE_NAMES: ReadonlyMap<string, string> = new Map([
  ['wheezy', '7'],
  ['jessie', '8'],
  ['stretch', '9'],
  ['buster', '10'],
  ['bullseye', '11'],
  ['bookworm', '12'],
  ['trixie', '13'],
  ['forky', '14'],
  ['sid', 'unstable'],
]);
const UBUNTU_CODE_NAMES: ReadonlyMap<string, string> = new Map([
  ['trusty', '14.04'],
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['focal', '20.04'],
  ['jammy', '22.04'],
  ['noble', '24.04'],
]);

/** Small letters, digits and `.:-` only, so that no name can forge another's namespace. */
const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9.:]+/g, '-');
