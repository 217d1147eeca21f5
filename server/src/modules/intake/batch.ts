// Many files in one multipart/form-data request. Each part is a report of its own: one that is refused does not hurt the
// others, and each has its own receipt.
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { LIMITS, type Receipt } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import { Refusal, refuse } from '../../edge/refusal.ts';
import { type IntakeDeps, receive, type Said } from './receive.ts';

export interface BatchResult {
  receipts: { part: string; receipt: Receipt }[];
  refused: { part: string; code: string; detail: string }[];
}

export async function receiveBatch(
  deps: IntakeDeps,
  actor: Actor,
  { body, contentType, said }: { body: Readable; contentType: string; said: Said },
): Promise<BatchResult> {
  if (!/^multipart\/form-data;.*boundary=/i.test(contentType))
    throw refuse('request.unsupported-media', 'Send multipart/form-data, one part per file.');
  const result: BatchResult = { receipts: [], refused: [] };
  let last: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const busboy = new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: LIMITS.partsPerBatch, fileSize: LIMITS.reportBytes + 1, fields: 0, headerPairs: 20 },
    });
    busboy.on('file', (_field, stream, filename) => {
      const part = (filename || `part ${result.receipts.length + result.refused.length + 1}`).slice(0, 255);
      // One after the other: busboy waits for each stream to be read.
      last = last.then(() => receivePart(deps, actor, { stream, part, said, result }));
      last.catch(reject);
    });
    busboy.on('filesLimit', () =>
      result.refused.push({
        part: '(the rest)',
        code: 'request.too-large',
        detail: `A batch may have ${LIMITS.partsPerBatch} parts.`,
      }),
    );
    busboy.on('error', () => reject(refuse('request.malformed', 'The multipart body is not well formed.')));
    busboy.on('finish', () => last.then(resolve, reject));
    body.on('error', reject);
    body.on('aborted', () =>
      reject(refuse('request.malformed', 'The request ended early. Parts with a receipt are stored.')),
    );
    body.pipe(busboy);
  });
  if (result.receipts.length + result.refused.length === 0)
    throw refuse('request.malformed', 'The request has no file part.');
  return result;
}

async function receivePart(
  deps: IntakeDeps,
  actor: Actor,
  { stream, part, said, result }: { stream: Readable; part: string; said: Said; result: BatchResult },
): Promise<void> {
  try {
    result.receipts.push({
      part,
      receipt: await receive(deps, actor, stream, { ...said, filename: part, digest: undefined }),
    });
  } catch (error) {
    stream.resume();
    if (!(error instanceof Refusal)) throw error;
    result.refused.push({ part, code: error.code, detail: error.message });
  }
}
