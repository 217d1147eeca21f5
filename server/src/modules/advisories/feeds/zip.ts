// The JSON files of a zip that streams by: its directory stands at its end, so it is laid down first.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { open, type ZipFile } from 'yauzl';
import { refuse } from '../../../edge/refusal.ts';
import { type FeedRecord, isRecordFile, pointerOf, RECORD_BYTES } from './record.ts';

const FILES_IN_ZIP = 2_000_000;

export async function* recordsOfZip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRecord, void, undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-feed-'));
  try {
    const file = path.join(folder, 'feed.zip');
    const out = createWriteStream(file, { mode: 0o600 });
    for await (const chunk of bytes) if (!out.write(chunk)) await once(out, 'drain');
    out.end();
    await finished(out);
    yield* entriesOf(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same of a zip that lies on disk already. */
export async function* entriesOf(file: string): AsyncGenerator<FeedRecord, void, undefined> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true, validateEntrySizes: true }, (error, z) =>
      error ? reject(damaged(error)) : resolve(z),
    );
  });
  if (zip.entryCount > FILES_IN_ZIP) throw refuse('request.too-large', `A zip may hold ${FILES_IN_ZIP} files.`);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!isRecordFile(entry.fileName)) continue;
      const at = pointerOf(entry.fileName);
      if (entry.uncompressedSize > RECORD_BYTES) {
        yield { text: '', at };
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer); // a stream without encoding gives buffers
      yield { text: Buffer.concat(chunks).toString('utf8'), at };
    }
  } catch (error) {
    throw error instanceof Error && !('problem' in error) && !('code' in error && String(error.code) !== 'Z_DATA_ERROR')
      ? damaged(error)
      : error;
  } finally {
    zip.close();
  }
}

const damaged = (error: Error) =>
  refuse(
    'request.malformed',
    `The zip is damaged (${error.message.slice(0, 120)}). What came before is kept; get the file again.`,
  );
