import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
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
});

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
