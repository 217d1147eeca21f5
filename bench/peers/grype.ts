// grype with a database of ours: written by grype-database.ts, packed, and taken in by `grype db import`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { askedOf } from './adjudicate.ts';
import type { Engine } from './engine.ts';
import { writeGrypeDatabase } from './grype-database.ts';
import { programAt, runProgram } from './program.ts';

interface Printed {
  readonly matches: readonly {
    readonly vulnerability: { readonly id: string };
    readonly artifact: { readonly purl: string };
  }[];
}

/** Null where it is not installed. */
export async function grype(): Promise<Engine | null> {
  const program = programAt('grype');
  if (program === null) return null;
  const { stdout } = await runProgram(program, ['version']);
  return {
    name: `grype ${versionOf(program, stdout)}`,
    standIn: false,
    async prepare(folder, advisories) {
      mkdirSync(folder, { recursive: true });
      rmSync(path.join(folder, 'vulnerability.db'), { force: true });
      writeGrypeDatabase(path.join(folder, 'vulnerability.db'), advisories);
      execFileSync('tar', ['-C', folder, '-cf', path.join(folder, 'database.tar'), 'vulnerability.db']);
      await runProgram(program, ['db', 'import', path.join(folder, 'database.tar')], settings(folder));
    },
    async ask(folder, file) {
      const { stdout, ms, peak } = await runProgram(program, [`sbom:${file}`, '-o', 'json', '-q'], settings(folder));
      const { matches } = JSON.parse(stdout) as Printed; // its documented output
      const hits = matches.flatMap(({ vulnerability, artifact }) => {
        const asked = askedOf(artifact.purl);
        return asked === undefined ? [] : [{ asked, id: vulnerability.id }];
      });
      return { ms, peak, hits };
    },
  };
}

/** Installed by Go it does not know its own version, but Go does. */
function versionOf(program: string, printed: string): string {
  const own = /^Version:\s+(\S+)/m.exec(printed)?.[1] ?? '?';
  if (/\d/.test(own)) return own;
  try {
    return (
      /^\s+mod\s+\S+\s+(\S+)/m.exec(execFileSync('go', ['version', '-m', program], { encoding: 'utf8' }))?.[1] ?? own
    );
  } catch {
    return own;
  }
}

const settings = (folder: string): Record<string, string> => ({
  GRYPE_DB_CACHE_DIR: path.join(folder, 'cache'),
  GRYPE_DB_AUTO_UPDATE: 'false',
  GRYPE_DB_VALIDATE_AGE: 'false',
  GRYPE_CHECK_FOR_APP_UPDATE: 'false',
});
