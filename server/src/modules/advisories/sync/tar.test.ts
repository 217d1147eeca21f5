// A tarball as it streams by: whole files or an error in words, never more than the limits.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { filesOfTarGz } from './tar.ts';
import { tarGzOf, tarOf } from './testing/archives.ts';

const LIMITS = { fileBytes: 10_000, totalBytes: 1_000_000 };
async function read(bytes: Buffer, chunk = 7, limits = LIMITS): Promise<Record<string, string | undefined>> {
  const all: Record<string, string | undefined> = {};
  const chunks = (async function* () {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  })();
  for await (const file of filesOfTarGz(chunks, (n) => n.endsWith('.json'), limits))
    all[file.name] = file.bytes?.toString();
  return all;
}

describe('a tarball', () => {
  const long = `${'folder/'.repeat(30)}x.json`;
  it('gives the files that are wanted, long names too, however it is cut', async () => {
    const bytes = tarGzOf({
      'a.json': '{"a":1}',
      'b.txt': 'no',
      [long]: 'long',
      'empty.json': '',
      'c.json': 'x'.repeat(5_000),
    });
    const files = { 'a.json': '{"a":1}', [long]: 'long', 'empty.json': '', 'c.json': 'x'.repeat(5_000) };
    expect(await read(bytes, 1)).toEqual(files);
    expect(await read(bytes, 100_000)).toEqual(files);
  });

  it('gives a file over the limit without its bytes, and goes on', async () => {
    expect(await read(tarGzOf({ 'big.json': 'x'.repeat(20_000), 'a.json': '1' }))).toEqual({
      'big.json': undefined,
      'a.json': '1',
    });
  });

  it('that unpacks to more than may be ends with an error', async () => {
    await expect(read(tarGzOf({ 'a.txt': 'x'.repeat(2_000_000) }), 1_000)).rejects.toThrow(/unpacks to more than/);
  });

  it('that is cut short or changed ends with an error, not with less', async () => {
    const whole = tarOf({ 'a.json': 'x'.repeat(2_000) });
    await expect(read(gzipSync(whole.subarray(0, 1_000)))).rejects.toThrow(/ends in the middle/);
    const bytes = tarGzOf({ 'a.json': 'x'.repeat(2_000) });
    await expect(read(bytes.subarray(0, bytes.length - 12))).rejects.toThrow(/cannot be unpacked/);
    const changed = Buffer.from(whole);
    changed[3] = 0x7a;
    await expect(read(gzipSync(changed))).rejects.toThrow(/damaged/);
    await expect(read(gzipSync('not a tar at all, but long enough '.repeat(40)))).rejects.toThrow(/damaged/);
  });
});
