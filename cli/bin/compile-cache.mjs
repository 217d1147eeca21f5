// Keeps the compiled form of our sources between runs: without it every `leadtime` begins with stripping types and compiling again, which takes
// longer than matching an inventory. Node checks each entry against its source. Node's own switch turns it off: NODE_DISABLE_COMPILE_CACHE=1.
// Plain JavaScript, because loading what strips types is most of what is saved.
//
// What lies in the folder is run as code, so it stands in the person's own cache folder, never in a temporary one that others can write to,
// and a folder that others could have filled is not used. Without one all goes on as before, only slower.
import { lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import path from 'node:path';

/**
 * Call it before the sources are imported: what is loaded before is not kept.
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function keepCompiled(env) {
  const folder = cacheFolder(env, process.platform);
  if (folder === undefined || env.NODE_DISABLE_COMPILE_CACHE !== undefined) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOurs(path.dirname(folder)) && isOurs(folder)) module.enableCompileCache?.(folder); // since Node 22
  } catch {
    // a home that cannot be written to
  }
}

/**
 * A folder, no link, that is ours and that nobody else can write to. Windows keeps the folders of a profile for their person.
 * @param {string} folder
 */
export function isOurs(folder) {
  const { uid, mode } = lstatSync(folder);
  return (
    process.getuid === undefined || ((mode & 0o170000) === 0o040000 && uid === process.getuid() && (mode & 0o022) === 0)
  );
}

/**
 * Where the platform keeps what can be made again; undefined where it does not say whose it would be.
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {NodeJS.Platform} platform
 * @returns {string | undefined}
 */
export function cacheFolder(env, platform) {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  const usual =
    platform === 'win32'
      ? env.LOCALAPPDATA
      : env.HOME && join(env.HOME, platform === 'darwin' ? 'Library/Caches' : '.cache');
  // The XDG specification: a relative path is ignored. It would be a folder of whatever project somebody stands in.
  const base = [env.XDG_CACHE_HOME, usual].find((folder) => folder && isAbsolute(folder));
  return base && join(base, 'leadtime', 'compiled');
}
