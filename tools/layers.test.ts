import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { layers } from './layers.mjs';
import { root } from './setup.mjs';

let house: string;

beforeEach(() => {
  house = mkdtempSync(path.join(tmpdir(), 'leadtime-layers-'));
  symlinkSync(path.join(root, 'node_modules'), path.join(house, 'node_modules'));
  symlinkSync(path.join(root, 'tools'), path.join(house, 'tools'));
  writeFileSync(path.join(house, 'tsconfig.json'), '{}');
});

afterEach(() => rmSync(house, { recursive: true }));

// who imports what; the message says what is allowed instead
const forbidden = [
  ['lib/src/kit/a.ts', 'lib/src/version/b.ts', 'lib/src/kit may import from: nothing but itself'],
  ['lib/src/version/a.ts', 'lib/src/exposure/b.ts', 'lib/src/version may import from: lib/src/kit'],
  ['lib/src/marking/a.ts', 'contract/src/b.ts', 'lib/src may import from: lib/src/kit'],
  ['server/src/platform/a.ts', 'lib/src/version/b.ts', 'server/src/platform may import from: lib/src/kit'],
  ['server/src/modules/cases/a.ts', 'server/src/modules/findings/store.ts', 'server/src/modules/findings/index.ts'],
  ['server/src/modules/cases/a.ts', 'server/src/main/b.ts', 'server/src/modules/cases may import from'],
  ['web/src/a.ts', 'server/src/modules/cases/index.ts', 'web/src may import from: lib/src, contract/src'],
  ['cli/src/a.ts', 'server/src/platform/b.ts', 'cli/src may import from: lib/src, contract/src, runner/src'],
] as const;

describe('the layers', () => {
  it('stand in ARCHITECTURE.md row by row as they are kept', () => {
    const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
    const section = text.slice(text.indexOf('## Layers'), text.indexOf('Why the rows are as they are'));
    const cells = [...section.matchAll(/^\| `([^`]+)`[^|]*\| ([^|]*) \|/gm)].map(([, from, may]) => [
      from,
      [...(may ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1]),
    ]);
    const module = 'server/src/modules/';
    const kept = layers.map(({ from, may }) =>
      from.startsWith(module)
        ? [from.slice(module.length), may.flatMap((m) => (m.startsWith(module) ? [m.split('/')[3]] : []))]
        : [from, may],
    );
    const written = new Map(cells.filter(([from]) => from !== `${module}*`) as [string, string[]][]); // as matched above
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(kept));
  });

  it.each(forbidden)('forbid %s to import %s, and say what is allowed', async (from, to, message) => {
    write(to, 'export const there = 1;\n');
    write(from, `import { there } from '${path.relative(path.dirname(from), to)}';\nexport const here = there;\n`);
    const { code, output } = await cruise(from.split('/')[0] ?? '', to.split('/')[0] ?? '');
    expect(output).toContain(message);
    expect(output).toContain('ARCHITECTURE.md');
    expect(code).not.toBe(0);
  });

  it('keep files, the network and the clock out of lib', async () => {
    write('lib/src/triage/a.ts', `import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n`);
    const { output } = await cruise('lib');
    expect(output).toContain('lib/src/triage may use these parts of Node');
  });

  it('let pass what the table allows', async () => {
    write('lib/src/kit/index.ts', 'export const there = 1;\n');
    write('server/src/modules/findings/index.ts', `export { there } from '../../../../lib/src/kit/index.ts';\n`);
    write('server/src/modules/cases/a.ts', `export { there } from '../findings/index.ts';\n`);
    expect(await cruise('lib', 'server')).toMatchObject({ code: 0 });
  });
});

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
  writeFileSync(path.join(house, file), text);
}

function cruise(...folders: string[]): Promise<{ code: unknown; output: string }> {
  const bin = path.join(root, 'node_modules', '.bin', 'depcruise');
  const args = [bin, '-c', path.join(root, '.dependency-cruiser.mjs'), '-T', 'err-long', ...new Set(folders)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: house }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, output: (stdout + stderr).replace(/\s+/g, ' ') });
    });
  });
}
