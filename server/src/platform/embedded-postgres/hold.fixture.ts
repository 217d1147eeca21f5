// A process of its own for the tests: starts the database of argv[2], says so in one line, and keeps it until killed.
import { type EmbeddedOptions, startEmbedded } from './index.ts';

const [dataDir = '', name, guard] = process.argv.slice(2);
const route = name && guard ? { route: { name, guard } as NonNullable<EmbeddedOptions['route']> } : {}; // named by the test
try {
  const database = await startEmbedded({ dataDir, log: () => {}, ...route });
  console.log(JSON.stringify({ ownerUrl: database.ownerUrl, pid: database.pid }));
  process.on('SIGTERM', () => void database.stop().then(() => process.exit(0)));
} catch (error) {
  console.log(JSON.stringify({ error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }));
  process.exit(1);
}
