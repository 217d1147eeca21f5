// Digest algorithms as bills of materials name them. CycloneDX's spelling is the one kept, so that the digest of one file is the same
// text whichever format told it.

/** Hex digits by algorithm; several where the algorithm may have any of these lengths. */
const DIGITS: ReadonlyMap<string, readonly number[]> = new Map([
  ['MD5', [32]],
  ['SHA-1', [40]],
  ['SHA-256', [64]],
  ['SHA-384', [96]],
  ['SHA-512', [128]],
  ['SHA3-256', [64]],
  ['SHA3-384', [96]],
  ['SHA3-512', [128]],
  ['BLAKE2b-256', [64]],
  ['BLAKE2b-384', [96]],
  ['BLAKE2b-512', [128]],
  ['BLAKE3', [32, 40, 64, 96, 128]],
  ['Streebog-256', [64]],
  ['Streebog-512', [128]],
  // Of SPDX alone.
  ['SHA-224', [56]],
  ['SHA3-224', [56]],
  ['MD2', [32]],
  ['MD4', [32]],
  ['MD6', [32, 40, 56, 64, 96, 128]],
  ['ADLER32', [8]],
]);

/** CycloneDX 1.7, `hash-alg`; earlier versions have fewer. */
export const CYCLONEDX_ALGORITHMS: readonly string[] = [...DIGITS.keys()].slice(0, 14);

/** SPDX 2 writes SHA256, SPDX 3 sha256 and blake2b256: the same, told without separators and case. */
const BY_PLAIN_NAME: ReadonlyMap<string, string> = new Map([...DIGITS.keys()].map((name) => [plain(name), name]));

/** The algorithm in CycloneDX's spelling; undefined where it is not known. */
export const algorithmOf = (name: string): string | undefined =>
  DIGITS.has(name) ? name : BY_PLAIN_NAME.get(plain(name));

/** Whether the text is a digest of the algorithm: hex digits, as many as it has. */
export function isDigest(algorithm: string, value: string): boolean {
  return DIGITS.get(algorithm)?.includes(value.length) === true && HEX.test(value);
}

const HEX = /^[0-9a-fA-F]+$/;

function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}
