// The one door out. A host that is not on the instance's list is never called. A listed name is resolved once: the socket goes
// to the very address that was checked, so a name that answers differently a moment later leads nowhere (DNS rebinding).
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIPv4, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';

export interface Outgoing {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends the call, also while the answer is read. Absent: a minute. */
  readonly signal?: AbortSignal;
}

export interface Egress {
  allows(url: string): boolean;
  /**
   * Throws EgressClosed when the host is not listed, or is a name of an inside address; else what the network throws.
   * Redirects are answers like others: each hop must be allowed.
   */
  fetch(url: string, outgoing?: Outgoing): Promise<Response>;
  readonly hosts: readonly string[];
}

export class EgressClosed extends Error {
  constructor(host: string) {
    super(`this instance may not call ${host}`);
    this.name = 'EgressClosed';
  }
}

interface Address {
  readonly address: string;
  readonly family: number;
}
export interface EgressOptions {
  /** All addresses of a name, as the system knows them. */
  readonly resolve?: (hostname: string) => Promise<readonly Address[]>;
  /** Is this an address of this machine or its network? */
  readonly inside?: (address: string) => boolean;
}

export function openEgress(
  hosts: readonly string[],
  { resolve = resolveAll, inside = isInside }: EgressOptions = {},
): Egress {
  const allows = (url: string): boolean => {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username || parsed.password) return false;
    return hosts.includes(parsed.host) || (parsed.port === '' && hosts.includes(parsed.hostname));
  };
  return {
    hosts,
    allows,
    async fetch(url, outgoing = {}) {
      if (!allows(url)) throw new EgressClosed(URL.canParse(url) ? new URL(url).host : 'an address that is not valid');
      return send(new URL(url), outgoing, outsideOnly(resolve, inside));
    },
  };
}

const resolveAll = (hostname: string): Promise<readonly Address[]> => lookup(hostname, { all: true });

/**
 * The look-up that the socket itself makes, its only one: it connects to what is answered here. A public name with an inside
 * address is an attack or a mistake. Who means an inside host lists its address (no name is resolved then), or localhost.
 */
function outsideOnly(
  resolve: NonNullable<EgressOptions['resolve']>,
  inside: NonNullable<EgressOptions['inside']>,
): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (hostname !== 'localhost' && addresses.some(({ address }) => inside(address)))
          done(new EgressClosed(`${hostname} (it resolves to an inside address)`), []);
        else if (!first) done(Object.assign(new Error('the name has no address'), { code: 'ENOTFOUND' }), []);
        else if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (error: Error) => done(error, []),
    );
  };
}

/** One request on a connection of its own. Host and the TLS server name stay those of the URL. */
function send(url: URL, { method = 'GET', headers = {}, body, signal }: Outgoing, find: LookupFunction) {
  return new Promise<Response>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { method, headers: { ...headers }, agent: false, lookup: find, signal: signal ?? AbortSignal.timeout(60_000) },
      (answer) => {
        try {
          resolve(responseOf(answer));
        } catch (error) {
          answer.destroy();
          reject(error); // a status or header that no Response can have
        }
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const WITHOUT_BODY: ReadonlySet<number | undefined> = new Set([204, 205, 304]);

function responseOf(answer: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const empty = WITHOUT_BODY.has(answer.statusCode);
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>), {
    ...(answer.statusCode === undefined ? {} : { status: answer.statusCode }),
    headers,
  }); // node's own type of web streams
}

/** Loopback, private, link-local, shared, multicast, reserved, and what carries an IPv4 address inside an IPv6 one (RFC 6890). */
const INSIDE: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];
const blocked = new BlockList();
for (const [network, prefix] of INSIDE) blocked.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6');

/** An IPv4-mapped address (`::ffff:10.0.0.1`) is held against the IPv4 networks. */
export const isInside = (address: string): boolean =>
  blocked.check(address.replace(/%.*$/, ''), isIPv4(address) ? 'ipv4' : 'ipv6');
