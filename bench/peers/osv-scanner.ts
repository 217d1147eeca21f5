// osv-scanner with its offline database: one zip of OSV records per ecosystem, in the folder that its environment names.
import { linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Asked, foldPypi } from './adjudicate.ts';
import type { Engine, Hit } from './engine.ts';
import { programAt, runProgram } from './program.ts';
import { writeZip } from './zip.ts';

interface Printed {
  readonly results?: readonly {
    readonly packages?: readonly {
      readonly package: { readonly name: string; readonly version: string; readonly ecosystem: string };
      readonly vulnerabilities?: readonly { readonly id: string }[];
    }[];
  }[];
}

/** It refuses an inventory with a package of an ecosystem whose archive is absent: these are there, if need be empty. */
const NEEDED = ['npm', 'PyPI', 'Go', 'crates.io', 'Maven', 'Packagist', 'Debian', 'Alpine', 'Red Hat', 'Rocky Linux'];

/** Null where it is not installed. */
export async function osvScanner(): Promise<Engine | null> {
  const program = programAt('osv-scanner');
  if (program === null) return null;
  const { stdout } = await runProgram(program, ['--version']);
  return {
    name: `osv-scanner ${/version:?\s*(\S+)/.exec(stdout)?.[1] ?? '?'}`,
    standIn: false,
    async prepare(folder, advisories) {
      const ecosystems = new Map(NEEDED.map((name) => [name, new Map<string, string>()]));
      for (const { record, text } of advisories)
        for (const { package: pkg } of record.affected ?? []) {
          const parent = pkg?.ecosystem.split(':')[0] ?? '';
          if (parent === '') continue;
          const files = ecosystems.get(parent) ?? new Map<string, string>();
          ecosystems.set(parent, files.set(`${record.id}.json`, text));
        }
      // Until version 2.4 the folder was called osv-scanner, since then osv-scalibr.
      for (const [ecosystem, files] of ecosystems) {
        const older = path.join(folder, 'osv-scanner', ecosystem);
        const newer = path.join(folder, 'osv-scalibr', ecosystem);
        for (const place of [older, newer]) mkdirSync(place, { recursive: true });
        writeZip(path.join(newer, 'all.zip'), entriesOf(files));
        linkSync(path.join(newer, 'all.zip'), path.join(older, 'all.zip'));
      }
    },
    async ask(folder, file) {
      const args = ['scan', 'source', '--offline', '--all-packages', '-L', file, '--format', 'json'];
      const { stdout, ms, peak } = await runProgram(program, args, {
        OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: folder,
        OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: folder,
      });
      return { ms, peak, hits: hitsOf(JSON.parse(stdout) as Printed) }; // its documented output
    },
  };
}

function* entriesOf(files: ReadonlyMap<string, string>) {
  for (const [name, text] of files) yield { name, text };
}

const hitsOf = ({ results = [] }: Printed): Hit[] =>
  results.flatMap(({ packages = [] }) =>
    packages.flatMap(({ package: pkg, vulnerabilities = [] }) =>
      vulnerabilities.map(({ id }) => ({ asked: askedOfPackage(pkg), id })),
    ),
  );

function askedOfPackage({ name, version, ecosystem }: Asked): Asked {
  if (ecosystem === 'PyPI') return { ecosystem, name: foldPypi(name), version };
  if (ecosystem === 'Go') return { ecosystem, name, version: version.replace(/^v/, '') };
  return { ecosystem: ecosystem.startsWith('Debian') ? 'Debian:12' : ecosystem, name, version };
}
