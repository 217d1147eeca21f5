// Small answers, read as a whole: with a limit, and called by their name when they are not what was asked for.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Answer, type Asking, ask, Passing, pacing, persist, type Question } from './ask.ts';
import { Blocked } from './trouble.ts';

/** By what the other side knows whether we have its newest. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly modified?: string | undefined;
}
/** `any`: whatever comes, an HTML page too. */
export type Expected = 'json' | 'zip' | 'gzip' | 'text' | 'any';
export type Read =
  | { readonly kind: 'same' }
  | { readonly kind: 'absent'; readonly status: number; readonly headers: Headers }
  | {
      readonly kind: 'read';
      readonly bytes: Buffer;
      readonly headers: Headers;
      /** Of the last hop. */
      readonly url: string;
      readonly validators: Validators;
    };

export interface Reading extends Question {
  readonly expect: Expected;
  readonly limit: number;
  /** What we have: "the same" is an answer then. */
  readonly known?: Validators | undefined;
}

/** Throws Blocked or Later. */
export async function read(asking: Asking, { expect, limit, known = {}, ...question }: Reading): Promise<Read> {
  return persist(pacing(asking, question), question.url, async () => {
    const answer = await ask(asking, {
      ...question,
      headers: { ...question.headers, ...conditional(known), 'accept-encoding': 'gzip, identity' },
    });
    if (answer.status === 304) return same(known, answer.url);
    if (answer.status !== 200) {
      answer.end();
      return { kind: 'absent', status: answer.status, headers: answer.headers };
    }
    const bytes = await decoded(await bytesOf(answer, limit), answer, { expect, limit });
    mustBe(expect, bytes, answer.url);
    checkGoogleHash(bytes, answer.headers, answer.url);
    return { kind: 'read', bytes, headers: answer.headers, url: answer.url, validators: validatorsOf(answer.headers) };
  });
}

/** "The same" to a question without validators would be a cache on the way that answers what nobody asked: no news by that. */
export function same({ etag, modified }: Validators, url: string): { readonly kind: 'same' } {
  if (etag === undefined && modified === undefined)
    throw new Passing(`${new URL(url).host} answered 304 to a question that names nothing it could be the same as`);
  return { kind: 'same' };
}

async function bytesOf(answer: Answer, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(answer.url, limit);
    chunks.push(chunk);
  }
  const stated = answer.headers.get('content-length');
  if (stated !== null && Number(stated) !== size)
    throw new Passing(`${new URL(answer.url).host} sent ${size} of ${stated} bytes`);
  return Buffer.concat(chunks);
}

/** What was packed for the way is unpacked, never past the limit. A file that is a gzip itself stays one (RFC 9110 8.4). */
async function decoded(
  bytes: Buffer,
  { url, headers }: Answer,
  { expect, limit }: { readonly expect: Expected; readonly limit: number },
): Promise<Buffer> {
  const coding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === '' || expect === 'gzip') return bytes;
  if (coding !== 'gzip' && coding !== 'x-gzip')
    throw new Blocked(
      `${new URL(url).host} packed ${new URL(url).pathname} as ${JSON.stringify(coding.slice(0, 40))}, which was not asked for. A proxy on the way may do that.`,
    );
  return unpack(bytes, { maxOutputLength: limit }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url, limit);
    throw new Passing(`What ${new URL(url).host} sent for ${new URL(url).pathname} cannot be unpacked`);
  });
}
const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** The JSON of a small answer; undefined where there is none. */
export async function readJson(asking: Asking, reading: Omit<Reading, 'expect' | 'known'>): Promise<unknown> {
  const got = await read(asking, { ...reading, expect: 'json' });
  return got.kind === 'read' ? jsonOf(got.bytes, got.url) : undefined;
}

export function jsonOf(bytes: Buffer, url: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Blocked(
      `What ${new URL(url).host} sent for ${new URL(url).pathname} is not JSON, though it begins like it. Try again later; if it stays, tell its owner.`,
    );
  }
}

export const validatorsOf = (headers: Headers): Validators => ({
  etag: headers.get('etag') ?? undefined,
  modified: headers.get('last-modified') ?? undefined,
});

export const conditional = ({ etag, modified }: Validators): Record<string, string> => ({
  ...(etag === undefined ? {} : { 'if-none-match': etag }),
  ...(modified === undefined ? {} : { 'if-modified-since': modified }),
});

export const tooLarge = (url: string, limit: number): Blocked =>
  new Blocked(
    `${new URL(url).host} sent more than ${limit} bytes for ${new URL(url).pathname}; nothing of it is kept.`,
  );

const MAGIC: Readonly<Record<Expected, (head: Buffer) => boolean>> = {
  json: (h) => /^[\s\ufeff]*[[{]/.test(h.toString('utf8')),
  zip: (h) => h[0] === 0x50 && h[1] === 0x4b,
  gzip: (h) => h[0] === 0x1f && h[1] === 0x8b,
  text: (h) => !/^\s*<(!doctype|html|head|body)/i.test(h.toString('utf8')),
  any: () => true,
};

/** Names what came in place of what was asked for. Headers say little: a sign-in page of a proxy claims to be anything. */
export function mustBe(expect: Expected, bytes: Buffer, url: string): void {
  const head = bytes.subarray(0, 512);
  if (MAGIC[expect](head)) return;
  const html = /^\s*</.test(head.toString('utf8'));
  const what = html ? 'an HTML page' : bytes.length === 0 ? 'nothing' : 'something else';
  throw new Blocked(
    `${new URL(url).host} sent ${what} where ${NAMES[expect]} was asked for (${new URL(url).pathname}). ${
      html
        ? 'A proxy’s sign-in or block page, or a notice of the site: open the address in a browser on this network.'
        : 'The address may have changed: set a mirror, or import the feed from a file.'
    }`,
  );
}
const NAMES: Readonly<Record<Expected, string>> = {
  json: 'JSON',
  zip: 'a zip',
  gzip: 'a gzip',
  text: 'plain text',
  any: 'anything',
};

/** Google's storage states the MD5 of what it stores; against faults on the way, not against Google. */
export function checkGoogleHash(bytes: Buffer, headers: Headers, url: string): void {
  const stated = googleMd5(headers);
  if (stated !== undefined && createHash('md5').update(bytes).digest('base64') !== stated)
    throw wrongDigest(url, 'MD5 (x-goog-hash)');
}

export function googleMd5(headers: Headers): string | undefined {
  if ((headers.get('x-goog-stored-content-encoding') ?? 'identity') !== 'identity') return undefined;
  return /(?:^|[,\s])md5=([A-Za-z0-9+/=]{24})/.exec(headers.get('x-goog-hash') ?? '')?.[1];
}

export const wrongDigest = (url: string, digest: string): Blocked =>
  new Blocked(
    `What came from ${url} does not have the ${digest} that its own side states; it was thrown away and nothing of it imported. Sync again; if it stays, something on the way changes it.`,
  );
