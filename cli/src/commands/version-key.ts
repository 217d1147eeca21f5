// leadtime version key: bytes whose plain order is the order of the versions, for any store that compares bytes.
import { keyHex } from '@leadtime/lib/version/key.ts';
import { hasOrder } from '@leadtime/lib/version/scheme.ts';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { visible } from '../terminal.ts';
import { flagNames, schemeOf } from './version-scheme.ts';

export const run: Run = async (input, world) => {
  const [ecosystem = '', ...texts] = input.args;
  const scheme = schemeOf(ecosystem);
  const versions = texts.map((text) => {
    const version = scheme.read(text);
    return { text, key: keyHex(version.key), ordered: hasOrder(version), flags: flagNames(version.flags) };
  });
  await answer(input, world, { ecosystem, versions }, () =>
    versions
      .map(({ text, key, flags }) => `${[key, visible(text), flags.join(',')].filter(Boolean).join('  ')}\n`)
      .join(''),
  );
  return versions.every(({ ordered }) => ordered) ? 0 : 1;
};
