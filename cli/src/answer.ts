// How a command answers: text for a person, or one JSON object.
import type { Input } from './command.ts';
import { jsonLine } from './terminal.ts';
import type { World } from './world.ts';

/** Prints the one or the other; `human` is only made where it is shown. */
export async function answer(input: Input, world: World, json: unknown, human: () => string): Promise<void> {
  await world.out(input.flag('json') ? `${jsonLine(json)}\n` : human());
}
