import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Instant } from '../kit/index.ts';
import {
  commit,
  type EntryBody,
  entryLeafHash,
  leafData,
  openCommitment,
  parseEntryBody,
  parseLeafData,
} from './commitment.ts';

const NONCE = new Uint8Array(32).fill(7);
const NONCE_HEX = '07'.repeat(32);
const BODY: EntryBody = {
  kind: 'case.vendor-told',
  at: '2026-11-22T10:00:00.000Z' as Instant, // written in the form it brands
  actor: 'coordinator',
  refs: { case: 'c-1', party: 'p-9' },
  facts: { channel: 'email', attempt: 1, embargo: null, days: [1, 2] },
};

describe('a commitment', () => {
  it('is SHA-256 over the prefix, the nonce and the canonical body', () => {
    const expected = createHash('sha256')
      .update('leadtime/commitment/v1\n')
      .update(NONCE)
      .update(
        '{"actor":"coordinator","at":"2026-11-22T10:00:00.000Z","facts":{"attempt":1,"channel":"email","days":[1,2],"embargo":null},"kind":"case.vendor-told","refs":{"case":"c-1","party":"p-9"}}',
      )
      .digest('hex');
    expect(commit(BODY, NONCE)).toBe(expected);
  });

  it('opens with its body and nonce, in whatever order the fields came', () => {
    const commitment = commit(BODY, NONCE);
    const reordered = Object.fromEntries(Object.entries(BODY).reverse());
    expect(openCommitment(commitment, { body: reordered, nonce: NONCE_HEX })).toMatchObject({ ok: true });
  });

  it('opens with nothing else', () => {
    const commitment = commit(BODY, NONCE);
    fc.assert(
      fc.property(fc.json(), (json) => {
        const facts: unknown = { ...BODY.facts, extra: JSON.parse(json) };
        expect(openCommitment(commitment, { body: { ...BODY, facts }, nonce: NONCE_HEX }).ok).toBe(false);
      }),
    );
    const otherNonce = openCommitment(commitment, { body: BODY, nonce: '08'.repeat(32) });
    expect(otherNonce).toMatchObject({ ok: false, problems: [{ code: 'ledger.commitment' }] });
    expect(openCommitment(commitment, { body: BODY, nonce: NONCE_HEX.slice(2) })).toMatchObject({
      ok: false,
      problems: [{ path: '/nonce' }],
    });
    expect(openCommitment(commitment, { body: undefined, nonce: undefined }).ok).toBe(false);
  });

  it('does not show that two bodies are the same', () => {
    expect(commit(BODY, NONCE)).not.toBe(commit(BODY, new Uint8Array(32).fill(8)));
    expect(() => commit(BODY, NONCE.subarray(1))).toThrow(RangeError);
  });
});

describe('leaf data', () => {
  it('holds the commitment and nothing else, in 83 bytes', () => {
    const commitment = commit(BODY, NONCE);
    expect(Buffer.from(leafData(commitment)).toString()).toBe(`leadtime/entry/v1 ${commitment}\n`);
    expect(leafData(commitment).length).toBe(83);
    expect(parseLeafData(leafData(commitment))).toBe(commitment);
    const hash = createHash('sha256').update(`\u0000leadtime/entry/v1 ${commitment}\n`).digest('hex');
    expect(Buffer.from(entryLeafHash(commitment)).toString('hex')).toBe(hash);
  });

  it('is read only in its one form', () => {
    const text = Buffer.from(leafData(commit(BODY, NONCE))).toString();
    for (const bad of [
      '',
      text.trimEnd(),
      `${text}\n`,
      text.toUpperCase(),
      text.replace('v1', 'v2'),
      text.replace(' ', '  '),
    ]) {
      expect(parseLeafData(Buffer.from(bad))).toBeUndefined();
    }
  });
});

describe('a body from outside', () => {
  it('is refused with every problem and its place', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
    const bad = { kind: 'Case Told', at: '2026-11-22', actor: '', refs: { a: 1 }, facts: { deep }, note: 'x' };
    const result = parseEntryBody(bad);
    expect(result.ok ? [] : result.problems.map((p) => `${p.code} ${p.path.slice(0, 12)}`)).toEqual([
      'field.unknown ',
      'field.value /kind',
      'date.syntax /at',
      'field.value /actor',
      'field.value /refs',
      'json.too-deep /facts/deep/',
    ]);
  });

  it('is refused where canonical JSON cannot hold it or it is too large', () => {
    for (const facts of [
      { a: Number.NaN },
      { a: 'half \ud800' },
      { 'half \udc00': 1 },
      { a: undefined },
      { a: 10n },
      { a: new Date(0) },
      { a: () => 1 },
      { a: 'x'.repeat(70_000) },
      [],
      null,
    ]) {
      expect(parseEntryBody({ ...BODY, facts }).ok).toBe(false);
    }
    for (const value of [null, undefined, [], 'text', 5, { ...BODY, refs: { __proto__: null, x: '\n' } }]) {
      expect(parseEntryBody(value).ok).toBe(false);
    }
    expect(() => commit({ ...BODY, kind: 'Not a kind' }, NONCE)).toThrow(/field.value at \/kind/);
  });

  it('comes back from its canonical text with the same commitment', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 3 })), (facts) => {
        const body = { ...BODY, facts: JSON.parse(JSON.stringify(facts)) };
        if (!parseEntryBody(body).ok) return;
        expect(commit(JSON.parse(canonicalJson(body)), NONCE)).toBe(commit(body, NONCE));
      }),
    );
  });
});
