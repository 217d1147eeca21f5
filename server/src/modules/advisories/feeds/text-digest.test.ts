// By what a text is known again.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textDigest, versionOf } from './text-digest.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leadtime-readers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the digest of a text', () => {
  it('is another for another text and another feed', () => {
    const digests = [textDigest('osv', '{}'), textDigest('ghsa', '{}'), textDigest('osv', '{} ')];
    expect(new Set(digests.map((d) => d.toString('hex'))).size).toBe(3);
    expect(textDigest('osv', '{}')).toEqual(digests[0]);
  });
});

describe('the version of the readers', () => {
  it('is another when any of their code is, and the same where only tests are', () => {
    writeFileSync(path.join(folder, 'read.ts'), 'export const a = 1;');
    const first = versionOf([folder]);
    writeFileSync(path.join(folder, 'read.test.ts'), 'it');
    expect(versionOf([folder])).toBe(first);
    writeFileSync(path.join(folder, 'read.ts'), 'export const a = 2;');
    const second = versionOf([folder]);
    expect(second).not.toBe(first);
    writeFileSync(path.join(folder, 'bundle.mjs'), '');
    expect(versionOf([folder])).not.toBe(second);
  });
});
