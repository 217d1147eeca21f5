// Whatever a feed is wrapped in, the same records come out; what is damaged ends with words, never with a crash or less.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../lib/src/kit/testing/mutate.ts';
import { Refusal } from '../../../edge/refusal.ts';
import { tarOf, zipOf } from '../sync/testing/archives.ts';
import { recordsOf } from './records.ts';

async function* chunked(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(bytes: Buffer, size = 100): Promise<readonly (readonly [string, string])[]> {
  const all: (readonly [string, string])[] = [];
  for await (const { text, at } of recordsOf(chunked(bytes, size))) all.push([at, text]);
  return all;
}

const LONG = `${'folder/'.repeat(30)}b.json`;
const FILES = { 'a.json': '{"a":1}', 'read.me': 'no', '.git/c.json': '{}', '.d.json': '{}', [LONG]: '{"b":2}' };
const LINES = '{"a":1}\n{"b":2}\n';

describe('the records of', () => {
  const placed = [
    ['/a.json', '{"a":1}'],
    [`/${LONG.replaceAll('/', '~1')}`, '{"b":2}'],
  ];
  const numbered = [
    ['/line/1', '{"a":1}'],
    ['/line/2', '{"b":2}'],
  ];
  it.each([
    ['a zip', zipOf(FILES), placed],
    ['a gzipped zip', gzipSync(zipOf(FILES)), placed],
    ['a tar', tarOf(FILES), placed],
    ['a gzipped tar', gzipSync(tarOf(FILES)), placed],
    ['lines', Buffer.from(LINES), numbered],
    ['gzipped lines', gzipSync(LINES), numbered],
    ['two gzips in a row', Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]), numbered],
    [
      'a list',
      Buffer.from('[{"a":1},{"b":2}]'),
      [
        ['/0', '{"a":1}'],
        ['/1', '{"b":2}'],
      ],
    ],
    ['one record over many lines', Buffer.from('{\n"a":\n1}'), [['/line/1', '{\n"a":\n1}']]],
  ] as const)('%s are the same, however the bytes are cut', async (_, bytes, wanted) => {
    expect(await read(bytes, 1)).toEqual(wanted);
    expect(await read(bytes, 1_000_000)).toEqual(wanted);
  });

  it('a line that is no JSON is a record too: it is refused by its place, and the others are read', async () => {
    expect(await read(Buffer.from('{"a":1}\nnot json\n{"b":2}'))).toEqual([
      ['/line/1', '{"a":1}'],
      ['/line/2', 'not json'],
      ['/line/3', '{"b":2}'],
    ]);
    expect(await read(Buffer.from('{"a":\n{"b":2}\n'))).toEqual([
      ['/line/1', '{"a":'],
      ['/line/2', '{"b":2}'],
    ]);
  });

  it('a line over 16 MiB is never held: it is an empty record, and the next is read', async () => {
    const body = Buffer.from(`{"a":1}\n{"b":"${'x'.repeat(17 * 1024 * 1024)}"}\n{"c":3}\n`);
    expect(await read(body, 65_536)).toEqual([
      ['/line/1', '{"a":1}'],
      ['/line/2', ''],
      ['/line/3', '{"c":3}'],
    ]);
  });

  it('one record over many thousand lines takes no longer than its bytes', async () => {
    const record = JSON.stringify(
      Array.from({ length: 200_000 }, (_, i) => ({ i })),
      null,
      1,
    ).replace('[', '{"a":[');
    expect(await read(Buffer.from(`${record}}`), 65_536)).toHaveLength(1);
  }, 20_000);
});

describe('a damaged archive', () => {
  it('is said to be so where a tar ends between two files, or a gzip is a bomb', async () => {
    const tar = tarOf({ 'a.json': '{"a":1}', 'b.json': '{"b":2}' });
    await expect(read(tar.subarray(0, 1_024))).rejects.toThrow('after "a.json" without the mark of its end');
    await expect(read(tar.subarray(0, 1_540))).rejects.toThrow('in the middle of "b.json"');
    await expect(read(gzipSync(Buffer.alloc(40 * 1024 * 1024, 32)), 65_536)).rejects.toThrow('over 200 times');
  });

  const archives = [gzipSync(tarOf(FILES)), tarOf(FILES), zipOf(FILES), gzipSync(LINES)];
  it.each(archives.map((bytes, i) => [i, bytes] as const))(
    'cut off anywhere ends with words (%i)',
    async (_, bytes) => {
      for (let end = 1; end < bytes.length; end += Math.max(1, bytes.length >> 6))
        await read(bytes.subarray(0, end)).catch((error: unknown) => expect(error).toBeInstanceOf(Refusal));
    },
  );

  it('changed anywhere, ten thousand times, ends with words or gives records', async () => {
    const random = seededRandom(16);
    for (let n = 0; n < 10_000; n += 1) {
      const bytes = Buffer.from(archives[n % archives.length] ?? Buffer.alloc(0));
      for (let k = 0; k <= n % 3; k += 1) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      await read(bytes, 4_096).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error;
      });
    }
  }, 120_000);
});
