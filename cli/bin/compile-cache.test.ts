import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder, isOurs } from './compile-cache.mjs';

describe('the folder of compiled code', () => {
  it.each([
    ['linux', { HOME: '/home/ann' }, '/home/ann/.cache/leadtime/compiled'],
    ['linux', { HOME: '/home/ann', XDG_CACHE_HOME: '/var/cache/ann' }, '/var/cache/ann/leadtime/compiled'],
    ['darwin', { HOME: '/Users/ann' }, '/Users/ann/Library/Caches/leadtime/compiled'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\ann\\Local' }, 'C:\\Users\\ann\\Local\\leadtime\\compiled'],
  ] as const)('on %s is the person’s own: %o', (platform, env, folder) => {
    expect(cacheFolder(env, platform)).toBe(folder);
  });

  it('is never in the folder that somebody stands in', () => {
    expect(cacheFolder({ HOME: '/home/ann', XDG_CACHE_HOME: '.cache' }, 'linux')).toBe(
      '/home/ann/.cache/leadtime/compiled',
    );
    expect(cacheFolder({ HOME: '.' }, 'linux')).toBeUndefined();
  });

  it('is used only where nobody else could have put code into it', (context) => {
    if (process.getuid === undefined) return context.skip('this platform has other rights');
    const place = mkdtempSync(path.join(tmpdir(), 'leadtime-ours-'));
    try {
      mkdirSync(path.join(place, 'own'), { mode: 0o700 });
      symlinkSync(path.join(place, 'own'), path.join(place, 'link'));
      expect(['own', 'link'].map((name) => isOurs(path.join(place, name)))).toEqual([true, false]);
      for (const mode of [0o777, 0o720, 0o1777]) {
        chmodSync(path.join(place, 'own'), mode);
        expect(isOurs(path.join(place, 'own'))).toBe(false);
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  it('is none where nobody’s home is known: a temporary folder belongs to everybody', () => {
    expect(cacheFolder({}, 'linux')).toBeUndefined();
    expect(cacheFolder({ HOME: '', XDG_CACHE_HOME: '', TMPDIR: '/tmp' }, 'linux')).toBeUndefined();
  });
});
