// The pages name commands to copy. Each is a command of the command line, with options that it has.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');
const reference = readFileSync(path.join(root, 'docs/reference/cli.md'), 'utf8');
/** "report submit" → its page in the reference. */
const pages = new Map(
  reference
    .split(/^### leadtime /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);

interface Shown {
  readonly file: string;
  readonly line: string;
}

it('shows only commands and options that the command line has', () => {
  const shown = globSync('web/src/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .flatMap((file) => commandsIn(file, readFileSync(path.join(root, file), 'utf8')));
  expect(shown.length).toBeGreaterThan(5);
  expect(shown.flatMap(faultsOf)).toEqual([]);
});

it('finds a wrong command, a wrong option and arguments that are too many', () => {
  const faults = (line: string) => faultsOf({ file: 'x', line }).length;
  expect(faults('report submit a.sarif --url https://x')).toBe(0);
  expect(faults('report send a.sarif')).toBe(1);
  expect(faults('report submit a.sarif --server https://x')).toBe(1);
  expect(faults('ledger prove a.ndjson ENTRY')).toBe(1);
});

const commandsIn = (file: string, text: string): Shown[] =>
  [...text.matchAll(/\bleadtime ((?:[a-z]+)(?: [^\n<`"'#)]*)?)/g)].flatMap(([, line = '']) =>
    /^(report|match|version|cvss|ledger|feeds|queue|today|whoami|login|logout|up|serve|worker)\b/.test(line)
      ? [{ file, line: line.trim() }]
      : [],
  );

function faultsOf({ file, line }: Shown): string[] {
  const words = line.split(/\s+/);
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((n) => pages.has(n));
  const page = pages.get(name ?? '');
  if (name === undefined || page === undefined) return [`${file}: there is no command in “leadtime ${line}”`];
  const rest = words.slice(name.split(' ').length);
  const unknown = rest.filter((w) => w.startsWith('--') && !new RegExp(`^ {2}${w}\\b`, 'm').test(page));
  const usage = page.match(/^leadtime .*\[options\]$/m)?.[0] ?? '';
  const places = usage.split(' ').slice(1 + name.split(' ').length, -1);
  const given = rest.filter((w, i) => !w.startsWith('--') && !takesValue(page, rest[i - 1]));
  const tooMany = !places.some((p) => p.includes('…')) && given.length > places.length;
  return [
    ...unknown.map((option) => `${file}: leadtime ${name} has no ${option}`),
    ...(tooMany ? [`${file}: leadtime ${name} takes ${places.length} arguments: “leadtime ${line}”`] : []),
  ];
}

const takesValue = (page: string, option: string | undefined): boolean =>
  option?.startsWith('--') === true && new RegExp(`^ {2}${option} [A-Z]`, 'm').test(page);
