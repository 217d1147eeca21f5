import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './setup.mjs';

// Packed by npm, unpacked under node_modules as an installation would, with this repository's packages beside it:
// so the test needs no registry, and Node strips no types there.
describe('a packed and installed release', () => {
  let place: string;

  beforeAll(() => {
    place = mkdtempSync(path.join(tmpdir(), 'leadtime-release-'));
    if (!existsSync(path.join(root, 'cli/src/main.ts'))) return;
    run(process.execPath, [path.join(root, 'tools/release-run.ts')], root);
    run('npm', ['pack', '--silent', '--pack-destination', place, './dist/leadtime'], root);
    const modules = path.join(place, 'node_modules');
    mkdirSync(path.join(modules, 'leadtime'), { recursive: true });
    const [archive = ''] = readdirSync(place).filter((file) => file.endsWith('.tgz'));
    run('tar', ['-xzf', archive, '--strip-components=1', '-C', path.join(modules, 'leadtime')], place);
    for (const name of readdirSync(path.join(root, 'node_modules'))) {
      if (name === '@leadtime' || name.startsWith('.')) continue;
      symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
    }
  }, 120_000);

  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('has a working command', (context) => {
    if (!existsSync(path.join(root, 'cli/src/main.ts'))) context.skip('the command line is not written yet');
    expect(
      run(process.execPath, [path.join(place, 'node_modules/leadtime/bin/leadtime.mjs'), '--help'], place),
    ).toMatch(/leadtime/);
  });

  it('builds an index and matches an inventory against it', (context) => {
    if (!existsSync(path.join(root, 'cli/src/main.ts'))) context.skip('the command line is not written yet');
    const at = (name: string): string => path.join(place, name);
    const leadtime = (...argv: readonly string[]) =>
      spawnSync(process.execPath, [at('node_modules/leadtime/bin/leadtime.mjs'), ...argv], { encoding: 'utf8' });
    const ranges = [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }];
    const affected = [{ package: { ecosystem: 'npm', name: 'left' }, ranges }];
    writeFileSync(at('a.json'), JSON.stringify({ id: 'T-1', modified: '2026-01-01T00:00:00Z', affected }));
    const components = [{ type: 'library', name: 'left', version: '1.0.0', purl: 'pkg:npm/left@1.0.0' }];
    writeFileSync(at('bom.json'), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }));
    expect(leadtime('index', 'build', at('a.json'), '--out', at('all.index'))).toMatchObject({ status: 0, stderr: '' });
    const shown = leadtime('match', at('bom.json'), '--advisories', at('all.index'), '--format', 'sarif');
    expect(shown).toMatchObject({ status: 1, stderr: '' });
    expect(JSON.parse(shown.stdout).runs[0].results).toMatchObject([{ ruleId: 'T-1', kind: 'fail' }]);
  });
});

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
