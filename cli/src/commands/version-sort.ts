// leadtime version sort: oldest first; what has no place in the order stands last and is said.
import { compareKeys } from '@leadtime/lib/version/key.ts';
import { hasOrder } from '@leadtime/lib/version/scheme.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { Failure } from '../failure.ts';
import { count, visible } from '../terminal.ts';
import type { World } from '../world.ts';
import { schemeOf } from './version-scheme.ts';

const INPUT_LIMIT = 64 * 1024 * 1024;

export const run: Run = async (input, world) => {
  const [ecosystem = '', ...given] = input.args;
  const scheme = schemeOf(ecosystem);
  const texts = given.length > 0 ? given : await linesOf(world);
  const versions = texts.map((text) => ({ text, version: scheme.read(text) }));
  const sorted = versions
    .filter(({ version }) => hasOrder(version))
    .sort((a, b) => compareKeys(a.version.key, b.version.key))
    .map(({ text }) => text);
  const unordered = versions.filter(({ version }) => !hasOrder(version)).map(({ text }) => text);
  if (unordered.length > 0)
    world.err(
      `${count(unordered.length, 'version')} without a place in the order: ${unordered.length === 1 ? 'it stands' : 'they stand'} last.\n`,
    );
  await answer(input, world, { ecosystem, sorted, unordered }, () =>
    [...sorted, ...unordered].map((text) => `${visible(text)}\n`).join(''),
  );
  return unordered.length > 0 ? 1 : 0;
};

async function linesOf(world: World): Promise<string[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of world.stdin) {
    size += chunk.length;
    if (size > INPUT_LIMIT) throw new Failure(2, 'Standard input is over 64 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
}
