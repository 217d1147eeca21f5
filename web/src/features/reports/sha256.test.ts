import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

const ours = (...parts: Uint8Array[]): string => {
  const hasher = sha256();
  for (const part of parts) hasher.update(part);
  return hasher.digest();
};

it('gives the digests of FIPS 180-4', () => {
  const text = (s: string) => new TextEncoder().encode(s);
  expect(ours(text('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(ours()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

it('agrees with node:crypto however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (parts) => {
      expect(ours(...parts)).toBe(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
    }),
  );
});

it('agrees at every length around the padding', () => {
  for (let n = 50; n < 140; n += 1) {
    const bytes = new Uint8Array(n).fill(n);
    expect(ours(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
