// Go modules: Semantic Versioning with `v`, `+incompatible`, toolchain names (go1.22rc1) and pseudo-versions. A v0.0.0 pseudo-version
// stands for a commit: of a module without releases it orders, of a main module or a fork it says nothing about releases.
import { anywhere, type Reading, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';
import { semver } from './semver.ts';

export const go: VersionScheme = {
  name: 'go',
  read(text) {
    const version = semver.read(withoutToolchainName(text));
    const pseudo = COMMIT_ONLY.test(version.text) ? VERSION_FLAG.pseudo : 0;
    return { ...version, text: text.trim(), flags: version.flags | pseudo };
  },
  compare: (a, b) => semver.compare(withoutToolchainName(a), withoutToolchainName(b)),
  readings(installed, bounds): readonly Reading[] {
    if (installed.flags & VERSION_FLAG.pseudo && bounds.some(namesRelease)) return [anywhere];
    return semver.readings({ ...installed, text: withoutToolchainName(installed.text) }, bounds);
  },
};

const COMMIT_ONLY = /^v?0\.0\.0-(?:[0-9A-Za-z.]+\.)?\d{14}-[0-9a-f]{12}(?:\+\S*)?$/;
const withoutToolchainName = (text: string): string => text.trim().replace(/^go(?=\d)/, '');
const namesRelease = (bound: Version): boolean => !COMMIT_ONLY.test(bound.text) && !/^0\.0\.0(?:-0)?$/.test(bound.text);
