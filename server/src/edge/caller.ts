// Who counts as one caller. A household or a server has a whole IPv6 /64 to call from, so its addresses are one.
import { isIPv6 } from 'node:net';

/** The IPv4 address, also of a mapped one, or the /64 network of an IPv6 address, such as `2001:db8:0:7::/64`. */
export function callerAddress(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(ip) ? `${groupsOf(ip).slice(0, 4).join(':')}::/64` : ip;
}

/** The eight groups, without leading zeros (RFC 5952); an IPv4 tail stands past the fourth and is left as it is. */
function groupsOf(ip: string): string[] {
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - left.length - right.length - (ip.includes('.') ? 1 : 0);
  return [...left, ...Array<string>(missing).fill('0'), ...right].map((g) => g.replace(/^0+(?=.)/, ''));
}
