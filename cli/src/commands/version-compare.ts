// leadtime version compare: which of two versions comes first.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { schemeOf } from './version-scheme.ts';

export const run: Run = async (input, world) => {
  const [ecosystem = '', a = '', b = ''] = input.args;
  const compared = schemeOf(ecosystem).compare(a, b);
  const result = compared === undefined ? null : Math.sign(compared);
  const why = result === null ? 'At least one has no place in the order of its ecosystem, and they differ.' : null;
  if (why !== null) world.err(`${why}\n`);
  await answer(input, world, { ecosystem, a, b, result, why }, () =>
    result === null ? '' : `${result < 0 ? '<' : result > 0 ? '>' : '='}\n`,
  );
  return result === null ? 1 : 0;
};
