// The quick way and the strict one give one answer, whatever the bytes.
import { describe, expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { parseJsonQuickly } from './parse-quick.ts';
import { parseStrictJson } from './parse-strict.ts';

const CORPUS = [
  '{"a":{"b":[1,2.5e3,-0,true,null,"x\\"\\\\:{}y"]},"c":"\\u00e9é💥","d":{"__proto__":{"a":1},"":[]}}',
  '[{"k":"\\\\"},{"k":"\\\\\\"","l":{}},[[[]]],"a:b"]',
  '"text"',
];

describe('parsing quickly', () => {
  it('answers as parsing strictly does, on 10,000 damaged documents', () => {
    let differ = 0;
    const run = holdReader(
      (input) => {
        const quick = parseJsonQuickly(input, { maxDepth: 16 });
        const strict = parseStrictJson(input, { maxDepth: 16 });
        const text = new TextDecoder().decode(input);
        const sameText = Buffer.from(text).equals(input) ? parseJsonQuickly(text, { maxDepth: 16 }) : quick;
        if (JSON.stringify([quick, sameText]) !== JSON.stringify([strict, strict])) differ += 1;
        return { accepted: quick.ok, problems: quick.ok ? 0 : quick.total };
      },
      CORPUS,
      { runs: 10_000, seed: 99 },
    );
    expect(run.broken).toEqual([]);
    expect(differ).toBe(0);
    expect(run.accepted).toBeGreaterThan(1_000);
    expect(run.refused).toBeGreaterThan(2_000);
  });

  it('refuses a key that stands twice, however it is written and however deep', () => {
    for (const text of ['{"a":1,"a":2}', '[[{"x":{"\\u0061":1,"a":2}}]]', '{"__proto__":1,"__proto__":2}'])
      expect(parseJsonQuickly(text), text).toMatchObject({ ok: false, problems: [{ code: 'json.duplicate-key' }] });
    expect(parseJsonQuickly('{"a":":","b":{"a":"\\":"}}').ok).toBe(true);
  });

  it('refuses over its limits without parsing', () => {
    expect(parseJsonQuickly('['.repeat(1_000_000))).toMatchObject({ ok: false, problems: [{ code: 'json.too-deep' }] });
    expect(parseJsonQuickly('"'.padEnd(5_000, 'x'), { maxBytes: 1_000 }).ok).toBe(false);
    expect(parseJsonQuickly(`"${'é'.repeat(600)}"`, { maxBytes: 1_000 })).toMatchObject({
      ok: false,
      problems: [{ code: 'input.too-large' }],
    });
  });
});
