// Sends a report: small ones in one request, large ones in pieces that go on after a break of the line, a closed
// laptop or a reload (the same file opens the same upload). The digest is made first, so the server can check it.
import { ApiError, type Query, type Receipt } from '@leadtime/contract';
import { sha256 } from './sha256.ts';

export interface Source {
  readonly name: string;
  readonly size: number;
  read(from: number, to: number): Promise<Uint8Array>;
}
export type SubmitQuery = NonNullable<Query<'reports.submit'>>;
export interface Transport {
  submit(bytes: Uint8Array, digest: string): Promise<Receipt>;
  open(size: number, digest: string): Promise<{ uploadId: string; offset: number; receipt: Receipt | null }>;
  /** How far the server has come. */
  offset(uploadId: string): Promise<number>;
  append(uploadId: string, offset: number, bytes: Uint8Array): Promise<{ offset: number; receipt: Receipt | null }>;
}
export type Phase = 'naming' | 'sending' | 'waiting';
export interface SendProgress {
  readonly phase: Phase;
  /** Bytes done in this phase, of the file's size. */
  readonly done: number;
  readonly of: number;
  /** Why it waits, and for how long, in milliseconds. */
  readonly wait?: { readonly why: string; readonly ms: number };
}
export interface SendOptions {
  readonly onProgress?: (progress: SendProgress) => void;
  readonly signal?: AbortSignal;
  readonly pause: (ms: number) => Promise<void>;
}

export const PIECE = 4 * 1024 * 1024;
/** Waits after the first to the last broken attempt in a row; then it gives up and can be resumed by hand. */
const WAITS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/** Throws ApiError when the server refuses, TypeError when it cannot be reached for about a minute. */
export async function sendReport(source: Source, to: Transport, options: SendOptions): Promise<Receipt> {
  const digest = await nameOf(source, options);
  if (source.size <= PIECE) {
    const bytes = await source.read(0, source.size);
    return patiently(options, source, 0, () => to.submit(bytes, digest));
  }
  const opened = await patiently(options, source, 0, () => to.open(source.size, digest));
  if (opened.receipt) return opened.receipt;
  return sendPieces(source, to, options, opened);
}

async function nameOf(source: Source, { onProgress, signal }: SendOptions): Promise<string> {
  const hasher = sha256();
  for (let at = 0; at < source.size; at += PIECE) {
    signal?.throwIfAborted();
    hasher.update(await source.read(at, Math.min(at + PIECE, source.size)));
    onProgress?.({ phase: 'naming', done: Math.min(at + PIECE, source.size), of: source.size });
  }
  return hasher.digest();
}

async function sendPieces(
  source: Source,
  to: Transport,
  options: SendOptions,
  { uploadId, offset: start }: { uploadId: string; offset: number },
): Promise<Receipt> {
  let offset = start;
  let broken = false;
  for (;;) {
    options.onProgress?.({ phase: 'sending', done: offset, of: source.size });
    const answer = await patiently(options, source, offset, async () => {
      if (broken) offset = await to.offset(uploadId); // part of a broken piece may have arrived
      const bytes = await source.read(offset, Math.min(offset + PIECE, source.size));
      broken = true;
      const said = await to.append(uploadId, offset, bytes);
      broken = false;
      return said;
    });
    if (answer.receipt) return answer.receipt;
    if (answer.offset <= offset && offset < source.size) broken = true;
    offset = answer.offset;
  }
}

/** Tries again where waiting can help: the line broke, the server is busy, or the offset was another one. */
async function patiently<T>(options: SendOptions, source: Source, done: number, act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    options.signal?.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      const ms = WAITS[attempt];
      if (ms === undefined || !isPassing(error)) throw error;
      options.onProgress?.({ phase: 'waiting', done, of: source.size, wait: { why: whyOf(error), ms } });
      await options.pause(ms);
    }
  }
}

const isPassing = (error: unknown): boolean =>
  error instanceof ApiError
    ? error.problem.status >= 500 || error.problem.status === 429 || error.problem.code === 'request.length-mismatch'
    : error instanceof TypeError; // fetch: the line broke

const whyOf = (error: unknown): string =>
  error instanceof ApiError ? error.problem.title.toLowerCase() : 'the server could not be reached';

/** A browser's File as a source. */
export const sourceOf = (file: File): Source => ({
  name: file.name,
  size: file.size,
  read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
});

/** What is left, in words: `12 s left`, from the pace so far. Undefined before there is a pace. */
export function timeLeft(done: number, of: number, elapsedMs: number): string | undefined {
  if (done <= 0 || elapsedMs < 1_000 || done >= of) return undefined;
  const seconds = Math.ceil(((of - done) / done) * (elapsedMs / 1_000));
  if (seconds < 60) return `about ${seconds} s left`;
  return `about ${Math.ceil(seconds / 60)} min left`;
}
