// Cosignatures (C2SP tlog-cosignature): a witness says that at this time it saw this checkpoint and that it extends all it saw before.
// Their bytes are an 8-byte time, in seconds since 1970, and the signature of a message that holds the time too.
import { type Instant, instantOf } from '../kit/index.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { SigningKey, VerifierKey } from './key.ts';

/** The signature of a witness's key on the text of a checkpoint. Throws where the text is no checkpoint or the key no witness's. */
export function cosignatureBytes(text: string, key: SigningKey, seconds: number): Uint8Array {
  const message = cosignedMessage(text, BigInt(seconds), key.verifier);
  if (message === undefined) throw new RangeError('only a witness key cosigns, and only a checkpoint');
  return Buffer.concat([uint64(BigInt(seconds)), key.sign(message)]);
}

/** When the witness cosigned this text, or undefined where the signature does not hold. Takes hostile bytes; never throws. */
export function cosignedAt(text: string, signature: Uint8Array, key: VerifierKey): Instant | undefined {
  if (signature.length < 8) return undefined;
  const seconds = Buffer.from(signature).readBigUInt64BE(0);
  const message = cosignedMessage(text, seconds, key);
  const holds = message !== undefined && seconds <= YEAR_9999 && key.checks(message, signature.subarray(8));
  return holds ? instantOf(Number(seconds) * 1000) : undefined;
}

function cosignedMessage(text: string, seconds: bigint, { type, name }: VerifierKey): Uint8Array | undefined {
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint.ok) return undefined;
  if (type === 'cosignature/v1') return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
  const { origin, size, root } = checkpoint.value;
  if (type !== 'subtree/v1' || Buffer.byteLength(origin) > 255) return undefined;
  const label = Buffer.from('subtree/v1\n\0');
  return Buffer.concat([label, opaque(name), uint64(seconds), opaque(origin), uint64(0n), uint64(BigInt(size)), root]);
}

/** TLS presentation language, RFC 8446 §3: `opaque x<1..255>` and `uint64`. */
const opaque = (text: string): Uint8Array => Buffer.concat([Uint8Array.of(Buffer.byteLength(text)), Buffer.from(text)]);

function uint64(n: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(n);
  return bytes;
}

const YEAR_9999 = 253_402_300_799n; // the last second that an instant can name
