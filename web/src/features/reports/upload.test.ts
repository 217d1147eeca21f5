import { createHash } from 'node:crypto';
import { ApiError, ERRORS, type ErrorCode, type Receipt } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';
import { PIECE, type Source, sendReport, type Transport, timeLeft } from './upload.ts';

const bytesOf = (n: number): Uint8Array => Uint8Array.from({ length: n }, (_, i) => i % 251);
const source = (bytes: Uint8Array): Source => ({
  name: 'a.sarif',
  size: bytes.length,
  read: async (from, to) => bytes.slice(from, to),
});
const receiptOf = (bytes: Uint8Array): Receipt => ({
  reportId: '0199d000-0000-7000-8000-000000000001',
  digest: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
  receivedAt: '2026-11-22T10:00:00.000Z',
  seenBefore: false,
  monitor: '',
  ledger: { entryId: '', commitment: '', nonce: '' },
});
const problem = (code: ErrorCode): ApiError =>
  new ApiError({ ...ERRORS[code], type: '', detail: '', code, requestId: '', errors: [], errorsTotal: 0 });

/** A server that keeps what arrives; `breaks` says what happens at the n-th append (from 0). */
function server(breaks: (call: number) => 'ok' | 'lost' | 'half' | ErrorCode = () => 'ok', keep?: Uint8Array) {
  let kept = keep ?? new Uint8Array(0);
  let calls = 0;
  const waits: number[] = [];
  const to: Transport & { size: number } = {
    size: 0,
    submit: async (bytes) => receiptOf(bytes),
    open: async (size) => {
      to.size = size;
      return { uploadId: 'u', offset: kept.length, receipt: null };
    },
    offset: async () => kept.length,
    append: async (_, offset, bytes) => {
      const what = breaks(calls++);
      if (what !== 'ok' && what !== 'lost' && what !== 'half') throw problem(what);
      if (offset !== kept.length) throw problem('request.length-mismatch');
      const arrived = what === 'half' ? bytes.slice(0, bytes.length >> 1) : what === 'lost' ? new Uint8Array(0) : bytes;
      kept = new Uint8Array(Buffer.concat([kept, arrived]));
      if (what !== 'ok') throw new TypeError('network error');
      return { offset: kept.length, receipt: kept.length === to.size ? receiptOf(kept) : null };
    },
  };
  return { to, waits, pause: async (ms: number) => void waits.push(ms), calls: () => calls };
}

describe('sending a report', () => {
  it('sends a small one in one request, with its digest', async () => {
    const bytes = bytesOf(1000);
    const s = server();
    expect((await sendReport(source(bytes), s.to, { pause: s.pause })).digest).toBe(receiptOf(bytes).digest);
    expect(s.calls()).toBe(0);
  });

  it('sends a large one in pieces and says how far it is', async () => {
    const bytes = bytesOf(PIECE * 2 + 7);
    const s = server();
    const seen: string[] = [];
    const receipt = await sendReport(source(bytes), s.to, {
      pause: s.pause,
      onProgress: (p) => seen.push(`${p.phase} ${p.done}`),
    });
    expect(receipt.digest).toBe(receiptOf(bytes).digest);
    expect(seen).toEqual([
      `naming ${PIECE}`,
      `naming ${PIECE * 2}`,
      `naming ${PIECE * 2 + 7}`,
      'sending 0',
      `sending ${PIECE}`,
      `sending ${PIECE * 2}`,
    ]);
  });

  it('goes on where the server stands when the line breaks in the middle of a piece', async () => {
    const bytes = bytesOf(PIECE * 2 + 7);
    const s = server((call) => (call === 0 ? 'half' : call === 2 ? 'lost' : 'ok'));
    expect((await sendReport(source(bytes), s.to, { pause: s.pause })).digest).toBe(receiptOf(bytes).digest);
    expect(s.waits).toEqual([1_000, 1_000]);
  });

  it('goes on from an upload that was begun before a reload', async () => {
    const bytes = bytesOf(PIECE * 2);
    const s = server(() => 'ok', bytes.slice(0, PIECE + 100));
    expect((await sendReport(source(bytes), s.to, { pause: s.pause })).digest).toBe(receiptOf(bytes).digest);
    expect(s.calls()).toBe(1);
  });

  it('waits when the server is busy, longer each time, and gives up after about a minute', async () => {
    const s = server(() => 'server.not-ready');
    await expect(sendReport(source(bytesOf(PIECE + 1)), s.to, { pause: s.pause })).rejects.toThrow(ApiError);
    expect(s.waits).toEqual([1_000, 2_000, 5_000, 10_000, 20_000, 30_000]);
  });

  it('does not try again what the server refuses', async () => {
    const s = server(() => 'digest.mismatch');
    await expect(sendReport(source(bytesOf(PIECE + 1)), s.to, { pause: s.pause })).rejects.toThrow('digest');
    expect([s.calls(), s.waits]).toEqual([1, []]);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const s = server();
    const sent = sendReport(source(bytesOf(PIECE * 3)), s.to, {
      pause: s.pause,
      signal: stop.signal,
      onProgress: (p) => p.phase === 'sending' && p.done >= PIECE && stop.abort(),
    });
    await expect(sent).rejects.toThrow(/abort/i);
    expect(s.calls()).toBe(1);
  });
});

it('says what is left from the pace so far', () => {
  expect([timeLeft(0, 10, 5_000), timeLeft(5, 10, 5_000), timeLeft(1, 100, 2_000), timeLeft(10, 10, 2_000)]).toEqual([
    undefined,
    'about 5 s left',
    'about 4 min left',
    undefined,
  ]);
});
