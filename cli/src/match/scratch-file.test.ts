import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scratchFile } from './scratch-file.ts';

it.each([
  ['in memory', 1e9],
  ['in a file', 0],
  ['in both, and each place is known to be in one', 3_000_000],
])('keeps bytes %s', (where, inMemory) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-scratch-'));
  try {
    const file = path.join(folder, 'x');
    const scratch = scratchFile(file, inMemory);
    const kept = Array.from({ length: 3_000 }, (_, i) => {
      const bytes = Buffer.alloc(i % 100 === 99 ? 1_300_000 + i : i, i % 251); // some are larger than what is written at once
      return { bytes, at: scratch.keep(bytes) };
    });
    for (const { bytes, at } of kept.toReversed()) expect(bytes.equals(scratch.read(at, bytes.length))).toBe(true);
    expect(existsSync(file)).toBe(where !== 'in memory');
    scratch.remove();
    expect(existsSync(file)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
