// One spelling for the names of digests, that of CycloneDX: CSAF writes sha256, OpenVEX sha-256, SPDX SHA256.

const NAMES: ReadonlyMap<string, string> = new Map(
  'MD5 SHA-1 SHA-224 SHA-256 SHA-384 SHA-512 SHA3-224 SHA3-256 SHA3-384 SHA3-512 BLAKE2s-256 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3'
    .split(' ')
    .map((name) => [folded(name), name]),
);

/** The name as CycloneDX spells it; a name that is not known stays as it is. */
export const hashName = (text: string): string => NAMES.get(folded(text)) ?? text;

function folded(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
