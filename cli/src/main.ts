// The command "leadtime": from a report to a deployed fix, in a terminal. bin/leadtime.mjs hands over to this on Node 24.
import { run } from './run.ts';
import { realWorld } from './world.ts';

const exit = await run(process.argv.slice(2), realWorld());
if (exit !== undefined) process.exitCode = exit;
