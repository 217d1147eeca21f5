// What the programs of an instance share: settings or every problem with them, and an end in good order.
import { inspect } from 'node:util';
import { type Config, readConfig } from '../platform/config.ts';
import { HeldByAnother } from '../platform/embedded-postgres/index.ts';
import { Unfit } from './backup/manifest.ts';

/** Runs a program. Exit code: what it answers, 2 for settings or input that somebody can mend, 3 for a fault. */
export async function program(name: string, run: (config: Config) => Promise<number | undefined>): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) {
    process.stderr.write(
      `${name} did not start. Problems with its settings:\n${read.problems.map((p) => `  ${p}\n`).join('')}`,
    );
    process.exit(2);
  }
  try {
    const code = await run(read.config);
    if (code !== undefined) process.exitCode = code;
  } catch (error) {
    const mendable = error instanceof HeldByAnother || error instanceof Unfit;
    process.stderr.write(`${mendable ? error.message : `${name} failed: ${inspect(error)}`}\n`);
    process.exit(mendable ? 2 : 3);
  }
}

/** Stops once, in order, on SIGINT, SIGTERM or when asked; a stop that hangs is ended after twenty seconds. */
export function stopInOrder(steps: readonly (() => Promise<unknown>)[]): (code: number) => Promise<never> {
  const stop = async (code: number): Promise<never> => {
    setTimeout(() => process.exit(code), 20_000).unref();
    for (const step of steps) await step();
    process.exit(code);
  };
  process.once('SIGINT', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  return stop;
}

/** serve and worker are several processes on one database; the embedded one belongs to a single process. */
export function needsDatabase({ databaseUrl }: Config, name: string): void {
  if (databaseUrl === undefined)
    throw new Unfit(
      `leadtime ${name} needs a PostgreSQL that several processes can use: set DATABASE_URL. On one machine, leadtime up runs everything in one process.`,
    );
}
