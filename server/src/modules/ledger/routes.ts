// HTTP of the ledger: what C2SP clients read, and what a party may open.
import { Readable } from 'node:stream';
import {
  type Commitment,
  type EntryBody,
  type ExportedEntry,
  exportLedger,
  type SigningKey,
} from '@leadtime/lib/ledger';
import type { Handlers } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import { proofOf } from './proofs.ts';
import * as store from './store.ts';

const PAGE = 5_000;

export function ledgerRoutes({ db, key }: { db: Database; key: SigningKey }): Handlers {
  return {
    'ledger.checkpoint': async () => {
      const last = await db.asAnyone((tx) => tx.maybe(store.CHECKPOINT));
      if (!last) throw refuse('resource.not-found', 'The ledger has no checkpoint yet: nothing was written to it.');
      return { file: true, type: 'text/plain; charset=utf-8', body: last.note };
    },
    'ledger.tile': async ({ rest, reply }) => {
      const tile = await db.asAnyone((tx) => tx.maybe(store.TILE, [`tile/${rest}`]));
      if (!tile) throw notFound();
      reply.header('cache-control', rest.includes('.p/') ? 'no-cache' : 'public, max-age=31536000, immutable');
      return { file: true, type: 'application/octet-stream', body: tile.bytes };
    },
    'ledger.entry': ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        const entry = await tx.maybe(store.ENTRY, [params.id]);
        if (!entry) throw notFound();
        return {
          id: entry.id,
          body: entry.body,
          nonce: entry.nonce.toString('hex'),
          commitment: entry.commitment.toString('hex'),
          ...(await proofOf(tx, entry.index)),
        };
      }),
    'ledger.export': async ({ actor }) => {
      const checkpoints = await db.asAnyone((tx) => tx.all(store.CHECKPOINTS));
      if (checkpoints.length === 0)
        throw refuse('resource.not-found', 'The ledger has no checkpoint yet: nothing was written to it.');
      const lines = exportLedger({
        entries: entriesFor(db, actor.party.id),
        checkpoints: checkpoints.map((c) => c.note),
        key,
      });
      return { file: true, type: 'application/x-ndjson', body: Readable.from(lines), download: 'ledger.ndjson' };
    },
  };
}

/** Every leaf in order, opened where this party may see the entry's wall. */
async function* entriesFor(db: Database, party: string): AsyncIterable<ExportedEntry> {
  for (let from = 0; ; from += PAGE) {
    const rows = await db.as(party, (tx) => tx.all(store.EXPORT_PAGE, [from, from + PAGE]));
    for (const row of rows) {
      const commitment = row.commitment.toString('hex') as Commitment; // 32 bytes by its column's only writer
      yield row.nonce
        ? { commitment, opening: { body: row.body as EntryBody, nonce: row.nonce.toString('hex') } }
        : { commitment }; // written by record()
    }
    if (rows.length < PAGE) return;
  }
}
