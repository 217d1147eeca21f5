// leadtime worker: jobs alone, on a database that servers share.
import { openLog } from '../platform/log.ts';
import { connect } from './connect.ts';
import { needsDatabase, program, stopInOrder } from './program.ts';
import { openHouse, startJobs, VERSION } from './wire.ts';

await program('leadtime worker', async (config) => {
  needsDatabase(config, 'worker');
  const log = openLog(config.logLevel);
  const connections = await connect(config, log);
  const house = await openHouse(config, connections, { log });
  const jobs = await startJobs(house, connections);
  stopInOrder([() => jobs.stop(), () => house.close(), () => connections.stop()]);
  process.stdout.write(`Leadtime ${VERSION} works on jobs.\nStop with Ctrl+C.\n`);
  return undefined;
});
