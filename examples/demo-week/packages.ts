// The packages that the week is about. Names, versions and addresses are made up.
import type { FictionalPackage } from '../generate/packages.ts';

const npm = (name: string, versions: readonly string[]): FictionalPackage => ({
  ecosystem: 'npm',
  name,
  binaries: [name],
  versions,
  repository: `https://git.example.org/${name.slice(1)}`,
});
const debian = (name: string, binaries: readonly string[], versions: readonly string[]): FictionalPackage => ({
  ecosystem: 'Debian:12',
  name,
  binaries,
  versions,
  repository: `https://git.example.org/debian/${name}`,
});

export const DEMO_PACKAGES = {
  tar: npm('@harborline/tar', ['1.9.0', '2.0.0', '2.1.0', '2.2.0', '2.3.0', '2.3.1', '2.4.0', '2.4.1', '2.4.2']),
  gate: npm('@harborline/gate', ['1.0.0', '1.2.0', '1.4.0', '1.5.0', '1.6.0', '1.6.3']),
  cookie: npm('@harborline/cookie', ['0.8.0', '0.9.0', '1.0.0', '1.1.0', '1.2.1']),
  hl7: npm('@sluiceworks/hl7', ['0.9.4', '1.0.0', '1.1.0', '1.2.0', '1.3.0']),
  query: npm('@saltmarsh/query', ['3.0.0', '3.2.0', '3.4.0', '3.5.0', '3.5.2', '3.5.3']),
  sheet: npm('@saltmarsh/sheet', ['1.1.0', '1.2.0', '1.3.0', '1.4.0']),
  brinepump: debian('brinepump', ['brinepumpd', 'libbrinepump1'], ['1.6.0-1', '1.6.0-1+deb12u1', '1.6.0-1+deb12u2']),
  lanternfs: debian('lanternfs', ['lanternfs-server', 'liblanternfs3'], ['3.2.1-2', '3.2.1-2+deb12u1']),
  quaycert: debian('quaycert', ['libquaycert2', 'quaycert-tools'], ['2.8.0-4', '2.8.0-4+deb12u1', '2.8.0-4+deb12u2']),
} as const;
export type PackageName = keyof typeof DEMO_PACKAGES;
