// Keys of signed notes (C2SP signed-note): who signs is a name and a 4-byte id that binds name, algorithm and public key.
//
//   ledger.example.gov+3f1e86a2+AbNJ…=        a verifier key: name + id + base64(algorithm byte ‖ public key)
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { failed, ok, quote, type Result, sha256 } from '../kit/index.ts';

/**
 * What a key signs: `ed25519` the text of a note; the other two are a witness's word on a checkpoint at a time
 * (C2SP tlog-cosignature), `cosignature/v1` with Ed25519, `subtree/v1` with ML-DSA-44, which outlives quantum computers.
 */
export type SignatureType = 'ed25519' | 'cosignature/v1' | 'subtree/v1';

export interface VerifierKey {
  readonly name: string;
  /** 8 lower-case hex digits. An identifier, no proof: finding another key with the same id is easy. */
  readonly id: string;
  readonly type: SignatureType;
  /** 32 bytes (RFC 8032), or 1,312 for `subtree/v1` (FIPS 204). */
  readonly publicKey: Uint8Array;
  /** Whether these bytes are this key's bare signature of exactly this message. Never throws. */
  checks(message: Uint8Array, signature: Uint8Array): boolean;
}

export interface SigningKey {
  readonly verifier: VerifierKey;
  /** The bare signature: 64 bytes, or 2,420 for `subtree/v1`. */
  sign(message: Uint8Array): Uint8Array;
}

/** A key from its 32-byte seed: `ed25519` signs checkpoints, the others cosign those of other ledgers. Throws on a bad name or seed. */
export function signingKey(name: string, seed: Uint8Array, type: SignatureType = 'ed25519'): SigningKey {
  if (seed.length !== SEED_BYTES) throw new RangeError('the seed of a key has 32 bytes');
  const { pkcs8, spki } = ALGORITHMS[type];
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spki.length);
  return { verifier: verifierKey(name, publicKey, type), sign: (message) => sign(null, message, key) };
}

/** The key that checks. Throws on a bad name or key length: where these come from outside, use `parseVerifierKey`. */
export function verifierKey(name: string, publicKey: Uint8Array, type: SignatureType): VerifierKey {
  const { keyBytes, signatureBytes, spki } = ALGORITHMS[type];
  if (!isKeyName(name)) throw new RangeError(`not a key name: ${quote(name)}`);
  if (publicKey.length !== keyBytes) throw new RangeError(`a public key of ${type} has ${keyBytes} bytes`);
  const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
  return {
    name,
    id: keyId(name, publicKey, type),
    type,
    publicKey: new Uint8Array(publicKey),
    checks(message, signature) {
      try {
        return signature.length === signatureBytes && verify(null, message, key, signature);
      } catch {
        return false; // the key's bytes are no point of the curve
      }
    },
  };
}

/** The first 4 bytes of SHA-256(name ‖ "\n" ‖ algorithm byte ‖ public key), in hex. */
export function keyId(name: string, publicKey: Uint8Array, type: SignatureType): string {
  const hashed = sha256(Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(ALGORITHMS[type].byte), publicKey]));
  return hashed.toString('hex', 0, 4);
}

export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${Buffer.concat([Uint8Array.of(ALGORITHMS[type].byte), publicKey]).toString('base64')}`;
}

/** A verifier key from its text; the id must be the one that its name and bytes give. */
export function parseVerifierKey(text: string): Result<VerifierKey> {
  const bad = (detail: string) => failed([{ code: 'note.key', path: '', detail: `${detail}: ${quote(text, 120)}` }]);
  if (text.length > KEY_TEXT_LIMIT) return bad(`longer than ${KEY_TEXT_LIMIT} characters`);
  const [name = '', id = '', ...rest] = text.split('+'); // base64 has plus signs of its own
  if (!isKeyName(name)) return bad('the name before the first + is empty, or has spaces or control characters');
  if (!/^[0-9a-f]{8}$/i.test(id)) return bad('the id between the plus signs is not 8 hex digits');
  const bytes = parseBase64(rest.join('+'));
  if (bytes === undefined) return bad('the part after the second + is not base64');
  const type = TYPES.find((t) => ALGORITHMS[t].byte === bytes[0]);
  if (type === undefined) return bad('the algorithm is none of Ed25519 (1), cosignature/v1 (4), ML-DSA-44 (6)');
  const { keyBytes } = ALGORITHMS[type];
  if (bytes.length !== 1 + keyBytes) return bad(`the public key does not have the ${keyBytes} bytes of ${type}`);
  const key = verifierKey(name, bytes.subarray(1), type);
  return key.id === id.toLowerCase() ? ok(key) : bad(`the id should be ${key.id}`);
}

/** Not empty, no Unicode space, no plus sign, no control character; short enough for a line and for `subtree/v1`. */
export function isKeyName(name: string): boolean {
  return Buffer.byteLength(name) <= 255 && /^[^\p{White_Space}\p{Cc}+]+$/u.test(name) && name.isWellFormed();
}

/** The bytes of standard base64 (RFC 4648 §4), or undefined where the text is not the one way to write them. */
export function parseBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const SEED_BYTES = 32;
const KEY_TEXT_LIMIT = 4_000;

// The DER before the raw bytes: RFC 8410 §4 and §7 for Ed25519, RFC 9881 §4 and §6 for ML-DSA-44.
const ED25519 = {
  keyBytes: 32,
  signatureBytes: 64,
  spki: Buffer.from('302a300506032b6570032100', 'hex'),
  pkcs8: Buffer.from('302e020100300506032b657004220420', 'hex'),
};
const ML_DSA_44 = {
  keyBytes: 1312,
  signatureBytes: 2420,
  spki: Buffer.from('30820532300b06096086480165030403110382052100', 'hex'),
  pkcs8: Buffer.from('3034020100300b060960864801650304031104228020', 'hex'),
};
const ALGORITHMS: Record<SignatureType, typeof ED25519 & { readonly byte: number }> = {
  ed25519: { ...ED25519, byte: 0x01 },
  'cosignature/v1': { ...ED25519, byte: 0x04 },
  'subtree/v1': { ...ML_DSA_44, byte: 0x06 },
};
const TYPES: readonly SignatureType[] = ['ed25519', 'cosignature/v1', 'subtree/v1'];
