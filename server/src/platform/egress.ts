// The one door out. A host that is not on the instance's list is never called; addresses inside the network are refused
// even when a listed name resolves to them, unless they were listed by address.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

export interface Egress {
  allows(url: string): boolean;
  /** Throws EgressClosed when the host is not listed. Redirects are not followed: each hop must be allowed. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  readonly hosts: readonly string[];
}

export class EgressClosed extends Error {
  constructor(host: string) {
    super(`this instance may not call ${host}`);
    this.name = 'EgressClosed';
  }
}

export function openEgress(hosts: readonly string[], send: typeof fetch = fetch): Egress {
  const allows = (url: string): boolean => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) return false;
    return hosts.includes(parsed.host) || (parsed.port === '' && hosts.includes(parsed.hostname));
  };
  return {
    hosts,
    allows,
    async fetch(url, init = {}) {
      if (!allows(url)) throw new EgressClosed(URL.canParse(url) ? new URL(url).host : 'an address that is not valid');
      const { hostname } = new URL(url);
      if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && hostname !== 'localhost') await refuseInside(hostname);
      return send(url, { ...init, redirect: 'manual', signal: init.signal ?? AbortSignal.timeout(60_000) });
    },
  };
}

/** A listed public name that resolves to an inside address is an attack or a mistake (DNS rebinding). */
async function refuseInside(hostname: string): Promise<void> {
  const addresses = await lookup(hostname, { all: true });
  if (addresses.some(({ address }) => isInside(address)))
    throw new EgressClosed(`${hostname} (it resolves to an inside address)`);
}

function isInside(address: string): boolean {
  const v4 = address.replace(/^::ffff:/, '');
  return (
    /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(
      v4,
    ) || /^(::1?$|f[cd]|fe[89ab])/i.test(address)
  );
}
