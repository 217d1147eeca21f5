// How the versions of each vers scheme are ordered. Most are ecosystems by the name of their package URL type; some exist for vers alone.
import { arch } from '../arch.ts';
import { conan } from '../conan.ts';
import { datetime } from '../datetime.ts';
import { ecosystem } from '../ecosystem.ts';
import { gentoo } from '../gentoo.ts';
import { intdot } from '../intdot.ts';
import { lexicographic } from '../lexicographic.ts';
import { mavenOfVers } from '../maven.ts';
import { openssl } from '../openssl.ts';
import { productVersion } from '../product.ts';
import type { VersionScheme } from '../scheme.ts';
import { semver } from '../semver.ts';

/** undefined: the scheme is not known or has no order yet, so only equal texts can be told. */
export const schemeOfVers = (scheme: string): VersionScheme | undefined => SCHEMES.get(scheme);

const ordered = (osvName: string): VersionScheme | undefined => ecosystem(osvName).scheme;

const SCHEMES: ReadonlyMap<string, VersionScheme | undefined> = new Map<string, VersionScheme | undefined>([
  ['alpine', ordered('Alpine')],
  ['apk', ordered('Alpine')],
  ['alpm', arch],
  ['arch', arch],
  ['cargo', ordered('crates.io')],
  ['composer', ordered('Packagist')],
  ['conan', conan],
  ['cran', ordered('CRAN')],
  ['dart', ordered('Pub')],
  ['datetime', datetime],
  ['deb', ordered('Debian')],
  ['ebuild', gentoo],
  ['gem', ordered('RubyGems')],
  ['generic', productVersion], // "to be specified later": what our products do, which says unknown where customs differ
  ['gentoo', gentoo],
  ['github', semver],
  ['golang', ordered('Go')],
  ['hackage', ordered('Hackage')],
  ['hex', ordered('Hex')],
  ['intdot', intdot],
  ['lexicographic', lexicographic],
  ['maven', mavenOfVers],
  ['nginx', semver],
  ['npm', ordered('npm')],
  ['nuget', ordered('NuGet')],
  ['openssl', openssl],
  ['pub', ordered('Pub')],
  ['pypi', ordered('PyPI')],
  ['rpm', ordered('Red Hat')],
  ['semver', semver],
  ['swift', semver],
]);
