import { describe, expect, it } from 'vitest';
import type { FindingClaim } from '../advisory/finding-model.ts';
import { candidateKeys, candidates, proposals, REASONS, renderReason, settlingTest } from './index.ts';
import { claim, proof } from './testing/claim.ts';

const keyed = (id: string, one: FindingClaim) => ({ id, claim: one, keys: candidateKeys(one, { target: 't' }) });
const overflow = (more: Partial<FindingClaim> = {}) =>
  claim({
    title: 'Heap overflow in png_read_row',
    weaknesses: ['CWE-787'],
    locations: [{ path: 'src/png.c', startLine: 40, symbol: 'png_read_row' }],
    ...more,
  });

describe('candidates', () => {
  it('are pairs that share enough, best first, with reasons and the test that would settle it', () => {
    const found = candidates([
      keyed('1', overflow()),
      keyed(
        '2',
        overflow({
          title: 'png_read_row: heap overflow',
          locations: [{ path: 'src/png.c', startLine: 44, symbol: 'png_read_row' }],
        }),
      ),
      keyed('3', overflow({ title: 'Something else entirely', locations: [{ path: 'src/png.c', startLine: 900 }] })),
      keyed('4', claim({ title: 'Unrelated cross site scripting', locations: [{ path: 'web/a.js', startLine: 40 }] })),
    ]);
    expect(found.map((c) => [c.a, c.b])).toEqual([['1', '2']]);
    expect(found[0]?.reasons.map((r) => r.code)).toEqual([
      'shared-place',
      'shared-symbol',
      'shared-title',
      'shared-file',
    ]);
    expect(found[0]?.settle.code).toBe('settle-read');
    expect(found[0]?.score).toBeGreaterThan(0.6);
    expect(found[0]?.score).toBeLessThan(1);
  });

  it('are ranked lower by what the claims say differently', () => {
    const [alike] = candidates([keyed('1', overflow()), keyed('2', overflow())]);
    const [unlike] = candidates([keyed('1', overflow()), keyed('2', overflow({ weaknesses: ['CWE-79'] }))]);
    expect(unlike?.score).toBeLessThan(alike?.score ?? 0);
    expect(unlike?.against.map((r) => r.text)).toEqual(['One is out-of-bounds-write, the other cross-site-scripting.']);
  });

  it('are not made by keys that everyone has', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      keyed(`n${i}`, claim({ locations: [{ path: 'a.c', startLine: 5, symbol: 'main' }] })),
    );
    expect(candidates(many, { common: 20 })).toEqual([]);
    expect(candidates(many.slice(0, 2)).length).toBe(1);
    expect(candidates(many.slice(0, 20)).length).toBe(0); // shared by twenty, it says too little
  });

  it('are the same in whatever order the findings come', () => {
    const all = Array.from({ length: 12 }, (_, i) =>
      keyed(`n${i}`, overflow({ locations: [{ path: 'src/png.c', startLine: i * 3, symbol: `f${i % 3}` }] })),
    );
    expect(candidates([...all].reverse())).toEqual(candidates(all));
  });
});

describe('the test that would settle it', () => {
  const patch = { ...proof('cd'), role: 'patch' } as const;
  const bare = claim({ locations: [] });
  it.each<[string, FindingClaim, FindingClaim]>([
    ['settle-cross-patch', claim({ attachments: [proof('a'), patch] }), claim({ attachments: [proof('b'), patch] })],
    ['settle-one-patch', claim({ attachments: [proof('a'), patch] }), claim({ attachments: [proof('b')] })],
    ['settle-minimise', claim({ attachments: [proof('a')] }), claim({ attachments: [proof('b')] })],
    ['settle-run', claim({ attachments: [proof('a')] }), bare],
    ['settle-read', overflow(), overflow()],
    ['settle-ask', overflow(), bare],
  ])('is %s by what the reports bring', (code, a, b) => {
    expect(settlingTest(a, b).code).toBe(code);
    expect(settlingTest(b, a).code).toBe(code);
  });
});

describe('proposals from shared keys alone', () => {
  it('add kinds up, count a kind once, and ignore a lone file', () => {
    const place = { kind: 'place', text: 'lines near 4 of a.c' };
    const [first, ...rest] = proposals([
      { other: 'x', keys: [place, { ...place, text: 'again' }, { kind: 'symbol', text: 'the function f' }] },
      { other: 'y', keys: [{ kind: 'file', text: 'the file a.c' }] },
    ]);
    expect(rest).toEqual([]);
    expect([first?.other, first?.score, first?.reasons.map((r) => r.text)]).toEqual([
      'x',
      0.64,
      ['Both have lines near 4 of a.c.', 'Both have the function f.'],
    ]);
    expect(first?.settle).toMatch(/would one change to the code close both/);
  });

  it('count a key for less, and say so, where many have it', () => {
    const [rare] = proposals([{ other: 'x', keys: [{ kind: 'frames', text: 'f', count: 2 }] }]);
    const [common] = proposals([
      {
        other: 'x',
        keys: [
          { kind: 'frames', text: 'f', count: 8 },
          { kind: 'title', text: 't' },
        ],
      },
    ]);
    expect(rare?.score).toBe(0.5);
    expect(common?.reasons.map((r) => r.code)).toEqual(['shared-title', 'shared-frames', 'common-key']);
  });
});

describe('reasons', () => {
  it('are sentences whose blanks are filled by their params, and by nothing an object inherits', () => {
    expect(renderReason({ code: 'other-family', params: { a: 'x', b: 'y' } })).toBe('One is x, the other y.');
    expect(renderReason({ code: 'other-family', params: {} })).toBe('One is …, the other ….');
    for (const text of Object.values(REASONS)) expect(text).toMatch(/^[A-Z{].*[.?:}]$/);
  });
});
