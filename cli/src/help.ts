// Help, made from the table of commands: the overview, one page per command, and the reference as Markdown.
import { type Command, nameOf, type Option, optionsOf } from './command.ts';

/** What each noun is about, in the order of the overview. */
export const TOPICS: Readonly<Record<string, string>> = {
  report: 'Send what was found, and follow what becomes of it',
  inventory: 'Send what you run, and see how it stands',
  match: 'Hold an inventory against advisories on this machine',
  version: 'Compare and sort versions as their ecosystems do',
  cvss: 'Score CVSS vectors',
  ledger: 'Check the ledger without trusting who runs it',
  feeds: 'Outside feeds of an instance',
  ask: 'Ask an instance',
  run: 'Run an instance',
};
const UNDER: Readonly<Record<string, string>> = {
  index: 'match',
  watch: 'match',
  queue: 'ask',
  exposures: 'ask',
  today: 'ask',
  whoami: 'ask',
  login: 'ask',
  logout: 'ask',
  up: 'run',
  serve: 'run',
  worker: 'run',
  runner: 'run',
  migrate: 'run',
  backup: 'run',
  restore: 'run',
};
export const topicOf = ({ words }: Command): string => UNDER[words[0]] ?? words[0];

export const EXIT_CODES = [
  [0, 'done'],
  [1, 'findings, or a check that failed'],
  [2, 'bad input'],
  [3, 'fault of the server, the network or this program'],
  [130, 'stopped with Ctrl+C'],
] as const;

export function overview(commands: readonly Command[], noun?: string): string {
  const shown = noun === undefined ? commands : commands.filter(({ words }) => words[0] === noun);
  const width = Math.max(...shown.map((command) => usageOf(command).length));
  const groups = Map.groupBy(shown, topicOf);
  const lines = [...groups].flatMap(([topic, list]) => [
    `${TOPICS[topic] ?? topic}:`,
    ...list.map((command) => `  ${usageOf(command).padEnd(Math.min(width, 44))}  ${command.summary}`),
    '',
  ]);
  const head =
    noun === undefined
      ? ['leadtime COMMAND [options]', '', 'From a report to a deployed fix.', '']
      : [`leadtime ${noun} …`, ''];
  const tail =
    noun === undefined ? [`Exit codes: ${EXIT_CODES.map(([code, means]) => `${code} ${means}`).join('; ')}.`] : [];
  return [
    ...head,
    ...lines,
    ...tail,
    `More: leadtime ${noun ?? 'COMMAND'}${noun === undefined ? '' : ' VERB'} --help`,
    '',
  ].join('\n');
}

export function page(command: Command): string {
  const options = optionsOf(command);
  const left = options.map(spelling);
  const args = command.args ?? [];
  const width = Math.max(...left.map((text) => text.length), ...args.map(({ name }) => name.length)) + 2;
  const rows = (entries: readonly (readonly [string, string])[]): string[] =>
    entries.flatMap(([name, about]) =>
      wrap(about, 100 - width).map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}${line}`),
    );
  return [
    `leadtime ${usageOf(command)} [options]`,
    '',
    command.summary,
    '',
    ...(args.length === 0 ? [] : [...rows(args.map(({ name, about }) => [name, about] as const)), '']),
    ...rows(options.map((option, i) => [left[i] ?? '', aboutOf(option)] as const)),
    '',
    ...(command.notes ?? []).flatMap((note) => [...wrap(note, 100), '']),
    ...(command.json === undefined
      ? []
      : ['With --json, one object on one line:', ...wrap(command.json, 98).map((l) => `  ${l}`), '']),
    ...(command.examples === undefined ? [] : ['Examples:', ...command.examples.map((example) => `  ${example}`), '']),
    ...wrap(`Exit code: ${exitText(command)}.`, 100),
    '',
  ].join('\n');
}

/** docs/reference/cli.md. */
export function reference(commands: readonly Command[]): string {
  const parts = [
    '<!-- Printed from the table of commands. To write it anew: npx leadtime help --markdown > docs/reference/cli.md -->',
    '# The command line',
    'Results go to standard output, progress and complaints to standard error. With `--json` the result is one JSON object on one line; a failure is `{"error": {"code", "title", "detail", "advice", "requestId", "errors", "errorsTotal"}}`. Fields are added, never renamed.',
    `Exit codes: ${EXIT_CODES.map(([code, means]) => `**${code}** ${means}`).join(' · ')}.`,
    'The instance to ask and the token are taken from `--url`, then `LEADTIME_URL` and `LEADTIME_TOKEN`, then from `leadtime login`.',
    ...[...Map.groupBy(commands, topicOf)].flatMap(([topic, list]) => [
      `## ${TOPICS[topic] ?? topic}`,
      ...list.flatMap((command) => [
        `### leadtime ${nameOf(command)}`,
        `\`\`\`text\n${page(command).trimEnd()}\n\`\`\``,
      ]),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function usageOf(command: Command): string {
  const args = (command.args ?? []).map(({ name, many, optional }) => {
    const text = many ? `${name}…` : name;
    return optional ? `[${text}]` : text;
  });
  return [nameOf(command), ...args].join(' ');
}

const spelling = ({ name, value }: Option): string => (value === undefined ? `--${name}` : `--${name} ${value}`);

const aboutOf = ({ about, choices, many }: Option): string =>
  `${about}${choices ? ` One of ${choices.join(', ')}.` : ''}${many ? ' May stand several times.' : ''}`;

const exitText = ({ one }: Command): string =>
  EXIT_CODES.flatMap(([code, means]) =>
    code === 1 ? (one === undefined ? [] : [`1 ${one}`]) : [`${code} ${means}`],
  ).join('; ');

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
