// Names on the command line that stand for files of a folder: bench/NAME.ts, conformance/SUITE.ts.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

/** Reads the command line; without a name, or with an unknown one, lists what there is and ends (exit 2). */
export function choose(
  folder: string,
  { all = false, options: takes = [] }: { readonly all?: boolean; readonly options?: readonly string[] } = {},
): { names: readonly string[]; json: boolean; options: ReadonlySet<string> } {
  const json = process.argv.includes('--json');
  const options = new Set(process.argv.slice(2).filter((arg) => takes.includes(arg)));
  const given = process.argv.slice(2).filter((arg) => arg !== '--json' && !options.has(arg));
  const known = readdirSync(path.join(root, folder))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('_'))
    .map((file) => path.basename(file, '.ts'));
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0 && (given.length > 0 || all))
    return { names: given.length > 0 ? given : known, json, options };
  const what = unknown.length > 0 ? `There is no ${unknown.join(', ')}. ` : '';
  process.stderr.write(
    `${what}Usage: npm run ${folder} -- NAME…${takes.map((option) => ` [${option}]`).join('')} [--json]\nThere are: ${known.join(', ') || 'none yet'}\n`,
  );
  process.exit(2);
}

/** The default export of folder/name.ts. */
export async function load<Run>(folder: string, name: string): Promise<Run> {
  const file = path.join(root, folder, `${name}.ts`);
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href);
  if (typeof loaded.default !== 'function') throw new Error(`${file} has no default export to run`);
  return loaded.default as Run; // the shape is promised by tools/measure.ts and checked by tsc in the file itself
}
