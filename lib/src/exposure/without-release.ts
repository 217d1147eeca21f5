// What duties go by: an asset that moves to the next release of its distribution still runs the same thing.

/** A package, as packageKey writes it, without the release of its distribution. */
export function withoutRelease(name: string): string {
  const slash = name.indexOf('/');
  const [type = '', distribution, release] = name.slice(0, slash).split(':');
  return release !== undefined && DISTRIBUTIONS.has(type) ? `${type}:${distribution}${name.slice(slash)}` : name;
}

const DISTRIBUTIONS: ReadonlySet<string> = new Set(['deb', 'apk', 'rpm']);
