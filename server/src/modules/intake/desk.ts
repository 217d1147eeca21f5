// Where reports are written and receipts come from. Reports of one party that arrive while its transaction is under way share
// the next one: each costs the database less, and all of them one flush to the disk.
import type { Receipt } from '@leadtime/contract';
import type { SealedBytes } from '../../platform/blobs.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { jsonText, plainArray } from '../../platform/db/values.ts';
import { failpoint } from '../../platform/failpoints.ts';
import { enqueue } from '../../platform/jobs.ts';
import { recordAll } from '../ledger/index.ts';
import type { Said } from './receive.ts';
import * as store from './store.ts';

const AT_ONCE = 64;

/** A report whose bytes are kept already. */
export interface Arrived {
  readonly personId: string;
  readonly blobId: string;
  readonly stored: SealedBytes;
  readonly said: Said;
}
export interface Desk {
  /** The receipt; of then, when the party sent the same bytes before. */
  write(arrived: Arrived, party: string): Promise<Receipt>;
}

interface Waiting {
  readonly arrived: Arrived;
  readonly done: (receipt: Receipt) => void;
  readonly failed: (error: unknown) => void;
}

export function openDesk(deps: { readonly db: Database; readonly blobs: { readonly keyId: string } }): Desk {
  /** One transaction of a party at a time: two would share out what one commits for half the work. */
  const lines = new Map<string, Waiting[]>();
  const serve = async (party: string, waiting: Waiting[]): Promise<void> => {
    while (waiting.length > 0) await writeThese(waiting.splice(0, AT_ONCE), party);
    lines.delete(party);
  };
  const writeThese = async (batch: readonly Waiting[], party: string): Promise<void> => {
    try {
      const receipts = await deps.db.as(party, (tx) =>
        writeAll(
          tx,
          batch.map((w) => w.arrived),
          { party, keyId: deps.blobs.keyId },
        ),
      );
      for (const [i, w] of batch.entries()) {
        const receipt = receipts[i];
        if (receipt) w.done(receipt);
        else w.failed(new Error('a report was written without a receipt'));
      }
    } catch (error) {
      const [only] = batch;
      if (batch.length > 1)
        for (const w of batch) await writeThese([w], party); // one that fails does not hurt the others
      else if (only && isDuplicate(error)) await answerKnown(only, party);
      else only?.failed(error);
    }
  };
  /** Another process wrote the same bytes at the same moment: its receipt is the receipt. */
  const answerKnown = async ({ arrived, done, failed }: Waiting, party: string): Promise<void> => {
    await deps.db
      .as(party, (tx) => tx.one(store.KNOWN, [party, arrived.stored.digest]))
      .then((row) => done(receiptOf(row, true)))
      .catch(failed);
  };
  return {
    write: (arrived, party) =>
      new Promise((done, failed) => {
        const waiting = lines.get(party);
        if (waiting) {
          waiting.push({ arrived, done, failed });
          return;
        }
        const line = [{ arrived, done, failed }];
        lines.set(party, line);
        void serve(party, line);
      }),
  };
}

/** Receipts in the order of what arrived. */
async function writeAll(
  tx: Tx,
  arrived: readonly Arrived[],
  { party, keyId }: { party: string; keyId: string },
): Promise<readonly Receipt[]> {
  const digestOf = (a: Arrived): string => a.stored.digest.toString('hex');
  const rows = await tx.all(store.KNOWN_AMONG, [party, arrived.map((a) => a.stored.digest)]);
  const receipts = new Map(rows.map((row) => [row.digest.toString('hex'), receiptOf(row, true)]));
  const fresh = [...new Map(arrived.map((a) => [digestOf(a), a])).values()].filter((a) => !receipts.has(digestOf(a)));
  const first = new Set(fresh);
  if (fresh.length > 0)
    for (const [digest, receipt] of await addAll(tx, fresh, { party, keyId })) receipts.set(digest, receipt);
  return arrived.map((a) => {
    const receipt = receipts.get(digestOf(a));
    if (!receipt) throw new Error('a report without a receipt');
    return first.has(a) ? receipt : { ...receipt, seenBefore: true };
  });
}

async function addAll(
  tx: Tx,
  fresh: readonly Arrived[],
  { party, keyId }: { party: string; keyId: string },
): Promise<readonly (readonly [digest: string, Receipt])[]> {
  const reports = fresh.map((a) => ({ ...a, id: newId(tx.now), digest: a.stored.digest.toString('hex') }));
  const ids = plainArray(reports.map((r) => r.id));
  const shared = tx.run(store.SHARE, [ids, party]); // whoever holds a wall may write behind it: so this goes first
  const entries = recordAll(
    tx,
    reports.map(({ id, personId, digest, stored }) => ({
      kind: 'report.received',
      wall: id,
      actor: personId,
      refs: { report: id, party },
      facts: { digest, size: stored.size },
    })),
  );
  const recorded = await entries;
  const columns = reports.map(({ id, personId, blobId, stored, said }, i) => {
    const { format, filename, digest: _, ...options } = said;
    return {
      id,
      blob_id: blobId,
      person_id: personId,
      digest: stored.digest.toString('hex'),
      size: stored.size,
      filename: filename ?? null,
      format: format ?? 'unknown',
      options,
      entry_id: recorded[i]?.entryId,
    };
  });
  await Promise.all([
    shared,
    tx.run(store.ADD_BLOBS, [jsonText(columns), reports.map((r) => r.stored.inline ?? null), party, keyId, tx.now]),
    tx.run(store.ADD_REPORTS, [jsonText(columns), party, tx.now]),
    enqueue(tx, 'findings.drain', {}, { key: 'findings.drain' }),
  ]);
  failpoint('intake.before-commit');
  return reports.map(({ id, digest, stored }, i) => {
    const entry = recorded[i];
    if (!entry) throw new Error('a report without a ledger entry');
    const { entryId, commitment, nonce } = entry;
    return [
      digest,
      {
        reportId: id,
        digest,
        size: stored.size,
        receivedAt: tx.now,
        seenBefore: false,
        monitor: `/api/v1/reports/${id}`,
        ledger: { entryId, commitment, nonce },
      },
    ];
  });
}

export const receiptOf = (row: store.ReceiptRow, seenBefore: boolean): Receipt => ({
  reportId: row.id,
  digest: row.digest.toString('hex'),
  size: row.size,
  receivedAt: row.received_at,
  seenBefore,
  monitor: `/api/v1/reports/${row.id}`,
  ledger: { entryId: row.entry_id, commitment: row.commitment.toString('hex'), nonce: row.nonce.toString('hex') },
});

const isDuplicate = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23505' &&
  'constraint' in error &&
  error.constraint === 'report_party_id_digest_key';
