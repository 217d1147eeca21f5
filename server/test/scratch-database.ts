// A migrated database that lives as long as one piece of work, for tools that look at the schema.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../src/main/migrate.ts';
import { startEmbedded } from '../src/platform/embedded-postgres/index.ts';

export type Owner = pg.Client;

/** Gives `work` a connection as the owner. */
export async function withScratchDatabase<T>(work: (owner: Owner) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-test-')); // this name is cleared up by the next test run, if we are killed
  try {
    const server = await startEmbedded({ dataDir, log: () => {}, durable: false });
    const owner = new pg.Client({ ...server.owner });
    try {
      await migrate({ ...server.owner });
      await owner.connect();
      return await work(owner);
    } finally {
      await owner.end().catch(() => {});
      await server.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
