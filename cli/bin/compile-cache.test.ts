import { describe, expect, it } from 'vitest';
import { cacheFolder } from './compile-cache.mjs';

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

  it('is none where nobody’s home is known: a temporary folder belongs to everybody', () => {
    expect(cacheFolder({}, 'linux')).toBeUndefined();
    expect(cacheFolder({ HOME: '', XDG_CACHE_HOME: '', TMPDIR: '/tmp' }, 'linux')).toBeUndefined();
  });
});
