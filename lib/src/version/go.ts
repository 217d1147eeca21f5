// Go modules: Semantic Versioning with `v`, `+incompatible`, toolchain names (go1.22rc1) and pseudo-versions. A v0.0.0 pseudo-version
// stands for a commit without a tag among its ancestors (golang.org/ref/mod, "Pseudo-versions"), so a dependency orders before every
// release. Of a main module the tool that built it wrote it, tags or not: there it says nothing about releases.
import { anywhere, type Reading, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';
import { semver } from './semver.ts';

export const go: VersionScheme = {
  name: 'go',
  read(text) {
    return { ...semver.read(withoutToolchainName(text)), text: text.trim() };
  },
  compare: (a, b) => semver.compare(withoutToolchainName(a), withoutToolchainName(b)),
  readings(installed, bounds): readonly Reading[] {
    if (installed.flags & VERSION_FLAG.pseudo && bounds.some(namesRelease)) return [anywhere];
    return semver.readings({ ...installed, text: withoutToolchainName(installed.text) }, bounds);
  },
};

export const standsForCommit = (version: Version): boolean => COMMIT_ONLY.test(version.text);
/** The same version as that of a main module: its place among releases is not known where it stands for a commit. */
export const ofMainModule = (version: Version): Version =>
  standsForCommit(version) ? { ...version, flags: version.flags | VERSION_FLAG.pseudo } : version;

const COMMIT_ONLY = /^v?0\.0\.0-(?:[0-9A-Za-z.]+\.)?\d{14}-[0-9a-f]{12}(?:\+\S*)?$/;
const withoutToolchainName = (text: string): string => text.trim().replace(/^go(?=\d)/, '');
const namesRelease = (bound: Version): boolean => !COMMIT_ONLY.test(bound.text) && !/^0\.0\.0(?:-0)?$/.test(bound.text);
