// Artifact addresses as paths inside the target (SARIF 2.1.0 §3.4, §3.14.14). Tools write percent-encoded URIs, raw
// Windows paths and everything between. A path that would leave the target, or that hides a separator, is refused.

export interface Address {
  readonly absolute: boolean;
  /** Drive or host in front, lower case: `c:`, `//server`; '' where there is none. Compared, never kept. */
  readonly volume: string;
  /** Decoded segments, without `.`; `..` only at the start of relative addresses. */
  readonly segments: readonly string[];
}

export const MAX_ADDRESS = 4_096;

/** The address, or what is wrong with it, in words. */
export function parseAddress(text: string): Address | string {
  if (text.length > MAX_ADDRESS) return `is longer than ${MAX_ADDRESS} characters`;
  const { volume, absolute, rest } = splitVolume(text.replaceAll('\\', '/'));
  const segments: string[] = [];
  for (const raw of rest.split('/')) {
    const segment = decode(raw);
    if (/[/\\]/.test(segment)) return 'hides a path separator';
    if (hasControlOrNul(segment)) return 'has control characters';
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (absolute) return 'leaves the root';
    else segments.push('..');
  }
  return { absolute, volume, segments };
}

/** The address seen from a base: RFC 3986 §5 for paths, without queries. */
export function joinAddress(base: Address, address: Address): Address | string {
  if (address.absolute) return address;
  const segments = [...base.segments];
  for (const segment of address.segments) {
    if (segment !== '..') segments.push(segment);
    else if (segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else if (base.absolute) return 'leaves the root';
    else segments.push('..');
  }
  return { ...base, segments };
}

/** The segments of `address` below `root`, or undefined where it is not below it. */
export function below(root: Address, address: Address): readonly string[] | undefined {
  if (root.absolute !== address.absolute || root.volume !== address.volume) return undefined;
  if (root.segments.some((segment, i) => address.segments[i] !== segment)) return undefined;
  return address.segments.slice(root.segments.length);
}

function splitVolume(text: string): { volume: string; absolute: boolean; rest: string } {
  const drive = /^([A-Za-z])[:|](?:\/|$)/.exec(text);
  if (drive) return { volume: `${drive[1]?.toLowerCase()}:`, absolute: true, rest: text.slice(2) };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(text);
  if (scheme) return ofScheme(scheme[1]?.toLowerCase() ?? '', text.slice(scheme[0].length));
  if (text.startsWith('//')) return { ...hostOf(text.slice(2)), absolute: true };
  return { volume: '', absolute: text.startsWith('/'), rest: text };
}

function ofScheme(scheme: string, rest: string): { volume: string; absolute: boolean; rest: string } {
  if (scheme === 'file') {
    const local = rest.replace(/^\/\/(localhost)?(?=\/)/i, '');
    const drive = /^\/?([A-Za-z])(?::|\||%3a)(?=\/|$)/i.exec(local);
    if (drive) return { volume: `${drive[1]?.toLowerCase()}:`, absolute: true, rest: local.slice(drive[0].length) };
    return local.startsWith('//')
      ? { ...hostOf(local.slice(2)), absolute: true }
      : { volume: '', absolute: true, rest: local };
  }
  const [plain = ''] = rest.split(/[?#]/, 1); // what scanners of running sites report: host and path tell the place
  return { volume: `${scheme}:`, absolute: true, rest: plain };
}

function hostOf(text: string): { volume: string; rest: string } {
  const slash = text.indexOf('/');
  const host = slash < 0 ? text : text.slice(0, slash);
  return { volume: `//${host.toLowerCase()}`, rest: slash < 0 ? '' : text.slice(slash) };
}

/** Percent-decoded where that gives UTF-8, else as written: many tools write raw paths with a percent sign in them. */
function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const hasControlOrNul = (text: string): boolean => /[\x00-\x1f\x7f]/.test(text);
