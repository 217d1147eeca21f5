import { expect, it } from 'vitest';
import { problemList } from '../../kit/index.ts';
import { algorithmOf, isDigest } from './digests.ts';
import { digestOf } from './identity.ts';

it.each([
  ['SHA256', 'SHA-256'],
  ['sha256', 'SHA-256'],
  ['sha3_256', 'SHA3-256'],
  ['blake2b384', 'BLAKE2b-384'],
  ['SHA1', 'SHA-1'],
  ['Streebog-256', 'Streebog-256'],
  ['CRC', undefined],
])('the algorithm %s is %s', (name, spelled) => {
  expect(algorithmOf(name)).toBe(spelled);
});

it('a digest has the digits of its algorithm, kept small', () => {
  const problems = problemList();
  expect(digestOf('SHA1', 'AB'.repeat(20), '/x', problems)).toEqual({ algorithm: 'SHA-1', value: 'ab'.repeat(20) });
  expect(digestOf('SHA1', 'ab', '/x', problems)).toBeUndefined();
  expect(digestOf('CRC', 'ab', '/y', problems)).toBeUndefined();
  expect(problems.kept.map(({ path }) => path)).toEqual(['/x', '/y']);
  expect(isDigest('MD5', 'g'.repeat(32))).toBe(false);
});
