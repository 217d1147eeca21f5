// Counts: what is signed is what is read, and nothing but numbers by advisory fits in.
import { describe, expect, it } from 'vitest';
import { expectOk, type Instant } from '../kit/index.ts';
import { signingKey } from '../ledger/index.ts';
import {
  type AdvisoryCounts,
  type CountsHead,
  counted,
  countKeyName,
  openCounts,
  opensKey,
  parseNoteSigner,
  signCounts,
  signKey,
} from './counts.ts';

const PARTY = '2f6b1c52-0000-4000-8000-000000000001';
const KEY = signingKey(countKeyName(PARTY), Buffer.alloc(32, 9));
const HEAD: CountsHead = {
  origin: 'ledger.example.gov',
  party: PARTY,
  number: 12,
  at: '2026-11-23T15:00:00.000Z' as Instant, // an instant as written
  streams: { outside: { sequence: 70, chain: Buffer.alloc(32, 1) }, ours: { sequence: 4, chain: Buffer.alloc(32, 2) } },
};
const of = (advisory: string, ...[a, u, f, o]: readonly [number, number, number, number]): AdvisoryCounts => ({
  advisory,
  affected: counted(a, false),
  undetermined: counted(u, false),
  fixed: counted(f, false),
  open: counted(o, false),
});
const COUNTS = [of('ours/LT-2026-0001', 3, 0, 1, 3), of('osv/GHSA-aaaa-bbbb-cccc', 0, 2, 0, 0)];
const signed = signCounts(HEAD, COUNTS, KEY);
const wrong = (change: Partial<typeof signed>): string => {
  const opened = openCounts({ ...signed, ...change }, KEY.verifier);
  return opened.ok ? 'they were taken' : opened.problems.map((p) => `${p.code} ${p.path}`).join();
};

it('what is signed is read back', () => {
  expect(signed.lines).toBe('3 0 1 3 ours/LT-2026-0001\n0 2 0 0 osv/GHSA-aaaa-bbbb-cccc\n');
  expect(expectOk(openCounts(signed, KEY.verifier))).toEqual({ head: HEAD, counts: COUNTS });
});
it('nothing to count is a count too', () => {
  expect(expectOk(openCounts(signCounts(HEAD, [], KEY), KEY.verifier)).counts).toEqual([]);
});
it('1 and 2 may be told as 1-2; 0 and 3 are what they are', () => {
  expect([0, 1, 2, 3].map((n) => counted(n, true))).toEqual([
    { low: 0, high: 0 },
    { low: 1, high: 2 },
    { low: 1, high: 2 },
    { low: 3, high: 3 },
  ]);
  const coarse = signCounts(HEAD, [{ ...of('ours/LT-1', 0, 0, 0, 0), affected: counted(2, true) }], KEY);
  expect(coarse.lines).toBe('1-2 0 0 0 ours/LT-1\n');
  expect(expectOk(openCounts(coarse, KEY.verifier)).counts[0]?.affected).toEqual({ low: 1, high: 2 });
});

describe('refused are', () => {
  it('lines that were changed, cut or added after they were signed', () => {
    for (const lines of [
      signed.lines.replace('3 0', '4 0'),
      signed.lines.slice(0, 26),
      `${signed.lines}1 1 1 1 ours/X\n`,
      '',
    ])
      expect(wrong({ lines })).toBe('watch.syntax /note/line/8');
  });
  it('a note by another key', () => {
    const other = signCounts(HEAD, COUNTS, signingKey(countKeyName(PARTY), Buffer.alloc(32, 10)));
    expect(wrong(other)).toBe('note.signature ');
    expect([parseNoteSigner(other.note) === KEY.verifier.id, parseNoteSigner(signed.note)]).toEqual([
      false,
      KEY.verifier.id,
    ]);
  });
  it('a note that was changed anywhere', () => {
    for (let i = 0; i < signed.note.length; i += 1)
      expect(
        wrong({ note: signed.note.slice(0, i) + (signed.note[i] === '0' ? '1' : '0') + signed.note.slice(i + 1) }),
        `at ${i}`,
      ).not.toBe('they were taken');
  });
  it.each([
    ['-1 0 0 0 ours/X', 'a negative number'],
    ['1.5 0 0 0 ours/X', 'a fraction'],
    ['01 0 0 0 ours/X', 'another form of a number'],
    ['2-5 0 0 0 ours/X', 'a range that is none of ours'],
    ['1 0 0 ours/X', 'too few'],
    ['0 0 0 99999999999999 ours/X', 'more than there can be'],
    ['1 0 0 0 ', 'no advisory'],
  ])('%s (%s)', (line) => {
    const [{ advisory: _, ...zero }] = [of('x', 0, 0, 0, 0)];
    // As a broken client would sign it: the line in the place of an advisory's name.
    const made = signCounts(HEAD, [{ ...zero, advisory: `ours/A\n${line}` }], KEY);
    const note = made.note;
    expect(wrong({ note, lines: made.lines })).toContain('watch.count');
  });
  it('an advisory that stands twice', () => {
    const twice = signCounts(HEAD, [...COUNTS, of('ours/LT-2026-0001', 1, 0, 0, 0)], KEY);
    expect(wrong(twice)).toBe('watch.count /lines/line/3');
  });
  it('a key’s words in the place of counts, and counts in the place of a key’s words', () => {
    const whom = { origin: HEAD.origin, party: PARTY };
    expect(opensKey(signKey(whom, KEY), whom, KEY.verifier)).toBe(true);
    expect(opensKey(signed.note, whom, KEY.verifier)).toBe(false);
    expect(opensKey(signKey({ ...whom, party: 'another' }, KEY), whom, KEY.verifier)).toBe(false);
    expect(wrong({ note: signKey(whom, KEY) })).toBe('watch.syntax /note/line/1');
  });
});
