// Where the demo week may be loaded. A folder of our own is ours to fill; a database that somebody names may be meant for real
// reports, and what was loaded into it, with links that work for everybody, cannot be taken out again.
import type { Config } from '../platform/config.ts';

export function wantsDemo(
  args: readonly string[],
  { databaseUrl, demo }: Pick<Config, 'databaseUrl' | 'demo'>,
): boolean {
  if (args.includes('--empty')) return false;
  return databaseUrl === undefined || args.includes('--demo') || demo;
}
