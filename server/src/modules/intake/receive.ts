// Receives one report: bytes by digest first, then, in one transaction, report, receipt, ledger entry and the job that
// reads it (desk.ts). The same party's same bytes give the same receipt. Nothing is parsed here.
import type { Receipt } from '@leadtime/contract';
import { LIMITS } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import { type Blobs, BlobTooLarge, type SealedBytes } from '../../platform/blobs.ts';
import { type Clock, newId } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoints.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Desk } from './desk.ts';

export interface IntakeDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly desk: Desk;
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
    refuseUnfit(stored, said);
    const receipt = await deps.desk.write({ personId: actor.person.id, blobId, stored, said }, actor.party.id);
    failpoint('intake.after-commit');
    if (receipt.seenBefore) await deps.blobs.remove(blobId);
    else deps.metrics.received(stored.size);
    return receipt;
  } catch (error) {
    await deps.blobs.remove(blobId);
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

function refuseUnfit(stored: SealedBytes, said: Said): void {
  if (stored.size === 0)
    throw refuse('request.invalid', 'The report has no bytes.', {
      problems: [{ code: 'input.empty', path: '', detail: 'zero bytes' }],
    });
  const digest = stored.digest.toString('hex');
  if (said.digest !== undefined && said.digest !== digest)
    throw refuse('digest.mismatch', `The bytes received have the digest ${digest}.`);
}
