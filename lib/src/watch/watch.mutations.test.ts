// Heads, entries and counts as a broken or hostile signer writes them: read or refused with a place, never a crash, never slow.
import { expect, it } from 'vitest';
import { holdReader, type ReaderOutcome } from '../kit/testing/mutate.ts';
import { parseNote, signingKey, signNote } from '../ledger/index.ts';
import { parseEntry } from './chain.ts';
import { counted, openCounts, signCounts } from './counts.ts';
import { openHead } from './head.ts';
import { openPage, startOf } from './open-page.ts';
import { INSTANCE, OF, page } from './sample-feed.fixture.ts';

const outcome = (result: { ok: boolean; total?: number }): ReaderOutcome => ({
  accepted: result.ok,
  problems: result.total ?? 0,
});
const textOf = (note: string): string => {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.text : '';
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: no note may hold them
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/g;
/** Signed as it is, where it can be a note at all: what stands behind the signature is what is tried. */
const signedOr = (bytes: Uint8Array, key = INSTANCE): string => {
  const text = Buffer.from(bytes).toString('utf8').replace(CONTROL, '').replace(/\n+$/, '');
  return signNote(`${text}\n`, [key]);
};
const held = (read: (input: Uint8Array) => ReaderOutcome, corpus: readonly string[]): void => {
  const { broken, accepted, refused } = holdReader(read, corpus);
  expect(broken).toEqual([]);
  expect(accepted + refused).toBe(10_000);
};

it('10,000 heads', () => {
  held(
    (bytes) => outcome(openHead(signedOr(bytes), INSTANCE.verifier)),
    [textOf(page(0, 2).head), textOf(page(5, 5).head)],
  );
});
it('10,000 heads whose signature went with them', () => {
  held((bytes) => outcome(openHead(Buffer.from(bytes).toString('utf8'), INSTANCE.verifier)), [page(0, 2).head]);
});
it('10,000 lines of entries', () => {
  held(
    (bytes) => outcome(parseEntry(Buffer.from(bytes).toString('utf8'))),
    page(0, 5).entries.map(({ line }) => line),
  );
});
it('10,000 entries on a signed page', () => {
  const whole = page(0, 5);
  held(
    (bytes) => {
      const lines = Buffer.from(bytes).toString('utf8').split('\n');
      const entries = lines.map((line, i) => ({ line, record: whole.entries[i]?.record ?? null }));
      return outcome(openPage({ ...whole, entries }, { cursor: startOf(OF), of: OF, key: INSTANCE.verifier }));
    },
    [whole.entries.map(({ line }) => line).join('\n')],
  );
});
it('10,000 counts', () => {
  const key = signingKey('watch/party', Buffer.alloc(32, 3));
  const zero = counted(0, false);
  const count = {
    advisory: 'ours/LT-2026-0001',
    affected: counted(2, true),
    undetermined: zero,
    fixed: zero,
    open: zero,
  };
  const end = { sequence: 1, chain: Buffer.alloc(32) };
  const head = {
    origin: 'o',
    party: 'p',
    number: 1,
    at: '2026-11-23T15:00:00.000Z' as never,
    streams: { outside: end, ours: end },
  };
  const { note, lines } = signCounts(head, [count], key);
  held((bytes) => outcome(openCounts({ note: signedOr(bytes, key), lines }, key.verifier)), [textOf(note)]);
  held(
    (bytes) => {
      const changed = Buffer.from(bytes).toString('utf8');
      const digest = signCounts(head, [{ ...count, advisory: changed.slice(0, 200) }], key);
      return outcome(openCounts(digest, key.verifier));
    },
    [lines],
  );
});
