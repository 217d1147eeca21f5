// A page is whole, in order, newer and by the right key, or it is refused as a whole.
import { describe, expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { formatCheckpoint, parseCheckpoint, parseNote, signingKey, signNote } from '../ledger/index.ts';
import { openHead } from './head.ts';
import { openPage, startOf, type WatchCursor, type WatchPage } from './open-page.ts';
import { ENTRIES, INSTANCE, OF, page } from './sample-feed.fixture.ts';

const open = (given: WatchPage, cursor: WatchCursor = startOf(OF)) =>
  openPage(given, { cursor, of: OF, key: INSTANCE.verifier });
const refusal = (given: WatchPage, cursor?: WatchCursor): string => {
  const opened = open(given, cursor);
  return opened.ok ? 'it was taken' : opened.problems.map((p) => `${p.code} ${p.path}`).join();
};
const after = (ends: number, minute = 0): WatchCursor => expectOk(open(page(0, ends, { minute }))).cursor;

describe('pages that follow', () => {
  it('are taken one by one, up to where the stream has come', () => {
    const first = expectOk(open(page(0, 2)));
    expect(first.head).toMatchObject({ ends: 2, reached: 5, feeds: [{ asOf: undefined }, { maxAgeHours: 48 }] });
    const second = expectOk(open(page(2, 5, { minute: 1 }), first.cursor));
    expect([...first.entries, ...second.entries].map(({ entry }) => entry)).toEqual(ENTRIES);
    expect(second.entries.at(-1)?.record).toBeUndefined();
  });
  it('may bring nothing new: a head alone', () => {
    const { cursor, entries } = expectOk(open(page(5, 5, { minute: 9 }), after(5)));
    expect([cursor.sequence, cursor.at, entries]).toEqual([5, '2026-11-23T15:09:00.000Z', []]);
  });
  it('give the same cursor however the stream is cut', () => {
    const whole = after(5);
    const cut = expectOk(open(page(3, 5), after(3))).cursor;
    expect(Buffer.from(cut.chain).equals(whole.chain)).toBe(true);
  });
  it('may lack a record that a later entry replaced', () => {
    const [first, second] = page(0, 2).entries;
    const lacking = {
      ...page(0, 2),
      entries: [{ line: first?.line ?? '', record: null }, second ?? { line: '', record: null }],
    };
    expect(expectOk(open(lacking)).entries[0]?.record).toBeUndefined();
  });
});

describe('pages that were meddled with', () => {
  const five = page(0, 5);
  const changed = (change: (entries: WatchPage['entries'][number][]) => unknown): WatchPage => {
    const entries = five.entries.map((e) => ({ ...e }));
    change(entries);
    return { ...five, entries };
  };
  it.each([
    [
      'a record is another one',
      changed((e) => Object.assign(e[1] ?? {}, { record: '{"b":3}' })),
      'watch.record /entries/1',
    ],
    [
      'a record and its line are another one',
      changed((e) =>
        Object.assign(e[1] ?? {}, { line: page(0, 1).entries[0]?.line.replace('1 put', '2 put'), record: '{"a":1}' }),
      ),
      'watch.broken-chain /head',
    ],
    [
      'a retraction names another advisory',
      changed((e) => Object.assign(e[4] ?? {}, { line: '5 retract withdrawn ours/LT-2026-0001' })),
      'watch.broken-chain /head',
    ],
    ['an entry was left out', changed((e) => e.splice(2, 1)), 'watch.broken-chain /entries/2'],
    ['the last entry was cut off', changed((e) => e.pop()), 'watch.broken-chain /head'],
    ['all entries were cut off', changed((e) => e.splice(0)), 'watch.broken-chain /head'],
    ['two entries changed places', changed((e) => e.reverse()), 'watch.broken-chain /entries/0'],
    [
      'an entry stands twice',
      changed((e) => e.push(e[4] ?? { line: '', record: null })),
      'watch.broken-chain /entries/5',
    ],
    ['a line is none', changed((e) => Object.assign(e[0] ?? {}, { line: '1 put here' })), 'watch.syntax /entries/0'],
  ])('are refused where %s', (_, given, expected) => expect(refusal(given)).toBe(expected));

  it('are refused where a page between was dropped', () => {
    expect(refusal(page(3, 5), after(2))).toBe('watch.broken-chain /entries/0');
  });
  it('are refused where the head is of an earlier end', () => {
    expect(refusal(page(2, 2, { minute: 9 }), after(5))).toBe('watch.replayed /head');
  });
  it('are refused where the head is of an earlier time, even at the same end', () => {
    expect(refusal(page(5, 5, { minute: 3 }), after(5, 4))).toBe('watch.replayed /head');
  });
  it('are refused where what was pulled before is not what the server has now', () => {
    const other = { ...after(3), chain: Buffer.alloc(32, 1) };
    expect(refusal(page(3, 5), other)).toBe('watch.broken-chain /head');
    expect(refusal(page(3, 3), other)).toBe('watch.broken-chain /head');
  });
  it.each([
    ['another stream', { stream: 'outside', party: '-' }],
    ['another party', { party: '2f6b1c52-0000-4000-8000-000000000002' }],
  ] as const)('are refused where the head is of %s', (_, change) => {
    expect(refusal(page(0, 5, { change }))).toBe('watch.syntax /head');
  });
});

describe('the signature of a head', () => {
  it('by another key of the same name is refused', () => {
    const key = signingKey(INSTANCE.verifier.name, Buffer.alloc(32, 8));
    expect(refusal(page(0, 5, { key }))).toBe('note.signature ');
  });
  it('covers every byte: a changed, cut or lengthened head is refused', () => {
    const { head } = page(0, 5);
    for (let i = 0; i < head.length; i += 1) {
      const other = head[i] === '0' ? '1' : '0';
      expect(open({ ...page(0, 5), head: head.slice(0, i) + other + head.slice(i + 1) }).ok, `at ${i}`).toBe(false);
      expect(open({ ...page(0, 5), head: head.slice(0, i) }).ok, `up to ${i}`).toBe(false);
    }
    expect(open({ ...page(0, 5), head: `${head} ` }).ok).toBe(false);
  });
  it('is of no use elsewhere: a head is no checkpoint, and a checkpoint no head', () => {
    const { text } = expectOk(parseNote(page(0, 5).head));
    expect(parseCheckpoint(text).ok).toBe(false);
    const checkpoint = signNote(formatCheckpoint({ origin: OF.origin, size: 5, root: Buffer.alloc(32) }), [INSTANCE]);
    const opened = openHead(checkpoint, INSTANCE.verifier);
    expect(!opened.ok && opened.problems[0]?.path).toBe('/line/1');
  });
  it('speaks for its own instance only', () => {
    expect(refusal(page(0, 5, { change: { origin: 'ledger.other.example' } }))).toBe('watch.syntax /line/2');
  });
  it.each([
    ['a page that ends behind the stream', { ends: 6 }, '/line/4'],
    ['a time of another form', { at: '2026-11-23T15:00Z' }, '/line/6'],
    ['rules without a digest', { rules: 'none' }, '/line/7'],
    ['a feed of a negative age', { feeds: [{ source: 'osv', asOf: undefined, maxAgeHours: -1 }] }, '/line/8'],
    ['a short chain', { chain: Buffer.alloc(31) }, '/line/5'],
  ] as const)('does not help %s', (_, change, path) => {
    // As a broken server would sign it.
    expect(refusal(page(0, 5, { change: change as never }))).toBe(`watch.syntax ${path}`);
  });
});
