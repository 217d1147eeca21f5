// Uploads in parts: each part is stored when it has come whole, so that a broken line costs one part. The last part makes
// the report.
import type { Receipt } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { BlobTooLarge } from '../../platform/blobs.ts';
import { newId } from '../../platform/clock.ts';
import { receiptOf } from './desk.ts';
import { type IntakeDeps, receive, type Said } from './receive.ts';
import * as store from './store.ts';

/** Opens an upload, or finds the unfinished one of the same bytes; a receipt when they are all here already. */
export async function openUpload(
  deps: IntakeDeps,
  actor: Actor,
  file: { size: number; digest: string; filename?: string | undefined },
): Promise<{ uploadId: string; offset: number; receipt: Receipt | null }> {
  return deps.db.as(actor.party.id, async (tx) => {
    const digest = Buffer.from(file.digest, 'hex');
    const known = await tx.maybe(store.KNOWN, [actor.party.id, digest]);
    if (known) return { uploadId: known.id, offset: known.size, receipt: receiptOf(known, true) };
    const open = await tx.maybe(store.OPEN_UPLOAD, [actor.party.id, digest, file.size]);
    if (open) return { uploadId: open.id, offset: open.received, receipt: null };
    const id = newId(tx.now);
    await tx.run(store.CLAIM, [id, actor.party.id]);
    await tx.run(store.ADD_UPLOAD, [id, actor.party.id, digest, file.size, file.filename ?? null, tx.now]);
    return { uploadId: id, offset: 0, receipt: null };
  });
}

export async function uploadState(
  deps: IntakeDeps,
  actor: Actor,
  id: string,
): Promise<{ uploadId: string; offset: number; size: number }> {
  const row = await deps.db.as(actor.party.id, (tx) => tx.maybe(store.UPLOAD, [id]));
  if (!row) throw notFound();
  return { uploadId: row.id, offset: row.received, size: row.size };
}

export async function appendUpload(
  deps: IntakeDeps,
  actor: Actor,
  id: string,
  { offset, bytes, said }: { offset: number; bytes: AsyncIterable<Uint8Array>; said: Said },
): Promise<{ offset: number; receipt: Receipt | null }> {
  const before = await uploadState(deps, actor, id);
  if (before.offset !== offset) throw refuse('request.length-mismatch', `This upload is at offset ${before.offset}.`);
  const blobId = newId(deps.clock.now());
  const part = await deps.blobs.put(blobId, bytes, before.size - offset).catch((error: unknown) => {
    if (error instanceof BlobTooLarge)
      throw refuse('request.too-large', `More bytes came than the ${before.size} that were announced.`);
    throw error;
  });
  try {
    await deps.db.as(actor.party.id, async (tx) => {
      const row = await tx.maybe(store.LOCK_UPLOAD, [id]);
      if (row?.received !== offset)
        throw refuse('request.length-mismatch', `This upload is at offset ${row?.received ?? 0}.`);
      await tx.run(store.ADD_BLOB, [
        blobId,
        id,
        actor.party.id,
        part.digest,
        part.size,
        deps.blobs.keyId,
        part.inline ?? null,
        tx.now,
      ]);
      await tx.run(store.ADD_PART, [id, offset, part.size, blobId]);
      await tx.run(store.ADVANCE, [id, part.size]);
    });
  } catch (error) {
    await deps.blobs.remove(blobId);
    throw error;
  }
  const reached = offset + part.size;
  return { offset: reached, receipt: reached === before.size ? await finish(deps, actor, id, said) : null };
}

async function finish(deps: IntakeDeps, actor: Actor, id: string, said: Said): Promise<Receipt> {
  const { parts, upload } = await deps.db.as(actor.party.id, async (tx) => ({
    parts: await tx.all(store.PARTS, [id]),
    upload: await tx.one(store.UPLOAD, [id]),
  }));
  const whole = (async function* () {
    for (const part of parts) yield* deps.blobs.read(part.blob_id, part.bytes);
  })();
  const receipt = await receive(deps, actor, whole, {
    ...said,
    filename: said.filename ?? upload.filename ?? undefined,
    digest: upload.digest.toString('hex'),
  });
  await deps.db.as(actor.party.id, async (tx) => {
    await tx.run(store.DROP_PART_BLOBS, [id]);
    await tx.run(store.DROP_UPLOAD, [id]);
  });
  await Promise.all(parts.map((p) => deps.blobs.remove(p.blob_id)));
  return receipt;
}
