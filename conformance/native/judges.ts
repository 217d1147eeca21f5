// The tools that define an ecosystem's order, as far as they are on this machine: each reads pairs, a tab between, and answers a sign a
// line. Nothing is fetched; none of them is a dependency of ours.
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import semver from 'semver';

export interface Judge {
  readonly ecosystem: string;
  readonly tool: string;
  /** Why it cannot judge here; undefined where it can. */
  missing(): string | undefined;
  /** One of < = > ? for each pair; ? for what is no version to it. */
  signs(pairs: readonly (readonly [string, string])[]): readonly string[];
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const MOST_OUTPUT = 64 * 1024 * 1024;

const program = (
  ecosystem: string,
  tool: string,
  command: () => { readonly words: readonly string[]; readonly cwd?: string } | string,
): Judge => {
  const run = (input: string) => {
    const given = command();
    if (typeof given === 'string') return given;
    const [name = '', ...args] = given.words;
    const env = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=mod', LC_ALL: 'C.UTF-8' };
    const { status, stdout, error, stderr } = spawnSync(name, args, {
      input,
      cwd: given.cwd,
      env,
      maxBuffer: MOST_OUTPUT,
      encoding: 'utf8',
    });
    if (status === 0) return stdout.trimEnd().split('\n');
    return `${name}: ${error?.message ?? stderr.trim().split('\n')[0]?.slice(0, 200) ?? 'failed'}`;
  };
  return {
    ecosystem,
    tool,
    missing() {
      const said = run('1.0.0\t1.0.1\n');
      return typeof said === 'string' ? said : undefined;
    },
    signs(pairs) {
      const said = run(pairs.map(([a, b]) => `${a}\t${b}\n`).join(''));
      if (typeof said === 'string') throw new Error(said);
      return said;
    },
  };
};

export const JUDGES: readonly Judge[] = [
  {
    ecosystem: 'npm',
    tool: 'node-semver',
    missing: () => undefined,
    signs: (pairs) =>
      pairs.map(([a, b]) =>
        semver.valid(a) && semver.valid(b) ? (['<', '=', '>'][semver.compare(a, b) + 1] ?? '?') : '?',
      ),
  },
  program('Debian', 'Dpkg::Version', () => ({ words: ['perl', here('compare.pl')] })),
  program('PyPI', 'packaging', () => ({ words: ['python3', here('compare.py')] })),
  program('Maven', 'ComparableVersion', () => {
    const lib = mavenLib();
    return lib ? { words: ['java', '-cp', `${lib}/*`, here('Compare.java')] } : 'there is no Maven here';
  }),
  program('Red Hat', 'rpm', () => ({ words: ['rpm', '--eval', `%{lua:dofile("${here('compare.lua')}")}`] })),
  program('RubyGems', 'rubygems', () => ({ words: ['ruby', here('compare.rb')] })),
  program('Packagist', 'Composer', () => ({ words: ['php', here('compare.php')] })),
  program('Go', 'golang.org/x/mod', () => ({ words: ['go', 'run', '.'], cwd: here('go') })),
  program('crates.io', 'semver of Rust', () => ({
    words: ['cargo', 'run', '--offline', '--release', '--quiet', '--target-dir', path.join(tmpdir(), 'leadtime-judge')],
    cwd: here('rust'),
  })),
  program('Hex', 'Version of Elixir', () => ({ words: ['elixir', here('compare.exs')] })),
  program('CRAN', 'compareVersion of R', () => ({ words: ['Rscript', '--vanilla', here('compare.R')] })),
];

/** Where Maven keeps its own libraries: beside the `mvn` that is in the path. */
function mavenLib(): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const mvn = path.join(folder, 'mvn');
    const lib = existsSync(mvn) && path.join(path.dirname(realpathSync(mvn)), '..', 'lib');
    if (lib && existsSync(lib)) return lib;
  }
  return undefined;
}
