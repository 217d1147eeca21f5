// Ours, both as the program that an operator runs (`leadtime index build`, `leadtime match`) and as an index that is open in memory.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { readInventory, readOsv } from '../../lib/src/advisory/index.ts';
import {
  compile,
  type ExposureIndex,
  indexBuilder,
  type Match,
  matchInventory,
  openIndexInMemory,
  packedIndex,
} from '../../lib/src/exposure/index.ts';
import { expectOk } from '../../lib/src/kit/index.ts';
import { root } from '../../tools/setup.mjs';
import { askedOf } from './adjudicate.ts';
import type { Answer, Engine, Hit } from './engine.ts';
import { runProgram } from './program.ts';

const INDEX = 'advisories.index';
const PROGRAM = 'program/dist/leadtime.mjs';

interface Printed {
  readonly components: readonly {
    readonly purl: string | null;
    readonly matches: readonly { readonly advisory: string; readonly state: string }[];
  }[];
}

export const leadtime: Engine = {
  name: 'leadtime match, from an index',
  standIn: false,
  async prepare(folder, advisories) {
    const file = path.join(folder, 'advisories.ndjson');
    await bundle(folder);
    writeFileSync(file, '');
    for (let i = 0; i < advisories.length; i += 10_000) {
      const part = advisories.slice(i, i + 10_000).map(({ text }) => `${text}\n`);
      writeFileSync(file, part.join(''), { flag: 'a' });
    }
    await runProgram(process.execPath, [
      path.join(folder, PROGRAM),
      'index',
      'build',
      file,
      '--out',
      path.join(folder, INDEX),
    ]);
  },
  async ask(folder, file) {
    const args = ['match', file, '--advisories', path.join(folder, INDEX), '--max-age', '1000000', '--json'];
    const { stdout, ms, peak } = await runProgram(process.execPath, [path.join(folder, PROGRAM), ...args]);
    const { components } = JSON.parse(stdout) as Printed; // what the contract of the command says
    const found = components.flatMap(({ purl, matches }) => hitsOf(purl, matches));
    return { ms, peak, ...split(found) };
  },
};

/** The command as operators have it: in a few files of JavaScript, as `npm run release` makes them. */
async function bundle(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: 'cli/src/main.ts', out: 'leadtime' }],
    outdir: path.join(folder, path.dirname(PROGRAM)),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    logLevel: 'warning',
  });
  copyFileSync(path.join(root, 'cli/package.json'), path.join(folder, 'program/package.json'));
}

/** The database of a server: open, and asked again and again. */
export function openInMemory(folder: string): ExposureIndex {
  const bytes = readFileSync(path.join(folder, INDEX));
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return packedIndex(openIndexInMemory(memory));
}

/** The text of an inventory to the verdicts of its components, with their evidence. Its memory is not counted. */
export function askInMemory(index: ExposureIndex, text: string): Answer {
  const began = performance.now();
  const inventory = readInventory(Buffer.from(text));
  if (!inventory.ok) throw new Error('an inventory could not be read');
  const judged = matchInventory(index, inventory.value.components);
  const ms = performance.now() - began;
  const found = judged.flatMap(({ component, verdict }) => hitsOf(component.purl ?? null, verdict.matches.map(named)));
  return { ms, peak: Number.NaN, ...split(found) };
}

/** Without the program and its file: for tests. */
export function indexOf(texts: readonly string[]): ExposureIndex {
  const builder = indexBuilder();
  for (const text of texts) builder.add(compile(expectOk(readOsv(text))));
  const bytes = Buffer.concat([...builder.finish({ newest: null, refused: 0 })]);
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return packedIndex(openIndexInMemory(memory));
}

const named = ({ state, evidence }: Match) => ({ advisory: evidence.advisory, state });

type Found = Hit & { readonly state: string };

function hitsOf(
  purl: string | null,
  matches: readonly { readonly advisory: string; readonly state: string }[],
): Found[] {
  const asked = purl === null ? undefined : askedOf(purl);
  return asked === undefined ? [] : matches.map(({ advisory, state }) => ({ asked, id: advisory, state }));
}

const split = (found: readonly Found[]): { hits: Found[]; open: Found[] } => ({
  hits: found.filter(({ state }) => state === 'affected'),
  open: found.filter(({ state }) => state === 'undetermined'),
});
