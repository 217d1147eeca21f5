// leadtime version compare: which of two versions comes first, or of the two on each line of a file.
import { answer } from '../answer.ts';
import type { Input, Run } from '../command.ts';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';
import { comparePairs } from './version-pairs.ts';
import { schemeOf } from './version-scheme.ts';

export const run: Run = async (input, world) => {
  const pairs = input.text('pairs');
  if (pairs === undefined) return await compareTwo(input, world);
  if (input.args.length > 1)
    throw new Failure(2, 'Give two versions or --pairs, not both: with --pairs only the ecosystem stands before it.');
  if (input.flag('json')) throw new Failure(2, 'With --pairs the answer is one sign a line: leave --json out.');
  return await comparePairs(schemeOf(input.arg(0)), pairs, world);
};

async function compareTwo(input: Input, world: World) {
  const [ecosystem = '', a, b] = input.args;
  if (a === undefined || b === undefined)
    throw new Failure(2, 'Give two versions to compare, or a file of pairs with --pairs FILE.');
  const compared = schemeOf(ecosystem).compare(a, b);
  const result = compared === undefined ? null : Math.sign(compared);
  const why = result === null ? 'At least one has no place in the order of its ecosystem, and they differ.' : null;
  if (why !== null) world.err(`${why}\n`);
  await answer(input, world, { ecosystem, a, b, result, why }, () =>
    result === null ? '' : `${result < 0 ? '<' : result > 0 ? '>' : '='}\n`,
  );
  return result === null ? 1 : 0;
}
