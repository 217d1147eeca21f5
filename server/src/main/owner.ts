// The database's owner, for backup and restore: DATABASE_ADMIN_URL, DATABASE_URL, or the embedded database, which may be running in
// another process of ours.
import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import { findRunning, startEmbedded } from '../platform/embedded-postgres/index.ts';
import type { Log } from '../platform/log.ts';

export interface Owner {
  readonly admin: pg.ClientConfig;
  /** It was running already: somebody is using it. */
  readonly running: boolean;
}

export async function withOwner<T>(config: Config, log: Log, use: (owner: Owner) => Promise<T>): Promise<T> {
  const url = config.databaseAdminUrl ?? config.databaseUrl;
  if (url !== undefined) return use({ admin: { connectionString: url }, running: false });
  const running = findRunning(config.dataDir);
  if (running) return use({ admin: running.owner, running: true });
  const server = await startEmbedded({ dataDir: config.dataDir, log: (message, facts) => log.info(message, facts) });
  try {
    return await use({ admin: server.owner, running: false });
  } finally {
    await server.stop();
  }
}
