// One claim as bytes: how a packed index keeps it, and how one is built without holding a million claims as objects.
//
//   claim     u8 informational · 32 bytes revision · text advisory · text namespace · text name · u32 intervals · interval…
//   interval  u16 flags · key lo · key hi · u8 end (0: nothing closes it, else its place in ENDS + 1) · text from · text to
//   key       u16 bytes · bytes       text: u32 bytes · UTF-8
import type { Digest } from '../../kit/index.ts';
import type { Claim, EndKind, Interval } from '../model.ts';

const ENDS: readonly EndKind[] = ['fixed', 'last_affected', 'limit', 'listed'];
const REVISION = 32;
/** Bytes of a claim and of an interval without what varies in length. */
const CLAIM = 1 + REVISION + 3 * 4 + 4;
const INTERVAL = 2 + 2 * 2 + 1 + 2 * 4;

/** Where the keys of one interval begin, in bytes from the beginning of the claim. */
export interface KeyPlaces {
  readonly lo: number;
  readonly hi: number;
}

export function claimBytes(claim: Claim): { readonly bytes: Uint8Array; readonly keys: readonly KeyPlaces[] } {
  const names = [claim.advisory, claim.namespace, claim.name].map(encode);
  const bounds = claim.intervals.map((i) => [encode(i.from), encode(i.to?.version ?? '')]);
  const texts = [...names, ...bounds.flat()].reduce((sum, text) => sum + text.length, 0);
  const keyBytes = claim.intervals.reduce((sum, { lo, hi }) => sum + lo.length + hi.length, 0);
  const bytes = Buffer.alloc(CLAIM + INTERVAL * claim.intervals.length + texts + keyBytes);
  let at = bytes.writeUInt8(claim.informational ? 1 : 0, 0);
  at += bytes.write(claim.revision, at, 'hex');
  const put = (part: Uint8Array, from: number): number => {
    bytes.set(part, from);
    return from + part.length;
  };
  const putText = (text: Uint8Array, from: number): number => put(text, bytes.writeUInt32LE(text.length, from));
  for (const name of names) at = putText(name, at);
  at = bytes.writeUInt32LE(claim.intervals.length, at);
  const keys = claim.intervals.map(({ flags, lo, hi, to }, i): KeyPlaces => {
    at = bytes.writeUInt16LE(flags, at);
    const loAt = bytes.writeUInt16LE(lo.length, at);
    const hiAt = bytes.writeUInt16LE(hi.length, put(lo, loAt));
    at = bytes.writeUInt8(to === undefined ? 0 : ENDS.indexOf(to.kind) + 1, put(hi, hiAt));
    for (const text of bounds[i] ?? []) at = putText(text, at);
    return { lo: loAt, hi: hiAt };
  });
  return { bytes, keys };
}

/** The claim that begins at byte `start`. The bytes are our own and were checked: nothing here is foreign. */
export function claimFromBytes(bytes: Uint8Array, start: number): Claim {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start + 1 + REVISION;
  const text = (): string => {
    const from = at + 4;
    at = from + view.readUInt32LE(at);
    return view.toString('utf8', from, at);
  };
  const key = (): Uint8Array => {
    const from = at + 2;
    at = from + view.readUInt16LE(at);
    return Uint8Array.prototype.slice.call(bytes, from, at);
  };
  const [advisory, namespace, name] = [text(), text(), text()];
  const count = view.readUInt32LE(at);
  at += 4;
  const intervals = Array.from({ length: count }, (): Interval => {
    const flags = view.readUInt16LE(at);
    at += 2;
    const [lo, hi] = [key(), key()];
    const kind = ENDS[view.readUInt8(at) - 1];
    at += 1;
    const [from, version] = [text(), text()];
    return { lo, hi, flags, from, ...(kind === undefined ? {} : { to: { kind, version } }) };
  });
  return {
    advisory,
    revision: view.toString('hex', start + 1, start + 1 + REVISION) as Digest, // 32 bytes are 64 hex digits
    informational: view[start] === 1,
    namespace,
    name,
    intervals,
  };
}

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);
