// What a command loads is most of what somebody waits for it, so it is kept by the list of files, not by a clock: the command runs in a process
// of its own that writes down every module it loads.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/leadtime.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LISTEN = `import { registerHooks } from 'node:module'; import { writeFileSync } from 'node:fs';
const loaded = []; registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
process.on('exit', () => writeFileSync(process.env.LOADED, loaded.join('\\n')));`;

let place: string;
const at = (name: string): string => path.join(place, name);

beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'leadtime-loads-'));
  const affected = [
    { package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
  ];
  writeFileSync(
    at('a.json'),
    JSON.stringify({ schema_version: '1.7.0', id: 'T-1', modified: '2026-01-01T00:00:00Z', affected }),
  );
  const components = [{ type: 'library', name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0' }];
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components };
  writeFileSync(at('bom.json'), JSON.stringify(bom));
  writeFileSync(at('empty.sarif'), JSON.stringify({ version: '2.1.0', runs: [] }));
  execFileSync(process.execPath, [BIN, 'index', 'build', at('a.json'), '--out', at('all.index')]);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Paths from the root of the project. */
function loadedBy(...argv: readonly string[]): readonly string[] {
  const listen = `data:text/javascript,${encodeURIComponent(LISTEN)}`;
  const { status, stderr } = spawnSync(process.execPath, ['--import', listen, BIN, ...argv], {
    encoding: 'utf8',
    env: { ...process.env, LOADED: at('loaded') },
  });
  expect([0, 1], stderr).toContain(status);
  const urls = readFileSync(at('loaded'), 'utf8').split('\n');
  return urls.map((url) => (url.startsWith('file:') ? path.relative(ROOT, fileURLToPath(url)) : url));
}
const match = (...argv: readonly string[]) =>
  loadedBy('match', '--max-age', '1000000', '--sbom', at('bom.json'), ...argv);

describe('leadtime match of a CycloneDX document in JSON against an index', () => {
  it('loads no schemas, no contract, no reader of another format and no reader of records', () => {
    const loaded = match('--advisories', at('all.index'), '--json');
    expect(loaded).toContain('lib/src/advisory/cyclonedx/read-json.ts');
    expect(loaded).toContain('lib/src/exposure/packed/open-index.ts');
    const unwanted =
      /node_modules\/|^contract\/src\/(?!limits\.ts)|advisory\/(xml|spdx|sheet|osv|csaf|cve|openvex|sarif|kev|range-text)\/|advisory\/report\/(?!limits\.ts)|advisory\/index\.ts|version\/(index\.ts|vers\/)|exposure\/(index|compile|build-index)\.ts|exposure\/(fleet|vex|answers)\/|correlate|triage|^(server|runner)\//;
    expect(loaded.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it.each([
    ['VEX is read', ['--vex', 'vex.json'], 'lib/src/exposure/vex/annotate.ts'],
    ['SARIF is written', ['--format', 'sarif'], 'lib/src/exposure/answers/sarif.ts'],
  ])('loads more only where %s', (_, argv, file) => {
    const vex = { '@context': 'https://openvex.dev/ns/v0.2.0', '@id': 'urn:x', author: 'A', version: 1 };
    const timestamp = '2026-01-01T00:00:00Z';
    writeFileSync(at('vex.json'), JSON.stringify({ ...vex, timestamp, statements: [] }));
    const loaded = match(
      '--advisories',
      at('all.index'),
      ...argv.map((word) => (word === 'vex.json' ? at(word) : word)),
    );
    expect(loaded).toContain(file);
    expect(loaded.filter((name) => /node_modules\/zod\/|^contract\/src\/(?!limits)/.test(name))).toEqual([]);
  });
});

it.each([
  ['match against records', () => match('--advisories', at('a.json'))],
  ['index build', () => loadedBy('index', 'build', at('a.json'), '--out', at('other.index'))],
  ['version compare', () => loadedBy('version', 'compare', 'npm', '1.0.0', '2.0.0')],
  ['version key', () => loadedBy('version', 'key', 'Maven', '1.0')],
  ['version sort', () => loadedBy('version', 'sort', 'Debian', '1:1', '2')],
  ['cvss', () => loadedBy('cvss', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H')],
  ['report validate', () => loadedBy('report', 'validate', at('empty.sarif'))],
])('%s waits for no schemas and no contract, for it asks no server', (_, run) => {
  expect(run().filter((file) => /node_modules\/zod\/|^contract\/src\/(?!limits\.ts)|^server\//.test(file))).toEqual([]);
});

it('compiled code is kept in the cache folder of whoever runs it, and not where that is switched off', () => {
  const run = (more: Readonly<Record<string, string>>) =>
    execFileSync(process.execPath, [BIN, 'version', 'compare', 'npm', '1.0.0', '2.0.0'], {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: at('cache'), ...more },
    });
  const kept = (): boolean => existsSync(at('cache'));
  expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('<\n');
  expect(kept()).toBe(false);
  expect(run({})).toBe('<\n');
  expect(kept()).toBe(true);
  expect(run({ XDG_CACHE_HOME: '/dev/null/nowhere', HOME: '/dev/null' }), 'a home that cannot be written to').toBe(
    '<\n',
  );
});
