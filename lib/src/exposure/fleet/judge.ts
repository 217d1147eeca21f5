// Which rows of a package a claim reaches. Where bytes decide, two binary searches find them; every other row is judged by the same
// rule that an inventory is matched with, so that both directions say the same.
import { keysDecide, match } from '../match.ts';
import type { Claim, ComponentKey } from '../model.ts';
import { EPOCH_MASK, mustJudgeInterval } from '../rows.ts';
import type { FleetBase, Slice } from './base.ts';

/** `not_affected` is 0, so that a row nobody looked at is outside every interval. */
export const STATE = { notAffected: 0, undetermined: 1, affected: 2 } as const;

/** Of each row of the slice, in order: a value of STATE. */
export function judgeSlice(base: FleetBase, slice: Slice, packageKey: string, claim: Claim): Uint8Array {
  const { first, tail, end } = slice;
  const states = new Uint8Array(end - first);
  const judge = (row: number): void => {
    states[row - first] = stateOf(base.key(row, packageKey), claim);
  };
  const range = (from: number, to: number, each: (row: number) => void): void => {
    for (let row = from; row < to; row += 1) each(row);
  };
  if (claim.intervals.some((i) => mustJudgeInterval(i.flags))) {
    range(first, end, judge);
    return states;
  }
  for (const { lo, hi } of claim.intervals) {
    const from = base.lowerBound(lo, first, tail);
    range(from, base.lowerBound(hi, from, tail), (row) => {
      if (keysDecide({ namespace: claim.namespace, via: base.via(row) })) states[row - first] = STATE.affected;
      else judge(row);
    });
  }
  if (claim.intervals.some((i) => i.flags & EPOCH_MASK))
    range(first, tail, (row) => {
      if ((base.flags(row) ?? 0) & EPOCH_MASK) judge(row);
    });
  range(tail, end, judge);
  return states;
}

/** As a value of STATE. */
export function stateOf(key: ComponentKey, claim: Claim): number {
  const { state } = match(key, claim);
  return state === 'affected' ? STATE.affected : state === 'undetermined' ? STATE.undetermined : STATE.notAffected;
}
