// Fetches a feed from its address through the one door out. A broken download goes on where it stopped (RFC 9110 range
// requests guarded by the validator that the other side gave). Feeds are public: they are kept as they come.
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { LIMITS } from '@leadtime/contract';
import { refuse } from '../../edge/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Egress } from '../../platform/egress.ts';
import type { Log } from '../../platform/log.ts';
import { type FeedDeps, type FeedSource, importFeed } from './feeds.ts';
import * as store from './store.ts';

export const FEED_ADDRESSES: Readonly<Record<'kev' | 'osv', (ecosystem: string) => string>> = {
  kev: () => 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  osv: (ecosystem) => `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/all.zip`,
};

export interface SyncDeps extends FeedDeps {
  readonly db: Database;
  readonly egress: Egress;
  readonly log: Log;
  readonly dataDir: string;
}

/** The job. A failure is kept as the feed's last error and tried again by the queue. */
export async function syncFeed(
  deps: SyncDeps,
  { source, ecosystem }: { source: 'kev' | 'osv'; ecosystem: string },
): Promise<void> {
  const address = FEED_ADDRESSES[source](ecosystem);
  const state = (running: boolean, progress: string | null, error: string | null, resume: unknown): Promise<number> =>
    deps.db.verb('advisories.import', (tx) =>
      tx.run(store.FEED_STATE, [
        source,
        running,
        progress,
        error,
        resume === undefined ? null : JSON.stringify(resume),
      ]),
    );
  const file = path.join(deps.dataDir, 'feeds', `${source}-${ecosystem.replace(/[^A-Za-z0-9.-]/g, '_')}.part`);
  try {
    await state(true, 'fetching', null, undefined);
    await download(deps, {
      source,
      address,
      file,
      keep: (validator) => state(true, 'fetching', null, { address, validator }),
    });
    await state(true, 'importing', null, undefined);
    await importFeed(deps, source satisfies FeedSource, createReadStream(file), { actor: 'system', wall: undefined });
    await rm(file, { force: true });
  } catch (error) {
    deps.log.warn('syncing a feed failed', { source, error });
    await state(false, null, error instanceof Error ? error.message.slice(0, 300) : 'failed', undefined);
    throw error;
  }
}

async function download(
  deps: SyncDeps,
  {
    source,
    address,
    file,
    keep,
  }: { source: string; address: string; file: string; keep: (validator: string) => Promise<unknown> },
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const feed = (await deps.db.verb('advisories.import', (tx) => tx.all(store.FEEDS))).find((f) => f.source === source);
  const validator = feed?.resume['address'] === address ? feed.resume['validator'] : undefined;
  const have = typeof validator === 'string' ? await sizeOf(file) : 0;
  const headers: Record<string, string> =
    have > 0 && typeof validator === 'string' ? { range: `bytes=${have}-`, 'if-range': validator } : {};
  const response = await deps.egress.fetch(address, { headers, signal: AbortSignal.timeout(15 * 60_000) });
  if (response.status === 416) return;
  if (response.status !== 200 && response.status !== 206)
    throw refuse('egress.failed', `The other side answered ${response.status}.`);
  const next = response.headers.get('etag') ?? response.headers.get('last-modified');
  if (next && !next.startsWith('W/')) await keep(next);
  const out = createWriteStream(file, { flags: response.status === 206 ? 'a' : 'w', mode: 0o600 });
  let size = response.status === 206 ? have : 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > LIMITS.feedBytes) throw refuse('egress.failed', `The feed is over ${LIMITS.feedBytes} bytes.`);
      if (!out.write(chunk)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    (s) => s.size,
    () => 0,
  );
