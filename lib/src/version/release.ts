// Releases of distributions in one spelling, so that `Debian:12`, `bookworm` and `debian-12.5` meet, and what an advisory says of
// `rhel_eus:9.4` never reaches the ordinary 9. A release is `12`, `3.20`, `15.5`; a channel with fixes of its own follows a colon:
// `16.04:pro`, `9:eus9.4`, `15.3:ltss`.

/** The release of a distribution by the text of an advisory's ecosystem or of a component; '' for none. */
export function releaseOf(distribution: string, text: string): string {
  const release = slug(text);
  return (SPELLINGS.get(distribution) ?? identity)(release);
}

/** Small letters, digits and `.:-` only, so that no name can forge another's namespace. */
export const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9.:]+/g, '-');

/**
 * The releases, without the channel, of which a component may be in it: `16.04:pro` is of 16.04, `9:eus9.4` of 9 and of 9.4. None for an
 * ordinary release. Components of these that do not say their channel are looked up under `16.04:*`.
 */
export function releasesOfChannel(release: string): readonly string[] {
  const m = /^(\d[a-z0-9.-]*):[a-z0-9-]*?(\d+\.\d+)?$/.exec(release);
  return m ? [m[1] ?? '', ...(m[2] === undefined ? [] : [m[2]])] : [];
}

/** Names under which the same distribution goes in package URLs and in `ID` of os-release. */
export const distributionOf = (name: string): string => ALSO_CALLED.get(name.toLowerCase()) ?? name.toLowerCase();

const ALSO_CALLED: ReadonlyMap<string, string> = new Map([
  ['rhel', 'redhat'],
  ['red-hat', 'redhat'],
  ['alma', 'almalinux'],
  ['rockylinux', 'rocky'],
  ['rocky-linux', 'rocky'],
  ['sles', 'suse'],
  ['sled', 'suse'],
  ['sles_sap', 'suse'],
  ['leap', 'opensuse'],
  ['opensuse-leap', 'opensuse'],
  ['opensuse-tumbleweed', 'opensuse'],
  ['mariner', 'azurelinux'],
  ['cbl-mariner', 'azurelinux'],
]);

const identity = (release: string): string => release;
const majorOnly = (release: string): string => release.replace(/^(\d+)(?:\.\d+)*$/, '$1');
const majorAndMinor = (release: string): string => release.replace(/^v?(\d+\.\d+)(?:\.\d+)*$/, '$1');

const SPELLINGS: ReadonlyMap<string, (release: string) => string> = new Map([
  ['debian', (release) => DEBIAN_CODE_NAMES.get(release) ?? majorOnly(release)],
  ['ubuntu', ubuntu],
  ['alpine', majorAndMinor],
  ['redhat', redhat],
  ['almalinux', majorOnly],
  ['rocky', majorOnly],
  ['suse', suse],
  ['opensuse', opensuse],
  ['mageia', majorOnly],
  ['azurelinux', (release) => release.replace(/^(\d+)\.0$/, '$1')],
  ['photon', majorAndMinor],
]);

function ubuntu(text: string): string {
  const named = UBUNTU_CODE_NAMES.get(text) ?? text;
  const release = named.replace(/:lts$/, '');
  const pro = /^pro:(?:([a-z-]+):)?(.+)$/.exec(release);
  return pro ? `${pro[2]}:pro${pro[1] === undefined ? '' : `-${pro[1]}`}` : release;
}

/** `enterprise_linux:9::appstream` and `9.4` are 9; `rhel_eus:9.4::baseos` is 9:eus9.4; other products keep their name. */
function redhat(text: string): string {
  const main = /^(?:enterprise-linux:|rhel-)?(\d+)(?:\.\d+)*(?::.*)?$/.exec(text);
  if (main) return main[1] ?? text;
  const channel = /^rhel-(eus-long-life|[a-z0-9]+):(\d+)(\.\d+)?(?::.*)?$/.exec(text);
  return channel ? `${channel[2]}:${channel[1]}${channel[2]}${channel[3] ?? ''}` : text;
}

/**
 * `Linux Enterprise Server 15 SP5`, `Linux Enterprise Module for Basesystem 15 SP5` and `15.5` are one release: the modules of a service
 * pack share its packages. `15 SP5-LTSS` and the like are channels; Micro and other products keep their name.
 */
function suse(text: string): string {
  const dotted = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (dotted) return pack(dotted[1], dotted[2]);
  const named = /^(?:suse-)?linux-enterprise-(?!micro)(?:[a-z0-9-]*-)??(\d+)(?:-sp(\d+))?(?:-([a-z-]+))?$/.exec(text);
  if (!named) return text;
  const [, major, minor, channel = text.includes('-ltss-') ? 'ltss' : undefined] = named;
  return channel === undefined ? pack(major, minor) : `${pack(major, minor)}:${channel}`;
}

const pack = (major = '', minor = '0'): string => (minor === '0' ? major : `${major}.${minor}`);

/** `Leap 15.5` and `15.5` are one; Tumbleweed goes by its name, since its releases are dates. */
function opensuse(text: string): string {
  if (/^(?:tumbleweed.*|20\d{6})$/.test(text)) return 'tumbleweed';
  return text.replace(/^leap-(?=\d)/, '');
}

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
