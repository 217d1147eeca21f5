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

/** @param room where it is written, from its beginning; it grows where it must, and is good until the next call. */
export function claimBytes(claim: Claim, room: Room): Uint8Array {
  const bytes = room.atLeast(sizeAtMost(claim));
  let at = bytes.writeUInt8(claim.informational ? 1 : 0, 0);
  at += bytes.write(claim.revision, at, 'hex');
  const put = (part: Uint8Array, from: number): number => {
    bytes.set(part, from);
    return from + part.length;
  };
  at = putText(bytes, claim.advisory, at);
  at = putText(bytes, claim.namespace, at);
  at = putText(bytes, claim.name, at);
  at = bytes.writeUInt32LE(claim.intervals.length, at);
  for (const { flags, lo, hi, from, to } of claim.intervals) {
    at = bytes.writeUInt16LE(flags, at);
    at = put(lo, bytes.writeUInt16LE(lo.length, at));
    at = put(hi, bytes.writeUInt16LE(hi.length, at));
    at = bytes.writeUInt8(to === undefined ? 0 : ENDS.indexOf(to.kind) + 1, at);
    at = putText(bytes, from, at);
    at = putText(bytes, to?.version ?? '', at);
  }
  return bytes.subarray(0, at);
}

/** Memory that is used again for every claim. */
export interface Room {
  atLeast(bytes: number): Buffer;
}

export function newRoom(): Room {
  let buffer = Buffer.alloc(4_096);
  return {
    atLeast(bytes) {
      if (buffer.length < bytes) buffer = Buffer.alloc(2 * bytes);
      return buffer;
    },
  };
}

/** A UTF-16 unit takes up to three bytes. */
function sizeAtMost({ advisory, namespace, name, intervals }: Claim): number {
  let size = CLAIM + 3 * (advisory.length + namespace.length + name.length) + INTERVAL * intervals.length;
  for (const { lo, hi, from, to } of intervals)
    size += lo.length + hi.length + 3 * (from.length + (to?.version.length ?? 0));
  return size;
}

/** By hand while it is ASCII: for short texts that is several times faster than a call. */
function putText(bytes: Buffer, text: string, from: number): number {
  const at = from + 4;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      const written = bytes.write(text, at, 'utf8');
      bytes.writeUInt32LE(written, from);
      return at + written;
    }
    bytes[at + i] = unit;
  }
  bytes.writeUInt32LE(text.length, from);
  return at + text.length;
}

/** The claim that begins at byte `start`. The bytes are our own and were checked: nothing here is foreign. */
export function claimFromBytes(bytes: Uint8Array, start: number): Claim {
  const view = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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

/** Where the keys of one interval begin, in bytes from the beginning of the claim. */
export interface KeyPlaces {
  readonly lo: number;
  readonly hi: number;
}

/** Where the keys of a claim's intervals are, for who packs it. */
export function keyPlaces({ advisory, namespace, name, intervals }: Claim): readonly KeyPlaces[] {
  let at = CLAIM + bytesOf(advisory) + bytesOf(namespace) + bytesOf(name);
  return intervals.map(({ lo, hi, from, to }) => {
    const places = { lo: at + 4, hi: at + 6 + lo.length };
    at += INTERVAL + lo.length + hi.length + bytesOf(from) + bytesOf(to?.version ?? '');
    return places;
  });
}

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
