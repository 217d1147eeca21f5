// leadtime migrate: brings the database to this version's schema, and refuses roles that could pass the walls.
import { openLog } from '../platform/log.ts';
import { connect } from './connect.ts';
import { migrationNames } from './migrate.ts';
import { program } from './program.ts';

await program('leadtime migrate', async (config) => {
  const connections = await connect(config, openLog(config.logLevel));
  await connections.stop();
  process.stdout.write(`The database has the newest schema: ${(await migrationNames()).at(-1)}\n`);
  return 0;
});
