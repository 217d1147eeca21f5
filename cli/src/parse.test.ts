import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { COMMANDS } from './commands/table.ts';
import { findCommand, nearest, parse } from './parse.ts';

const command: Command = {
  words: ['thing', 'do'],
  summary: 'Does a thing',
  args: [
    { name: 'WHAT', about: 'What.' },
    { name: 'MORE', about: 'More.', many: true, optional: true },
  ],
  options: [
    { name: 'size', value: 'N', about: 'Size.', number: true },
    { name: 'colour', value: 'C', about: 'Colour.', choices: ['red', 'green'] },
    { name: 'tag', value: 'T', about: 'Tag.', many: true },
    { name: 'at', value: 'I', about: 'When.', instant: true },
    { name: 'quick', about: 'Quick.' },
  ],
  json: '{}',
  load: () => Promise.reject(new Error('not here')),
};
const problemsOf = (argv: readonly string[]): readonly string[] => {
  const parsed = parse(command, argv);
  return parsed.kind === 'problems' ? parsed.problems : [];
};
const inputOf = (argv: readonly string[]) => {
  const parsed = parse(command, argv);
  if (parsed.kind !== 'input') throw new Error(JSON.stringify(parsed));
  return parsed.input;
};

describe('what was typed', () => {
  it('has its values after a blank or an equals sign, and flags without', () => {
    const input = inputOf(['a', '--size', '3', '--colour=red', '--quick', '--tag', 'x', '--tag=y=z', 'b']);
    expect(input.args).toEqual(['a', 'b']);
    expect([input.number('size'), input.text('colour'), input.flag('quick'), input.texts('tag')]).toEqual([
      3,
      'red',
      true,
      ['x', 'y=z'],
    ]);
    expect([input.flag('json'), input.text('at'), input.texts('tag').length]).toEqual([false, undefined, 2]);
  });

  it('ends its options at --, and takes - as an argument', () => {
    expect(inputOf(['-', '--', '--size', '-x']).args).toEqual(['-', '--size', '-x']);
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf(['--size', 'three', '--colour', 'blue', '--quick=1', '--quack', '--at', 'today', '-v'])).toEqual([
      '--size: "three" is not a whole number.',
      '--colour: "blue" is none of red, green.',
      '--quick takes no value.',
      '"--quack" is not an option of thing do. Did you mean quick?',
      '--at: "today" is not an instant with a zone, such as 2026-11-22T10:00:00Z.',
      '"-v" is not an option here; put -- before an argument that begins with a dash.',
      'WHAT is missing: What.',
    ]);
  });

  it('does not take the next option for a value', () => {
    expect(problemsOf(['a', '--size', '--quick'])).toEqual(['--size needs a value: N.']);
    expect(problemsOf(['a', '--size'])).toEqual(['--size needs a value: N.']);
  });

  it('may not say a single option twice', () => {
    expect(problemsOf(['a', '--size', '1', '--size', '2'])).toEqual(['--size stands twice.']);
  });

  it('may ask for help wherever it stands', () => {
    expect(parse(command, ['--help']).kind).toBe('help');
    expect(parse(command, ['a', '-h']).kind).toBe('help');
  });

  it('cannot be asked for an option that the command has not', () => {
    expect(() => inputOf(['a']).text('flavour')).toThrow('has no option --flavour');
  });

  it('never makes the parser throw, for any command', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('--', '-', '--json', '--url', '--help=', '--=', '--limit', 'x'));
    fc.assert(
      fc.property(fc.constantFrom(...COMMANDS), fc.array(word, { maxLength: 8 }), (any, argv) => {
        expect(['input', 'help', 'problems']).toContain(parse(any, argv).kind);
      }),
    );
  });
});

describe('the command', () => {
  it('is told by the most words that fit', () => {
    expect(findCommand(COMMANDS, ['report', 'submit', 'x'])).toMatchObject({
      command: { words: ['report', 'submit'] },
      rest: ['x'],
    });
    expect(findCommand(COMMANDS, ['queue'])?.rest).toEqual([]);
    expect(findCommand(COMMANDS, ['report'])).toBeUndefined();
  });

  it('is guessed at from two edits away, no further', () => {
    expect(nearest('sumbit', ['submit', 'status'])).toBe(' Did you mean submit?');
    expect(nearest('frobnicate', ['submit', 'status'])).toBe('');
    expect(nearest('x'.repeat(100_000), ['submit'])).toBe('');
  });
});
