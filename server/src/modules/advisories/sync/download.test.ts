// A large file arrives whole, or not at all, however often the way breaks.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../../../platform/clock.ts';
import { openEgress } from '../../../platform/egress.ts';
import { type Download, download, type Part } from './download.ts';
import { type Reading, read } from './read.ts';
import { googleHash, type Place, place } from './testing/place.ts';
import { Blocked, Later } from './trouble.ts';

const BODY = Buffer.from(`PK${'the bytes of a zip '.repeat(5_000)}`);
const NOW = '2026-11-22T10:00:00.000Z';
let there: Place;
let folder: string;
let kept: Part | undefined;
let clock: ReturnType<typeof settableClock>;

beforeEach(async () => {
  there = await place();
  there.files.set('/all.zip', { body: BODY, headers: googleHash(BODY) });
  folder = await mkdtemp(path.join(tmpdir(), 'leadtime-download-'));
  kept = undefined;
  clock = settableClock(NOW);
});
afterEach(async () => {
  await there.close();
  await rm(folder, { recursive: true, force: true });
});

const file = () => path.join(folder, 'all.zip.part');
const fetching = (more: Partial<Download> = {}, hosts = [there.host]) =>
  download(
    { egress: openEgress(hosts), clock },
    {
      url: `${there.url}/all.zip`,
      file: file(),
      expect: 'zip',
      limit: 1_000_000,
      part: kept,
      keep: async (part) => {
        kept = part;
      },
      progress: async () => undefined,
      ...more,
    },
  );

describe('a download', () => {
  it('is the file, and its validators', async () => {
    expect(await fetching()).toMatchObject({ kind: 'file' });
    expect(await readFile(file())).toEqual(BODY);
  });

  it('that breaks goes on where it stopped, guarded by the validator of what it has', async () => {
    there.mishap('/all.zip', { breaksAfter: 40_000 }, { breaksAfter: 10_000 });
    await fetching();
    expect(await readFile(file())).toEqual(BODY);
    expect(there.heard()).toEqual(['200 /all.zip', '206 /all.zip', '206 /all.zip']);
    expect(there.asked[1]?.headers).toMatchObject({
      range: 'bytes=40000-',
      'if-range': there.asked[0] && kept?.validator,
    });
    expect(there.asked[2]?.headers.range).toBe('bytes=50000-');
  });

  it('that was given up is gone on with by the next one, and bytes that are here are not asked for again', async () => {
    there.mishap('/all.zip', { breaksAfter: 60_000 }, ...new Array(3).fill({ breaksAfter: 0 }));
    await expect(fetching()).rejects.toThrow(Later);
    there.heard();
    await fetching();
    expect(await readFile(file())).toEqual(BODY);
    expect(there.heard()).toEqual(['206 /all.zip']);
    expect(there.asked.at(-1)).toMatchObject({ bytes: BODY.length - 60_000, headers: { range: 'bytes=60000-' } });
  });

  it('that was complete already is not fetched twice', async () => {
    await fetching();
    await fetching();
    expect(there.heard()).toEqual(['200 /all.zip', '416 /all.zip']);
    expect(await readFile(file())).toEqual(BODY);
  });

  it('begins anew when there is another file by then, which the other side says by its whole', async () => {
    there.mishap('/all.zip', { breaksAfter: 40_000 });
    const other = Buffer.from(`PK${'a newer zip '.repeat(9_000)}`);
    there.answer((_, asked) => (asked.headers.range ? { body: other, headers: googleHash(other) } : undefined));
    await fetching();
    expect(await readFile(file())).toEqual(other);
  });

  it('begins anew when a part of another file comes in spite of If-Range', async () => {
    there.mishap('/all.zip', { breaksAfter: 40_000 });
    const other = Buffer.from(`PK${'a newer zip '.repeat(9_000)}`);
    there.answer((_, asked) => {
      if (asked.headers.range) delete asked.headers['if-range'];
      return there.asked.length > 1 ? { body: other, etag: '"other"' } : undefined;
    });
    await fetching();
    expect(await readFile(file())).toEqual(other);
    expect(there.heard()).toEqual(['200 /all.zip', '206 /all.zip', '200 /all.zip']);
  });

  it('begins anew where the other side gives only a weak validator', async () => {
    there.files.set('/all.zip', { body: BODY, etag: 'W/"1"' });
    there.mishap('/all.zip', { breaksAfter: 40_000 });
    await fetching();
    expect(await readFile(file())).toEqual(BODY);
    expect(there.heard()).toEqual(['200 /all.zip', '200 /all.zip']);
  });

  it('of what has not changed has no body', async () => {
    const first = await fetching();
    kept = undefined;
    expect(await fetching({ known: first.kind === 'file' ? first.validators : undefined })).toEqual({ kind: 'same' });
    expect(there.asked.at(-1)).toMatchObject({ status: 304, bytes: 0 });
  });
});

describe('what is wrong is named, and nothing of it is kept', () => {
  it('another digest than the other side states', async () => {
    there.files.set('/all.zip', { body: BODY, headers: googleHash('something else') });
    await expect(fetching()).rejects.toThrow(/does not have the MD5/);
    expect(kept).toBeUndefined();
    await expect(readFile(file())).rejects.toThrow('ENOENT');
  });

  it('an HTML page', async () => {
    there.files.set('/all.zip', { body: '<!doctype html><p>Sign in</p>', type: 'application/zip' });
    await expect(fetching()).rejects.toThrow(/sent an HTML page where a zip was asked for/);
    await expect(readFile(file())).rejects.toThrow('ENOENT');
  });

  it('more bytes than may be', async () => {
    await expect(fetching({ limit: 50_000 })).rejects.toThrow(/more than 50000 bytes/);
  });

  it('a redirect to a host that may not be called, with the setting that would allow it', async () => {
    there.mishap('/all.zip', { status: 302, headers: { location: 'https://elsewhere.example/all.zip' } });
    await expect(fetching()).rejects.toThrow(
      `${there.host} answered with a redirect to elsewhere.example. This instance may not call elsewhere.example. To allow it, start the instance with LEADTIME_EGRESS=${there.host},elsewhere.example`,
    );
  });

  it('redirects without end', async () => {
    there.mishap('/all.zip', ...new Array(10).fill({ status: 302, headers: { location: '/all.zip' } }));
    await expect(fetching()).rejects.toThrow(/more than 5 redirects/);
  });

  it('a host that is not on the list is not called at all', async () => {
    await expect(fetching({}, [])).rejects.toThrow(Blocked);
    expect(there.asked).toEqual([]);
  });
});

describe('a busy other side', () => {
  it('is waited for as long as it says, in seconds', async () => {
    there.mishap('/all.zip', { status: 429, headers: { 'retry-after': '42' } });
    await fetching();
    expect(clock.now()).toBe('2026-11-22T10:00:42.000Z');
  });

  it('is waited for as long as it says, by a date', async () => {
    there.mishap('/all.zip', { status: 503, headers: { 'retry-after': 'Sun, 22 Nov 2026 10:00:30 GMT' } });
    await fetching();
    expect(clock.now()).toBe('2026-11-22T10:00:30.000Z');
  });

  it('that asks for more than a minute is come back to later, and no worker waits for it', async () => {
    there.mishap('/all.zip', { status: 429, headers: { 'retry-after': '3600' } });
    const error = await fetching().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Later);
    expect(error).toMatchObject({
      until: '2026-11-22T11:00:00.000Z',
      message: expect.stringContaining('answered 429'),
    });
    expect(clock.now()).toBe(NOW);
  });

  it('that asks for years is asked again after a day', async () => {
    there.mishap('/all.zip', { status: 429, headers: { 'retry-after': '999999999' } });
    expect(await fetching().catch((e: unknown) => e)).toMatchObject({ until: '2026-11-23T10:00:00.000Z' });
  });

  it('that only says 500 is tried four times, with longer pauses, and then later', async () => {
    there.mishap('/all.zip', ...new Array(4).fill({ status: 500 }));
    await expect(fetching()).rejects.toThrow(Later);
    expect(there.asked).toHaveLength(4);
    expect(clock.now()).toBe('2026-11-22T10:00:07.000Z');
  });

  it('means a moment of its own clock, whatever ours says', async () => {
    const date = 'Sun, 22 Nov 2026 15:00:00 GMT';
    const reset = String(Date.parse(date) / 1_000 + 30);
    for (const headers of [
      { date, 'retry-after': 'Sun, 22 Nov 2026 15:00:20 GMT' },
      { date, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    ])
      there.mishap('/all.zip', { status: 403, headers });
    await fetching();
    expect(clock.now()).toBe('2026-11-22T10:00:50.000Z');
  });
});

describe('a small answer', () => {
  const reading = (more: Partial<Reading> = {}) =>
    read(
      { egress: openEgress([there.host]), clock },
      { url: `${there.url}/one.json`, expect: 'json', limit: 1_000, ...more },
    );

  it('may be packed for the way, and is never unpacked past the limit', async () => {
    there.files.set('/one.json', { body: gzipSync('{"a":1}'), headers: { 'content-encoding': 'gzip' } });
    expect(await reading()).toMatchObject({ kind: 'read', bytes: Buffer.from('{"a":1}') });
    expect(there.asked[0]?.headers['accept-encoding']).toContain('gzip');
    there.files.set('/one.json', {
      body: gzipSync(`[${'0,'.repeat(50_000)}0]`),
      headers: { 'content-encoding': 'gzip' },
    });
    await expect(reading()).rejects.toThrow(/sent more than 1000 bytes/);
    there.files.set('/one.json', { body: 'x', headers: { 'content-encoding': 'br' } });
    await expect(reading()).rejects.toThrow(/packed .* as "br", which was not asked for/);
  });

  it('is not "the same" where nothing was named that it could be the same as', async () => {
    there.files.set('/one.json', { body: '{"a":1}' });
    there.mishap('/one.json', { status: 304 });
    expect(await reading()).toMatchObject({ kind: 'read' });
  });
});
