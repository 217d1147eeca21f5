// One run of the command line: find the command, read what was typed, do it, and say how it went.
import { createRequire } from 'node:module';
import type { Command, Exit } from './command.ts';
import { COMMANDS } from './commands/table.ts';
import { tell } from './failure.ts';
import { overview, page, reference } from './help.ts';
import { findCommand, nearest, parse } from './parse.ts';
import { jsonLine, visible } from './terminal.ts';
import type { World } from './world.ts';

export const VERSION: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version; // our own package file

/** The exit code; undefined where the process became another program. Never throws. */
export async function run(argv: readonly string[], world: World): Promise<Exit | undefined> {
  try {
    return await dispatch(argv, world);
  } catch (error) {
    const told = await tell(error, world.signal.aborted);
    world.err(told.text);
    if (argv.includes('--json')) await world.out(`${jsonLine({ error: told.error })}\n`);
    return told.exit;
  }
}

async function dispatch(argv: readonly string[], world: World): Promise<Exit | undefined> {
  const [first = 'help'] = argv;
  if (first === '--version' || first === '-V') {
    await world.out(`leadtime ${VERSION} (node ${process.versions.node})\n`);
    return 0;
  }
  if (first === 'help' || first === '--help' || first === '-h') return help(argv.slice(1), world);
  const found = findCommand(COMMANDS, argv);
  if (!found) return unknown(argv, world);
  const parsed = parse(found.command, found.rest);
  if (parsed.kind === 'help') {
    await world.out(page(found.command));
    return 0;
  }
  if (parsed.kind === 'problems') {
    const usage = `Usage: leadtime ${found.command.words.join(' ')} --help`;
    world.err(`${parsed.problems.map(visible).join('\n')}\n${usage}\n`);
    if (argv.includes('--json')) await world.out(`${jsonLine({ error: usageError(parsed.problems) })}\n`);
    return 2;
  }
  const { run: runCommand } = await found.command.load();
  return runCommand(parsed.input, world);
}

async function help(words: readonly string[], world: World): Promise<Exit> {
  if (words[0] === '--markdown') {
    await world.out(reference(COMMANDS));
    return 0;
  }
  const found = findCommand(COMMANDS, words);
  if (found) await world.out(page(found.command));
  else if (words[0] !== undefined && isNoun(words[0])) await world.out(overview(COMMANDS, words[0]));
  else if (words[0] !== undefined) return unknown(words, world);
  else await world.out(overview(COMMANDS));
  return 0;
}

/** A noun alone shows its verbs; anything else is bad input. */
async function unknown(argv: readonly string[], world: World): Promise<Exit> {
  const [noun = '', verb = ''] = argv;
  if (isNoun(noun) && (verb === '--help' || verb === '-h')) {
    await world.out(overview(COMMANDS, noun));
    return 0;
  }
  if (isNoun(noun)) {
    const verbs = COMMANDS.flatMap(({ words }) => (words[0] === noun && words[1] !== undefined ? [words[1]] : []));
    world.err(
      verb === ''
        ? `leadtime ${noun} needs a verb: ${verbs.join(', ')}.\n`
        : `leadtime ${noun} has no verb ${visible(JSON.stringify(verb))}; it has ${verbs.join(', ')}.${nearest(verb, verbs)}\n`,
    );
    return 2;
  }
  const nouns = [...new Set(COMMANDS.map(({ words }) => words[0]))];
  world.err(
    `There is no command ${visible(JSON.stringify(noun))}.${nearest(noun, nouns)} All of them: leadtime help\n`,
  );
  return 2;
}

const isNoun = (word: string): boolean =>
  COMMANDS.some(({ words }: Command) => words[0] === word && words.length === 2);

const usageError = (problems: readonly string[]) => ({
  code: 'usage',
  title: 'The command line has problems',
  detail: problems.join(' '),
  advice: 'See --help of the command.',
  requestId: '',
  errors: [],
  errorsTotal: problems.length,
});
