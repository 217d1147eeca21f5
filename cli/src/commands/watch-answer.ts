// leadtime watch answer: what was done about a duty, kept on this machine. The server hears of it as a number, at the next round.
import { instantOf, parseDay } from '@leadtime/lib/kit';
import { answer } from '../answer.ts';
import type { Input, Run } from '../command.ts';
import { Failure } from '../failure.ts';
import { visible } from '../terminal.ts';
import { type Duty, dutiesSchema } from '../watch/duties.ts';
import { dutiesText, shortName } from '../watch/report.ts';
import { openState, stateFolder } from '../watch/state.ts';

export const run: Run = async (input, world) => {
  const said = saidOf(input);
  const folder = stateFolder(input.text('dir'), world);
  const state = await openState(folder);
  try {
    const duties = (await state.read('duties.json', dutiesSchema))?.duties ?? [];
    const duty = duties.find(({ id }) => id === input.arg(0));
    if (!duty)
      throw new Failure(
        2,
        `No duty in ${folder} has the id ${JSON.stringify(input.arg(0))}. They stand in duties.txt there.`,
      );
    if (duty.endedAt !== null) throw new Failure(2, 'This duty has ended: nothing reaches it any more.');
    const at = instantOf(world.now());
    const answered: Duty = { ...duty, ...said, answeredAt: said.state === 'open' ? null : at };
    const next = duties.map((one) => (one === duty ? answered : one));
    await state.write('duties.json', { duties: next });
    await state.writeText('duties.txt', dutiesText(next, at));
    await answer(
      input,
      world,
      answered,
      () => `${visible(shortName(duty.advisory))} on ${visible(duty.asset)}: ${said.state.replace('_', ' ')}.\n`,
    );
    return 0;
  } finally {
    await state.close();
  }
};

const STATES = ['open', 'mitigated', 'fixed', 'not_affected'] as const;

function saidOf(input: Input): Pick<Duty, 'state' | 'note' | 'until'> {
  const state = STATES.find((one) => one === input.arg(1));
  if (state === undefined)
    throw new Failure(2, `STATE is one of ${STATES.join(', ')}; not ${JSON.stringify(input.arg(1))}.`);
  const note = input.text('note') ?? null;
  const until = input.text('until') ?? null;
  if (until !== null && parseDay(until) === undefined) throw new Failure(2, '--until is a day, such as 2026-12-24.');
  if ((state === 'mitigated') !== (until !== null))
    throw new Failure(2, 'A stop-gap has an end, and nothing else has: mitigated needs --until DAY.');
  if ((state === 'not_affected' || state === 'mitigated') && note === null)
    throw new Failure(2, `Say with --note why it is ${state.replace('_', ' ')}: somebody will ask.`);
  return { state, note, until };
}
