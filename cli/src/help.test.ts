import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameOf, optionsOf } from './command.ts';
import { COMMANDS } from './commands/table.ts';
import { overview, page, reference, TOPICS, topicOf } from './help.ts';
import { type } from './terminal.fixture.ts';

describe('the table of commands', () => {
  it('has each command once, under a topic, with options of its own', () => {
    const names = COMMANDS.map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    for (const command of COMMANDS) {
      expect(TOPICS[topicOf(command)], nameOf(command)).toBeDefined();
      const options = optionsOf(command).map(({ name }) => name);
      expect(new Set(options).size, nameOf(command)).toBe(options.length);
    }
  });

  it.each(COMMANDS.map((command) => [nameOf(command), command] as const))('can load %s', async (_, command) => {
    expect((await command.load()).run).toBeTypeOf('function');
  });
});

describe('help', () => {
  it('names every command, with all of its arguments and options', async () => {
    const { out, exit } = await type(['help']);
    expect(exit).toBe(0);
    for (const command of COMMANDS) {
      expect(out).toContain(`  ${nameOf(command)}`);
      const own = await type([...command.words, '--help']);
      expect(own.exit).toBe(0);
      for (const { name } of optionsOf(command)) expect(own.out).toContain(`--${name}`);
      for (const { name } of command.args ?? []) expect(own.out).toContain(name);
    }
  });

  it('of a noun names its verbs', async () => {
    const { out, exit } = await type(['report', '--help']);
    expect(exit).toBe(0);
    expect(out).toContain('report submit FILE…');
    expect(out).not.toContain('ledger');
  });

  it('fits a terminal of 100 columns, but for names', () => {
    for (const command of COMMANDS)
      for (const line of page(command).split('\n'))
        if (!line.startsWith('  leadtime ')) expect(line.length, line).toBeLessThanOrEqual(102);
    expect(overview(COMMANDS)).not.toMatch(/undefined/);
  });

  it('stands in docs/reference/cli.md as it is now (npx leadtime help --markdown > docs/reference/cli.md)', async () => {
    const file = new URL('../../docs/reference/cli.md', import.meta.url);
    expect((await type(['help', '--markdown'])).out).toBe(reference(COMMANDS));
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(reference(COMMANDS));
  });
});

describe('a command line that cannot be', () => {
  it.each([
    [['frob'], 'There is no command "frob".'],
    [['reprot'], 'Did you mean report?'],
    [['report'], 'needs a verb: submit, status'],
    [['report', 'sumbit'], 'Did you mean submit?'],
    [['match'], 'INVENTORY is missing'],
    [['queue', '--stat', 'found'], 'Did you mean state?'],
    [['help', '\u001b[2J'], 'There is no command'],
  ])('%j ends with 2 and says what could be', async (argv, said) => {
    const { exit, err, out } = await type(argv);
    expect(exit).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toContain('\u001b');
    expect(out).toBe('');
  });

  it('is JSON on standard output where JSON was asked for', async () => {
    const { exit, out } = await type(['report', 'validate', '--json', '--format', 'old']);
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage', errorsTotal: 2 } });
  });
});
