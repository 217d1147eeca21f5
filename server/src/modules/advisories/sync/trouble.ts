// Why a sync stops, in words for the person who looks at the feed: something they must do, or only time.

/** Somebody must do something first; trying again alone helps nothing. The message says what. */
export class Blocked extends Error {
  override readonly name = 'Blocked';
}

/** It may go on from this moment; what was read is kept. */
export class Later extends Error {
  override readonly name = 'Later';
  readonly until: string;
  constructor(message: string, until: string) {
    super(message);
    this.until = until;
  }
}

/** Which hosts somebody must allow, and how. */
export function closed(addresses: readonly string[], allowed: readonly string[], why = ''): Blocked {
  const hosts = hostsOf(addresses);
  return new Blocked(
    `${why === '' ? '' : `${why} `}This instance may not call ${hosts.join(', ')}. To allow it, start the instance with LEADTIME_EGRESS=${[...allowed, ...hosts].join(',')}; or import the feed from a file.`,
  );
}

export const hostsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.flatMap((a) => (URL.canParse(a) ? [new URL(a).host] : []))),
];
