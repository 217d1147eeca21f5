// Everything the command line touches outside itself: streams, environment, clock, network, the signal of Ctrl+C. Commands get
// it as an argument, so that a test can be the terminal.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdinIsTerminal: boolean;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal; undefined where results go into a file or a pipe, and nothing is cut. */
  readonly columns: number | undefined;
  /** Aborted by the first Ctrl+C. */
  readonly signal: AbortSignal;
  readonly fetch: typeof fetch;
  /** Results. Waits while the reader is slow. */
  out(text: string | Uint8Array): Promise<void>;
  /** Progress and complaints. */
  err(text: string): void;
  /** Milliseconds since 1970. */
  now(): number;
  pause(millis: number): Promise<void>;
  /** Lets nothing that is typed be seen, until the answer is called. */
  hideTyping(): () => void;
  /** Becomes another program of ours: it gets the arguments, the signals and the exit code. */
  become(program: URL, args: readonly string[]): Promise<void>;
}

export function realWorld(): World {
  const stopped = new AbortController();
  const stop = (): void => {
    if (stopped.signal.aborted) process.exit(130); // the second time, at once
    stopped.abort();
  };
  process.on('SIGINT', stop);
  // Whoever reads us may leave early (`leadtime queue | head`): that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));
  return {
    env: process.env,
    stdin: process.stdin,
    stdinIsTerminal: process.stdin.isTTY === true,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.isTTY === true ? process.stdout.columns : undefined,
    signal: stopped.signal,
    fetch,
    async out(text) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    err: (text) => void process.stderr.write(text),
    now: () => Date.now(),
    pause: async (millis) => void (await pause(millis, undefined, { signal: stopped.signal })),
    hideTyping() {
      if (process.stdin.isTTY !== true) return () => undefined;
      process.stdin.setRawMode(true);
      return () => void process.stdin.setRawMode(false);
    },
    async become(program, args) {
      process.removeListener('SIGINT', stop);
      process.argv.splice(1, process.argv.length, program.pathname, ...args);
      await import(program.protocol === 'file:' ? program.href : pathToFileURL(program.pathname).href);
    },
  };
}
