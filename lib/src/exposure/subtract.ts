// Takes from affected intervals what their own author says is not affected: fixed versions, and those that never were. What is left
// of an interval are the pieces around it.
import { compareKeys } from '../version/key.ts';
import { INTERVAL_FLAG, type Interval } from './model.ts';

/** Why an interval is taken out: a fix closes what stands before it, any other word only bounds it. */
export interface Exception {
  readonly interval: Interval;
  readonly because: 'fixed' | 'not_affected';
}

/** Exceptions that cannot be placed in the order take nothing: saying too much is better than saying too little. */
export function subtract(intervals: readonly Interval[], exceptions: readonly Exception[]): readonly Interval[] {
  let left = intervals;
  for (const { interval, because } of exceptions) {
    if (interval.flags & UNPLACED) continue;
    left = left.flatMap((one) => around(one, interval, because));
  }
  return left;
}

const UNPLACED = INTERVAL_FLAG.unreadable | INTERVAL_FLAG.equality | INTERVAL_FLAG.undecided;

function around(from: Interval, out: Interval, because: Exception['because']): readonly Interval[] {
  if (from.flags & INTERVAL_FLAG.equality) return [from];
  if (compareKeys(out.hi, from.lo) <= 0 || compareKeys(out.lo, from.hi) >= 0) return [from];
  const flags = from.flags | (out.flags & (INTERVAL_FLAG.malformed | INTERVAL_FLAG.ambiguous | INTERVAL_FLAG.epoch));
  const below: Interval = {
    ...from,
    flags,
    hi: out.lo,
    to: { kind: because === 'fixed' ? 'fixed' : 'limit', version: out.from },
  };
  const above: Interval = {
    ...from,
    flags: flags | (out.to?.kind === 'listed' || out.to?.kind === 'last_affected' ? INTERVAL_FLAG.opensAfter : 0),
    lo: out.hi,
    from: out.to?.version ?? out.from,
  };
  return [below, above].filter((piece) => compareKeys(piece.lo, piece.hi) < 0);
}
