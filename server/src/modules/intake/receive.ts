// Receives one report: bytes by digest first, then, in one transaction, report, receipt, ledger entry and the job that
// reads it. The same party's same bytes give the same receipt. Nothing is parsed here.
import type { Receipt } from '@leadtime/contract';
import { LIMITS } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import { type Blobs, BlobTooLarge, type SealedBytes } from '../../platform/blobs.ts';
import { type Clock, newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoints.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { record } from '../ledger/index.ts';
import * as store from './store.ts';

export interface IntakeDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** What the sender says beside the bytes: a format, a default target, who or what discovered it. */
export interface Said {
  readonly format?: string | undefined;
  readonly filename?: string | undefined;
  readonly digest?: string | undefined;
  readonly target?: string | undefined;
  readonly discoveredBy?: string | undefined;
  readonly model?: string | undefined;
  readonly harness?: string | undefined;
  readonly runId?: string | undefined;
  readonly promptRetention?: string | undefined;
}

export async function receive(
  deps: IntakeDeps,
  actor: Pick<Actor, 'party' | 'person'>,
  bytes: AsyncIterable<Uint8Array>,
  said: Said,
): Promise<Receipt> {
  const blobId = newId(deps.clock.now());
  const stored = await keep(deps, blobId, bytes);
  failpoint('intake.after-blob');
  try {
    const receipt = await deps.db.as(actor.party.id, (tx) => write(tx, deps, actor, { blobId, stored, said }));
    failpoint('intake.after-commit');
    if (receipt.seenBefore) await deps.blobs.remove(blobId);
    else deps.metrics.received(stored.size);
    return receipt;
  } catch (error) {
    await deps.blobs.remove(blobId);
    if (isDuplicate(error))
      return deps.db.as(actor.party.id, async (tx) =>
        receiptOf(await tx.one(store.KNOWN, [actor.party.id, stored.digest]), true),
      );
    throw error;
  }
}

async function keep(deps: IntakeDeps, blobId: string, bytes: AsyncIterable<Uint8Array>): Promise<SealedBytes> {
  try {
    return await deps.blobs.put(blobId, bytes, LIMITS.reportBytes);
  } catch (error) {
    if (error instanceof BlobTooLarge)
      throw refuse(
        'request.too-large',
        `A report may have ${LIMITS.reportBytes} bytes. Split it, or send parts of it one by one.`,
      );
    throw error;
  }
}

async function write(
  tx: Tx,
  deps: IntakeDeps,
  actor: Pick<Actor, 'party' | 'person'>,
  { blobId, stored, said }: { blobId: string; stored: SealedBytes; said: Said },
): Promise<Receipt> {
  if (stored.size === 0)
    throw refuse('request.invalid', 'The report has no bytes.', {
      problems: [{ code: 'input.empty', path: '', detail: 'zero bytes' }],
    });
  const digest = stored.digest.toString('hex');
  if (said.digest !== undefined && said.digest !== digest)
    throw refuse('digest.mismatch', `The bytes received have the digest ${digest}.`);
  const known = await tx.maybe(store.KNOWN, [actor.party.id, stored.digest]);
  if (known) return receiptOf(known, true);
  const id = newId(tx.now);
  await tx.run(store.SHARE, [id, actor.party.id]);
  await tx.run(store.ADD_BLOB, [
    blobId,
    id,
    actor.party.id,
    stored.digest,
    stored.size,
    deps.blobs.keyId,
    stored.inline ?? null,
    tx.now,
  ]);
  const entry = await record(tx, {
    kind: 'report.received',
    wall: id,
    actor: actor.person.id,
    refs: { report: id, party: actor.party.id },
    facts: { digest, size: stored.size },
  });
  const { format, filename, digest: _, ...options } = said;
  await tx.run(store.ADD_REPORT, [
    id,
    actor.party.id,
    actor.person.id,
    blobId,
    stored.digest,
    stored.size,
    filename ?? null,
    format ?? 'unknown',
    JSON.stringify(options),
    entry.entryId,
    tx.now,
  ]);
  await enqueue(tx, 'findings.drain', {}, { key: 'findings.drain' });
  failpoint('intake.before-commit');
  return {
    reportId: id,
    digest,
    size: stored.size,
    receivedAt: tx.now,
    seenBefore: false,
    monitor: `/api/v1/reports/${id}`,
    ledger: { entryId: entry.entryId, commitment: entry.commitment, nonce: entry.nonce },
  };
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

/** Two requests with the same bytes at once: the second one finds the first one's row at commit. */
const isDuplicate = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23505' &&
  'constraint' in error &&
  error.constraint === 'report_party_id_digest_key';
