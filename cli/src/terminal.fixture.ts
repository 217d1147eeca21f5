// A terminal for tests: what is typed goes in, what is shown and the exit code come out. Nothing of the real environment is seen.
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './run.ts';
import type { World } from './world.ts';

export interface Typed {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | AsyncIterable<Uint8Array>;
  readonly fetch?: typeof fetch;
  readonly now?: string;
  readonly columns?: number;
  readonly stop?: AbortController;
  readonly errIsTerminal?: boolean;
}
export interface Shown {
  readonly exit: number | undefined;
  readonly out: string;
  readonly err: string;
  /** What it became, and with which arguments. */
  readonly became: readonly string[];
}

const NO_HOME = path.join(tmpdir(), 'leadtime-no-such-home');

export async function type(argv: readonly string[], typed: Typed = {}): Promise<Shown> {
  let out = '';
  let err = '';
  let became: string[] = [];
  const stop = typed.stop ?? new AbortController();
  const world: World = {
    env: { HOME: NO_HOME, ...typed.env },
    stdin: typeof typed.stdin === 'object' ? typed.stdin : chunks(typed.stdin ?? ''),
    stdinIsTerminal: false,
    outIsTerminal: typed.columns !== undefined,
    errIsTerminal: typed.errIsTerminal ?? false,
    columns: typed.columns,
    signal: stop.signal,
    fetch: typed.fetch ?? (() => Promise.reject(new Error('this test has no server'))),
    out: async (text) => {
      out += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    },
    err: (text) => {
      err += text;
    },
    now: () => Date.parse(typed.now ?? '2026-11-22T12:00:00Z'),
    pause: async () => stop.signal.throwIfAborted(),
    hideTyping: () => () => undefined,
    become: async (program, args) => {
      became = [program.pathname, ...args];
    },
  };
  const exit = await run(argv, world);
  return { exit, out, err, became };
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}
