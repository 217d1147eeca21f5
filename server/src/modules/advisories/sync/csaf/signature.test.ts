// Signatures as GnuPG makes them, and everything that is not one.
import { describe, expect, it } from 'vitest';
import { mutants } from '../../../../../../lib/src/kit/testing/mutate.ts';
import { Fingerprint, type Keys, keysFrom, parseKeys } from './signature.ts';
import { DOCUMENT, FINGERPRINT, KEY, SIGNATURE } from './signed.fixture.ts';

const NOW = Date.parse('2026-11-22T10:00:00.000Z');
const bytes = (text: string) => Buffer.from(text);
const keys = async (): Promise<Keys> => keysFrom(await parseKeys(bytes(KEY)));
const unarmoured = (text: string): Buffer => {
  const lines = text.split('\n');
  return Buffer.from(
    lines
      .slice(
        2,
        lines.findIndex((l) => l.startsWith('=')),
      )
      .join(''),
    'base64',
  );
};

describe('a signature', () => {
  it('is good where it is of the key and of this very document, armoured or not', async () => {
    const held = await keys();
    expect(held.fingerprints).toEqual([FINGERPRINT]);
    for (const signature of [bytes(SIGNATURE), unarmoured(SIGNATURE)])
      expect(await held.check(bytes(DOCUMENT), signature, NOW)).toEqual({ kind: 'good', fingerprint: FINGERPRINT });
    expect(keysFrom(await parseKeys(unarmoured(KEY))).fingerprints).toEqual([FINGERPRINT]);
  });

  it('is none of another document, of another key, of the future, or where there is something else', async () => {
    const held = await keys();
    const bad = expect.objectContaining({ kind: 'bad' });
    expect(await held.check(bytes(DOCUMENT.replace('Drip', 'Drop')), bytes(SIGNATURE), NOW)).toEqual(bad);
    expect(await keysFrom([]).check(bytes(DOCUMENT), bytes(SIGNATURE), NOW)).toEqual(bad);
    expect(await held.check(bytes(DOCUMENT), bytes(SIGNATURE), Date.parse('2026-10-01T00:00:00Z'))).toEqual(bad);
    for (const other of ['', '<html>', KEY, SIGNATURE.slice(0, 120)])
      expect(await held.check(bytes(DOCUMENT), bytes(other), NOW)).toEqual(bad);
  });

  it('stays good after the key has ended, if it was made before', async () => {
    const later = Date.parse('2029-01-01T00:00:00Z');
    expect(await (await keys()).check(bytes(DOCUMENT), bytes(SIGNATURE), later)).toMatchObject({ kind: 'good' });
  });
});

it('a fingerprint is read as people write it', () => {
  const written = 'b376 c529 dc06 4f85 5041  a892 d5fa 32ca ac91 fc4b';
  expect(Fingerprint.parse(written)).toBe(FINGERPRINT);
  expect(Fingerprint.safeParse('B376C529').success).toBe(false);
});

it('2,000 damaged keys and signatures: each is none, or the same; nothing is thrown, nothing hangs', async () => {
  const held = await keys();
  let slowest = 0;
  for (const corpus of [[KEY], [SIGNATURE]])
    for (const mutant of mutants(corpus, { runs: 1_000, seed: 11 })) {
      const began = performance.now();
      if (corpus[0] === KEY) for (const key of await parseKeys(mutant)) expect(key.isPrivate()).toBe(false);
      else expect(['good', 'bad']).toContain((await held.check(bytes(DOCUMENT), mutant, NOW)).kind);
      slowest = Math.max(slowest, performance.now() - began);
    }
  expect(slowest).toBeLessThan(2_000);
});
