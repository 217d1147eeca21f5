// leadtime serve: API and web alone, on a database that workers share. Run as many as you like behind a proxy.
import { offerSetUp } from '../modules/access/index.ts';
import { openLog } from '../platform/log.ts';
import { connect } from './connect.ts';
import { needsDatabase, program, stopInOrder } from './program.ts';
import { openApi, openHouse, VERSION } from './wire.ts';

await program('leadtime serve', async (config) => {
  needsDatabase(config, 'serve');
  const log = openLog(config.logLevel);
  const connections = await connect(config, log);
  const house = await openHouse(config, connections, { log });
  const app = await openApi(house);
  stopInOrder([() => app.close(), () => house.close(), () => connections.stop()]);
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const origin = config.origin ?? `http://localhost:${port}`;
  const secret = await offerSetUp(house);
  const first = secret ? `First administrator (works once): ${origin}/setup#${secret}\n` : '';
  process.stdout.write(`Leadtime ${VERSION} serves ${origin}\n${first}Stop with Ctrl+C.\n`);
  return undefined;
});
