// npm start: one process that is database, server and worker, for a laptop, a demo or a small site.
// In production the same parts run apart: `leadtime migrate`, `serve`, `worker`.
import { inspect } from 'node:util';
import { DEMO_LINKS, offerSetUp } from '../modules/access/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { HeldByAnother } from '../platform/embedded-postgres/index.ts';
import { type Log, openLog } from '../platform/log.ts';
import { type Connections, connect } from './connect.ts';
import { loadDemo } from './demo.ts';
import { greeting } from './greeting.ts';
import { wantsDemo } from './wants-demo.ts';
import { openApi, openHouse, startJobs, VERSION } from './wire.ts';

const args = process.argv.slice(2);

try {
  await up();
} catch (error) {
  if (error instanceof HeldByAnother) process.stderr.write(`\n${error.message}\n`);
  else process.stderr.write(`\nLeadtime did not start: ${inspect(error)}\n`);
  process.exit(1);
}

async function up(): Promise<void> {
  const read = readConfig(process.env);
  if (!read.ok) {
    process.stderr.write(
      `Leadtime did not start. Problems with its settings:\n${read.problems.map((p) => `  ${p}\n`).join('')}`,
    );
    process.exit(2);
  }
  const { config } = read;
  const log = openLog(process.env.LEADTIME_LOG === undefined ? 'warn' : config.logLevel);
  const connections = await connect(config, log);
  const house = await openHouse(config, connections, { log });
  const wanted = wantsDemo(args, config);
  if (wanted) await demo(config, connections, log);
  const jobs = await startJobs(house, connections);
  const app = await openApi(house);
  await app.listen({ host: config.host, port: config.port });

  const stop = async (code: number): Promise<never> => {
    const force = setTimeout(() => process.exit(code), 20_000);
    force.unref();
    await app.close();
    await jobs.stop();
    await house.close();
    await connections.stop();
    process.exit(code);
  };
  process.once('SIGINT', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  void connections.ended.then((reason) => {
    if (reason === undefined) return;
    log.error('the database ended', { reason });
    return stop(3);
  });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const origin = config.origin ?? `http://localhost:${port}`;
  const secret = await offerSetUp(house);
  const links = await house.db.verb('access.sign-in', (tx) => tx.all(DEMO_LINKS));
  const heldBack = !wanted && !args.includes('--empty');
  process.stdout.write(greeting(`Leadtime ${VERSION}`, origin, { secret, links, heldBack }));
}

/** Loads the demo week on an instance that nobody has set up; shows how far it is. */
async function demo(config: Config, connections: Connections, log: Log): Promise<void> {
  const began = Date.now();
  let shown = 0;
  const loaded = await loadDemo(config, connections, {
    log,
    now: began,
    progress: (done, of, what) => {
      if (Date.now() - shown < 1_000 && done < of) return;
      shown = Date.now();
      process.stderr.write(
        `  demo week: ${done} of ${of} steps${done < of ? ` (${what})` : `, ${Math.round((Date.now() - began) / 1000)} s`}\n`,
      );
    },
  });
  if (!loaded) log.info('the instance is set up; the demo week was not loaded');
}
