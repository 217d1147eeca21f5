import { describe, expect, it } from 'vitest';
import { judge, parseGaps } from './measure.ts';
import { difference } from './printed-file.ts';

const gaps = [{ id: 'b', reason: 'not yet' }];

describe('a suite held against its gap list', () => {
  it('counts a listed failure as a gap and any other as a failure', () => {
    const result = judge('s', [{ id: 'a', outcome: 'passed' }, failed('b'), failed('c')], gaps);
    expect(result).toMatchObject({ total: 3, passed: 1, failed: 1, skipped: 0, gaps, closedGaps: [] });
    expect(result.failures).toEqual(['c: wrong']);
  });

  it('names a gap that passes by now, and one that is in no suite any more', () => {
    expect(judge('s', [{ id: 'b', outcome: 'passed' }], gaps).closedGaps).toEqual(['b']);
    expect(judge('s', [{ id: 'a', outcome: 'passed' }], gaps).closedGaps).toEqual(['b']);
  });

  it('says nothing about gaps where the whole suite is absent', () => {
    const result = judge('s', [{ id: 's', outcome: 'skipped', why: 'outside data absent' }], gaps);
    expect(result).toMatchObject({ skipped: 1, failed: 0, closedGaps: [], skips: ['outside data absent'] });
  });

  it('reads one gap a line and refuses one without a reason', () => {
    expect(parseGaps('# why\n\nan id with blanks  the reason\n')).toEqual([
      { id: 'an id with blanks', reason: 'the reason' },
    ]);
    expect(() => parseGaps('only-an-id\n')).toThrow(/without a reason/);
  });

  function failed(id: string) {
    return { id, outcome: 'failed', why: 'wrong' } as const;
  }
});

describe('the difference of two printed files', () => {
  it('shows only the lines that changed, in order', () => {
    expect(difference(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd'])).toEqual(['- b', '+ x', '+ y']);
    expect(difference(['a'], ['a'])).toEqual([]);
    expect(difference([], ['a'])).toEqual(['+ a']);
  });
});
