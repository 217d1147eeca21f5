// leadtime report problems: what could not be read of a report, and what was dropped and why.
import { DROP_REASONS } from '@leadtime/lib/advisory';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { count, thousands, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const found = await client.call('reports.problems', { params: { id: input.arg(0) } });
  await answer(input, world, found, () => {
    const dropped = found.dropped.map(({ reason, count: n, first }) => {
      const why = (DROP_REASONS as Readonly<Record<string, string>>)[reason] ?? reason; // a newer server may know more reasons
      return `dropped ${thousands(n)}: ${visible(why)} First: ${visible(first)}\n`;
    });
    const problems = found.items.map(
      ({ code, path, detail, advice }) =>
        `${visible(path) || '(whole)'}  ${visible(code)}: ${visible(detail)} ${visible(advice)}\n`,
    );
    const more = found.total > problems.length ? `…and ${thousands(found.total - problems.length)} more\n` : '';
    return `${count(found.total, 'problem')}\n${problems.join('')}${more}${dropped.join('')}`;
  });
  return found.total > 0 ? 1 : 0;
};
