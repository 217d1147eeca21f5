// The OSV spelling of the ecosystem and package that a package URL names: advisories that identify products by package URL (CSAF, CVE)
// are matched under it.
import type { PurlParts } from '../version/index.ts';

export interface NamedPackage {
  readonly ecosystem: string;
  readonly name: string;
}

/** undefined for types whose packages no OSV ecosystem holds (generic, oci, docker …): only the package URL itself names them. */
export function packageNamedBy(purl: PurlParts): NamedPackage | undefined {
  const { type, namespace, name, qualifiers } = purl;
  const distribution = DISTRIBUTIONS.get(`${type} ${namespace ?? ''}`);
  if (distribution !== undefined) {
    const release = releaseIn(qualifiers.distro ?? '', namespace ?? '');
    return { ecosystem: release === '' ? distribution : `${distribution}:${release}`, name };
  }
  const ecosystem = ECOSYSTEMS.get(type);
  if (ecosystem === undefined) return undefined;
  const separator = type === 'maven' ? ':' : '/';
  return { ecosystem, name: namespace === undefined ? name : `${namespace}${separator}${name}` };
}

const ECOSYSTEMS: ReadonlyMap<string, string> = new Map([
  ['npm', 'npm'],
  ['pypi', 'PyPI'],
  ['maven', 'Maven'],
  ['golang', 'Go'],
  ['cargo', 'crates.io'],
  ['gem', 'RubyGems'],
  ['nuget', 'NuGet'],
  ['composer', 'Packagist'],
  ['pub', 'Pub'],
  ['hex', 'Hex'],
  ['cran', 'CRAN'],
  ['hackage', 'Hackage'],
  ['swift', 'SwiftURL'],
  ['conan', 'ConanCenter'],
  ['githubactions', 'GitHub Actions'],
  ['bitnami', 'Bitnami'],
]);

const DISTRIBUTIONS: ReadonlyMap<string, string> = new Map([
  ['deb debian', 'Debian'],
  ['deb ubuntu', 'Ubuntu'],
  ['apk alpine', 'Alpine'],
  ['rpm redhat', 'Red Hat'],
  ['rpm almalinux', 'AlmaLinux'],
  ['rpm rocky', 'Rocky Linux'],
  ['rpm suse', 'SUSE'],
  ['rpm opensuse', 'openSUSE'],
]);

/** `debian-12` of the namespace debian is release 12; a word alone (bookworm) is the release as it stands. */
function releaseIn(distro: string, namespace: string): string {
  const release = distro.startsWith(`${namespace}-`) ? distro.slice(namespace.length + 1) : distro;
  return namespace === 'alpine' && /^\d/.test(release) ? `v${release}` : release;
}
