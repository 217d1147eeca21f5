// The JSON files of a zip on disk, one after another.
import { open, type ZipFile } from 'yauzl';
import type { FeedText } from './journey.ts';
import { Blocked } from './trouble.ts';

const FILES = 2_000_000;
const RECORD_BYTES = 16 * 1024 * 1024;

/** A file over 16 MiB is a text that no reader takes, so that it is counted as refused. */
export async function* recordsOfZip(file: string): AsyncGenerator<FeedText, void, undefined> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true, validateEntrySizes: true }, (error, z) => {
      if (error) reject(new Blocked(`The zip cannot be read (${error.message}). Sync again.`));
      else resolve(z);
    });
  });
  try {
    if (zip.entryCount > FILES) throw new Blocked(`The zip holds over ${FILES} files; nothing of it was read.`);
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('.json')) continue;
      if (entry.uncompressedSize > RECORD_BYTES) {
        yield { text: '', at: `/${entry.fileName}` };
        continue;
      }
      const chunks: Buffer[] = [];
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer); // a stream without encoding gives buffers
      yield { text: Buffer.concat(chunks).toString('utf8'), at: `/${entry.fileName}` };
    }
  } finally {
    zip.close();
  }
}
