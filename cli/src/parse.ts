// Reads what was typed into the input of a command, or says everything that is wrong with it at once.
import { parseInstant, quote } from '@leadtime/lib/kit';
import { type Argument, type Command, type Input, nameOf, type Option, optionsOf } from './command.ts';

export type Parsed =
  | { readonly kind: 'input'; readonly input: Input }
  | { readonly kind: 'help' }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** The command that the first words name, and what follows it. A known noun without a known verb names none. */
export function findCommand(
  commands: readonly Command[],
  argv: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | undefined {
  const command = commands
    .filter(({ words }) => words.every((word, i) => argv[i] === word))
    .sort((a, b) => b.words.length - a.words.length)[0];
  return command && { command, rest: argv.slice(command.words.length) };
}

/** Long options as `--name value` or `--name=value`; `--` ends them; `-` alone is an argument. */
export function parse(command: Command, argv: readonly string[]): Parsed {
  const known = new Map(optionsOf(command).map((option) => [option.name, option]));
  const problems: string[] = [];
  const args: string[] = [];
  const values = new Map<string, string[]>();
  for (let i = 0; i < argv.length; i += 1) {
    const word = argv[i] ?? '';
    if (word === '--') {
      args.push(...argv.slice(i + 1));
      break;
    }
    if (word === '-h') return { kind: 'help' };
    if (!word.startsWith('--')) {
      if (word.startsWith('-') && word !== '-' && !/^-\d/.test(word))
        problems.push(`${quote(word)} is not an option here; put -- before an argument that begins with a dash.`);
      else args.push(word);
      continue;
    }
    const cut = word.indexOf('=');
    const name = cut < 0 ? word.slice(2) : word.slice(2, cut);
    const option = known.get(name);
    if (!option) {
      problems.push(`${quote(`--${name}`)} is not an option of ${nameOf(command)}.${nearest(name, [...known.keys()])}`);
      continue;
    }
    const given = cut < 0 ? undefined : word.slice(cut + 1);
    if (option.value === undefined) {
      if (given !== undefined) problems.push(`--${name} takes no value.`);
      values.set(name, ['']);
      continue;
    }
    const value = given ?? argv[i + 1];
    if (given === undefined) i += 1;
    if (value === undefined || (given === undefined && value.startsWith('--'))) {
      problems.push(`--${name} needs a value: ${option.value}.`);
      if (value !== undefined) i -= 1; // it is an option of its own
      continue;
    }
    const fault = faultOf(option, value);
    if (fault !== undefined) problems.push(`--${name}: ${fault}`);
    const before = values.get(name) ?? [];
    if (before.length > 0 && !option.many) problems.push(`--${name} stands twice.`);
    values.set(name, [...before, value]);
  }
  if (values.has('help')) return { kind: 'help' };
  problems.push(...argumentFaults(command, args));
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'input', input: inputOf(command, args, values) };
}

function faultOf({ choices, number, instant }: Option, value: string): string | undefined {
  if (value === '') return 'the value is empty.';
  if (choices && !choices.includes(value))
    return `${quote(value)} is none of ${choices.join(', ')}.${nearest(value, choices)}`;
  if (number && !/^\d{1,15}$/.test(value)) return `${quote(value)} is not a whole number.`;
  if (instant && parseInstant(value) === undefined)
    return `${quote(value)} is not an instant with a zone, such as 2026-11-22T10:00:00Z.`;
  return undefined;
}

function argumentFaults(command: Command, args: readonly string[]): string[] {
  const wanted: readonly Argument[] = command.args ?? [];
  const missing = wanted.filter((argument, i) => !argument.optional && args[i] === undefined);
  const extra = wanted.at(-1)?.many ? [] : args.slice(wanted.length);
  return [
    ...missing.map(({ name, about }) => `${name} is missing: ${about}`),
    ...extra.map((text) => `${quote(text)} is one argument too many.`),
  ];
}

function inputOf(command: Command, args: readonly string[], values: ReadonlyMap<string, readonly string[]>): Input {
  const known = new Set(optionsOf(command).map(({ name }) => name));
  const of = (name: string): readonly string[] => {
    if (!known.has(name)) throw new Error(`${nameOf(command)} has no option --${name}`);
    return values.get(name) ?? [];
  };
  return {
    command,
    args,
    arg: (place) => args[place] ?? '',
    flag: (name) => of(name).length > 0,
    text: (name) => of(name)[0],
    texts: of,
    number: (name) => (of(name)[0] === undefined ? undefined : Number(of(name)[0])),
  };
}

/** ` Did you mean …?` where one of the names is at most two edits away. */
export function nearest(typed: string, names: readonly string[]): string {
  if (typed.length > 40) return '';
  const [best] = names
    .map((name) => ({ name, edits: distance(typed, name) }))
    .sort((a, b) => a.edits - b.edits || a.name.length - b.name.length);
  return best && best.edits <= 2 && best.edits < best.name.length ? ` Did you mean ${best.name}?` : '';
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
