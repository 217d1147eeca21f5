// A large file onto disk. A broken download goes on where it stopped (RFC 9110 14.2), if the other side's validator says that
// it is still the same file (13.1.5); what came is held against the digest and the length it states before anybody reads it.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { type Answer, type Asking, ask, Passing, persist } from './ask.ts';
import {
  conditional,
  type Expected,
  googleMd5,
  mustBe,
  same,
  tooLarge,
  type Validators,
  validatorsOf,
  wrongDigest,
} from './read.ts';

export interface Part {
  readonly address: string;
  readonly validator: string;
}
export interface Download {
  readonly url: string;
  readonly file: string;
  readonly expect: Expected;
  readonly limit: number;
  readonly known?: Validators | undefined;
  /** What was kept of a download that stopped. */
  readonly part: Part | undefined;
  /** Keeps it: called before the first byte is written. */
  readonly keep: (part: Part | undefined) => Promise<unknown>;
  readonly progress: (have: number, of: number | undefined) => Promise<unknown>;
}
export type Downloaded =
  | { readonly kind: 'same' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly validators: Validators; readonly headers: Headers };

const SHOW_EVERY = 16 * 1024 * 1024;

/** Throws Blocked or Later; what came so far stays on disk then. */
export async function download(asking: Asking, d: Download): Promise<Downloaded> {
  await mkdir(path.dirname(d.file), { recursive: true, mode: 0o700 });
  let part = d.part?.address === d.url ? d.part : undefined;
  let before = -1;
  let have = 0;
  return persist(
    asking,
    d.url,
    async () => {
      have = part ? await sizeOf(d.file) : 0;
      before = have;
      const answer = await ask(asking, {
        url: d.url,
        headers:
          part && have > 0 ? { range: `bytes=${have}-`, 'if-range': part.validator } : conditional(d.known ?? {}),
      });
      if (answer.status === 304) return same(part && have > 0 ? {} : (d.known ?? {}), answer.url);
      if (answer.status === 404 || answer.status === 410) {
        answer.end();
        return { kind: 'absent' };
      }
      if (!goesOn(answer, part, have)) {
        answer.end();
        part = undefined;
        await rm(d.file, { force: true });
        throw new Passing(`${new URL(d.url).host} has another file than the one begun`, 1);
      }
      if (answer.status === 200) {
        have = 0;
        const validator = strong(answer.headers);
        part = validator === undefined ? undefined : { address: d.url, validator };
        await d.keep(part);
      }
      if (answer.status !== 416) await append(answer, d, (size) => (have = size));
      await check(answer, d, have);
      return { kind: 'file', validators: validatorsOf(answer.headers), headers: answer.headers };
    },
    () => have > before && part !== undefined,
  );
}

/** A whole answer always does. A part must begin where we stopped, of the same file; "no such range" is fine if we have all. */
function goesOn({ status, headers }: Answer, part: Part | undefined, have: number): boolean {
  if (status === 200) return true;
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (status === 416) return total !== undefined && Number(total) === have;
  const validator = strong(headers);
  return Number(start) === have && (validator === undefined || validator === part?.validator);
}

/** A validator that vouches for every byte: a strong ETag, or a date that was over a minute old (RFC 9110 8.8.2.2). */
function strong(headers: Headers): string | undefined {
  const etag = headers.get('etag');
  if (etag !== null) return etag.startsWith('W/') ? undefined : etag;
  const modified = headers.get('last-modified');
  const date = Date.parse(headers.get('date') ?? '');
  return modified !== null && date - Date.parse(modified) >= 60_000 ? modified : undefined;
}

async function append(
  { status, headers, body }: Answer,
  { url, file, limit, progress }: Download,
  at: (size: number) => void,
): Promise<void> {
  let size = status === 206 ? await sizeOf(file) : 0;
  let shown = size;
  const length = headers.get('content-length');
  const total = length === null ? undefined : size + Number(length);
  const out = createWriteStream(file, { flags: status === 206 ? 'a' : 'w', mode: 0o600 });
  await progress(size, total);
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > limit) throw tooLarge(url, limit);
      if (!out.write(chunk)) await once(out, 'drain');
      at(size);
      if (size - shown < SHOW_EVERY) continue;
      shown = size;
      await progress(size, total);
    }
  } finally {
    out.end();
    await finished(out);
  }
  if (total !== undefined && size !== total) throw new Passing(`${new URL(url).host} sent ${size} of ${total} bytes`);
}

/** Before it is believed. What is wrong is removed, so that the next sync begins anew. */
async function check({ headers }: Answer, { url, file, expect, keep }: Download, size: number): Promise<void> {
  try {
    const head = Buffer.alloc(Math.min(size, 512));
    const handle = await open(file);
    await handle.read(head, 0, head.length, 0).finally(() => handle.close());
    mustBe(expect, head, url);
    const stated = googleMd5(headers);
    if (stated === undefined) return;
    const md5 = createHash('md5');
    for await (const chunk of createReadStream(file)) md5.update(chunk as Buffer); // a stream without encoding gives buffers
    if (md5.digest('base64') !== stated) throw wrongDigest(url, 'MD5 (x-goog-hash)');
  } catch (error) {
    await rm(file, { force: true });
    await keep(undefined);
    throw error;
  }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    (s) => s.size,
    () => 0,
  );
