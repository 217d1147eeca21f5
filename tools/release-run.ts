// Makes dist/leadtime: JavaScript bundles of our own sources, the files they read, and a package.json whose
// dependencies are pinned to the versions of this repository. Packages of others are not bundled: some are native,
// and each keeps its own licence file.
//
//   bin/leadtime.mjs  the command          dist/leadtime.mjs         cli/src/main.ts
//   bin/node24.mjs    finds Node 24        dist/server-<name>.mjs    server/src/main/<name>.ts (PROGRAMS)
//   server/migrations, rules, examples, web/dist: where the sources expect them
import { chmodSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildWeb } from './build-web.mjs';
import { root } from './setup.mjs';

const out = path.join(root, 'dist', 'leadtime');
const SOURCES = '{lib,contract,server,runner,cli,examples}/**/*.ts';
const PROGRAMS = ['up', 'serve', 'worker', 'migrate-cli', 'backup', 'restore'];
const ASSETS = [
  'server/migrations',
  'server/package.json',
  'cli/package.json',
  'rules',
  'examples',
  'web/dist',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];
/** new URL('./thread.ts', import.meta.url): a script that is started on its own, so it gets a bundle of its own. */
const STARTED = /new URL\(\s*(['"`])(\.[^'"`$]+\.ts)\1\s*,\s*import\.meta\.url\s*\)/g;

type Manifest = {
  readonly version: string;
  readonly description?: string;
  readonly license: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
};

const entries = entryPoints();
if (Object.keys(entries).length === 0)
  throw new Error('there is nothing to release: neither cli/src/main.ts nor server/src/main');
buildWeb(process.execPath);
rmSync(out, { recursive: true, force: true });
const packages = await bundle();
copyFiles();
writeManifest(packages);
console.log(
  `dist/leadtime: ${Object.keys(entries).length} bundles, ${packages.length} packages. Next: npm pack ./dist/leadtime`,
);

/** Bundle name → source. */
function entryPoints(): Record<string, string> {
  const list: Record<string, string> = {};
  if (existsSync(path.join(root, 'cli/src/main.ts'))) list['leadtime'] = 'cli/src/main.ts';
  for (const name of PROGRAMS) {
    const file = `server/src/main/${name}.ts`;
    if (existsSync(path.join(root, file))) list[`server-${name}`] = file;
  }
  for (const file of globSync(SOURCES, { cwd: root, exclude: ['**/node_modules', '**/dist'] })) {
    if (/\.(test|fixture)\.ts$/.test(file)) continue;
    for (const [, , script = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(STARTED)) {
      const source = path.join(path.dirname(file), script);
      if (existsSync(path.join(root, source)) && !Object.values(list).includes(source))
        list[bundleName(source)] = source;
    }
  }
  return list;
}

function bundleName(source: string): string {
  return source.replace(/\.ts$/, '').replaceAll(/[\\/]/g, '-');
}

/** @returns the packages of others that the bundles import */
async function bundle(): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, source]) => ({ in: source, out: name })),
    outdir: path.join(out, 'dist'),
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [ownSources()],
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = imports.filter(({ external, path: name }) => external && !name.startsWith('node:'));
  return [...new Set(names.map(({ path: name }) => packageName(name)))].sort();
}

/** Ours is bundled, theirs stays an import; and files are found from where the source stood, not from the bundle. */
function ownSources(): Plugin {
  return {
    name: 'own sources',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
        kind === 'entry-point' || name.startsWith('@leadtime/') ? undefined : { path: name, external: true },
      );
      onLoad({ filter: /\.(ts|tsx|mjs)$/ }, ({ path: file }) => {
        const place = path.relative(root, file).replaceAll('\\', '/');
        const from = (target: string) => `new URL(${JSON.stringify(target)}, META)`;
        const contents = readFileSync(file, 'utf8')
          .replaceAll(STARTED, (_, __, script: string) => from(startedFrom(place, script)))
          .replaceAll('import.meta.dirname', `decodeURI(${from(`../${path.posix.dirname(place)}`)}.pathname)`)
          .replaceAll('import.meta.url', `${from(`../${place}`)}.href`)
          .replaceAll(/(?<=, )META(?=\))/g, 'import.meta.url');
        return { contents, loader: file.endsWith('.tsx') ? 'tsx' : file.endsWith('.mjs') ? 'js' : 'ts' };
      });
    },
  };
}

function startedFrom(place: string, script: string): string {
  const source = path.posix.join(path.posix.dirname(place), script);
  const name = Object.entries(entries).find(([, file]) => file === source)?.[0];
  return name ? `./${name}.mjs` : `../${source}`;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function copyFiles(): void {
  for (const place of ASSETS.filter((asset) => existsSync(path.join(root, asset)))) {
    const filter = (source: string) => !/\.tsx?$/.test(source);
    mkdirSync(path.dirname(path.join(out, place)), { recursive: true });
    cpSync(path.join(root, place), path.join(out, place), { recursive: true, filter });
  }
  mkdirSync(path.join(out, 'bin'));
  cpSync(path.join(root, 'cli/bin/leadtime.mjs'), path.join(out, 'bin/leadtime.mjs'));
  cpSync(path.join(root, 'cli/bin/compile-cache.mjs'), path.join(out, 'bin/compile-cache.mjs'));
  cpSync(path.join(root, 'tools/node24.mjs'), path.join(out, 'bin/node24.mjs'));
  chmodSync(path.join(out, 'bin/leadtime.mjs'), 0o755);
}

function writeManifest(used: readonly string[]): void {
  const own = manifest('.');
  const all = ['.', 'lib', 'contract', 'server', 'runner', 'cli'].map(manifest);
  const pinned = Object.assign({}, ...all.map(({ dependencies }) => dependencies)) as Record<string, string>; // of JSON shape above
  const optional = Object.assign({}, ...all.map(({ optionalDependencies }) => optionalDependencies)) as Record<
    string,
    string
  >; // same
  const core = used.filter((name) => pinned[name] === undefined && optional[name] === undefined && !isBuiltIn(name));
  if (core.length > 0) throw new Error(`imported, but in no package.json: ${core.join(', ')}`);
  const release = {
    name: 'leadtime',
    version: own.version,
    description: own.description,
    license: own.license,
    type: 'module',
    bin: { leadtime: 'bin/leadtime.mjs' },
    engines: { node: '>=20' },
    dependencies: Object.fromEntries(used.flatMap((name) => (pinned[name] ? [[name, pinned[name]]] : []))),
    optionalDependencies: optional,
  };
  writeFileSync(path.join(out, 'package.json'), `${JSON.stringify(release, null, 2)}\n`);
}

function isBuiltIn(name: string): boolean {
  return process.getBuiltinModule(name) !== undefined;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Manifest; // our own file
}
