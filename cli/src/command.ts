// What a command is: its words, what it takes, what it answers, and the file that runs it. Help, parsing and the reference are
// made from this alone.
import type { World } from './world.ts';

/** 0 done · 1 findings, or a check that failed · 2 bad input · 3 fault of a server or the network · 130 stopped by Ctrl+C. */
export type Exit = 0 | 1 | 2 | 3 | 130;

export interface Command {
  /** `['report', 'submit']`, or one word. */
  readonly words: readonly [string] | readonly [string, string];
  readonly summary: string;
  readonly args?: readonly Argument[];
  readonly options?: readonly Option[];
  /** It asks a server: --url and --insecure are added. */
  readonly asksServer?: true;
  /** The object that --json prints, one line on standard output. Its fields are kept: added to, never renamed. Absent: no --json. */
  readonly json?: string;
  readonly notes?: readonly string[];
  /** What exit code 1 means here. */
  readonly one?: string;
  readonly examples?: readonly string[];
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** Answers the exit code; undefined where it became another program. */
export type Run = (input: Input, world: World) => Promise<Exit | undefined>;

export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly optional?: true;
  /** The last one may stand several times. */
  readonly many?: true;
}

export interface Option {
  readonly name: string;
  /** What its value is called; absent: it takes none. */
  readonly value?: string;
  readonly about: string;
  readonly choices?: readonly string[];
  /** A whole number from 0. */
  readonly number?: true;
  /** An instant with a zone. */
  readonly instant?: true;
  readonly many?: true;
}

/** What was typed, checked against the command. Asking for an option that the command has not is a bug. */
export interface Input {
  readonly command: Command;
  readonly args: readonly string[];
  /** The argument at this place; '' past the end. */
  arg(place: number): string;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  number(name: string): number | undefined;
}

const URL_OPTION: Option = {
  name: 'url',
  value: 'URL',
  about: 'The instance to ask. Else LEADTIME_URL, else where you signed in, else http://localhost:4409.',
};
const INSECURE: Option = { name: 'insecure', about: 'Allow sending the token over plain http to another machine.' };
const JSON_OPTION: Option = { name: 'json', about: 'Print one JSON object on one line instead of text.' };
const HELP: Option = { name: 'help', about: 'Say how it is used.' };

/** All options of a command, those that are added to it included. */
export const optionsOf = (command: Command): readonly Option[] => [
  ...(command.options ?? []),
  ...(command.asksServer ? [URL_OPTION, INSECURE] : []),
  ...(command.json === undefined ? [] : [JSON_OPTION]),
  HELP,
];

export const nameOf = (command: Pick<Command, 'words'>): string => command.words.join(' ');
