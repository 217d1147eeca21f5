// How many vulnerabilities nobody has found, from how often independent finders found the same one (capture-recapture).
// Point: Chapman 1951 ("Some properties of the hypergeometric distribution with applications to zoological sample censuses").
// Interval: exact, by inverting the hypergeometric distribution of the overlap (Seber 1982, "The Estimation of Animal Abundance",
// ch. 3), because the normal one collapses to a point where one finder found all that another did.

export interface Population {
  /** Found by at least one. */
  readonly observed: number;
  /** All that can be found, observed or not: the point estimate, and the interval's ends. Never below `observed`. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  readonly method: string;
  /** What must hold for it to be right, and which way it errs when that does not hold. */
  readonly assumption: string;
}

/** `unknown` says why there is no estimate: it is never zero. */
export type Estimate =
  | { readonly known: true; readonly population: Population }
  | { readonly known: false; readonly reason: string };

export const ASSUMPTION =
  'Finders work independently and each vulnerability is as easy to find as another. Where finders prefer the same easy ones, more is left than estimated.';

/**
 * The population from what each finder found (sets of vulnerability ids). Two finders: Chapman. More: each finder against all others
 * together, and of these the worst point and the widest ends. A finder that found something which nobody else found any of gives no
 * upper end, so the answer is unknown; one that found nothing says nothing and is left aside.
 */
export function population(finders: readonly ReadonlySet<string>[], confidence = 0.95): Estimate {
  const active = finders.filter((found) => found.size > 0);
  if (active.length < 2) return { known: false, reason: 'Fewer than two finders found anything.' };
  const all = new Set(active.flatMap((found) => [...found]));
  const pairs =
    active.length === 2 ? [active] : active.map((one) => [one, unionOf(active.filter((other) => other !== one))]);
  const estimates: Interval[] = [];
  for (const [one = new Set<string>(), other = new Set<string>()] of pairs) {
    const overlap = [...one].filter((id) => other.has(id)).length;
    if (overlap === 0)
      return {
        known: false,
        reason: 'A finder found nothing that another had found: there is no overlap to reckon from.',
      };
    estimates.push(chapman(one.size, other.size, overlap, confidence));
  }
  const method =
    active.length === 2
      ? 'Chapman, exact interval'
      : `Chapman, each of ${active.length} finders against the others, worst of all`;
  return {
    known: true,
    population: {
      observed: all.size,
      estimate: Math.max(...estimates.map((e) => e.estimate)),
      low: Math.min(...estimates.map((e) => e.low)),
      high: Math.max(...estimates.map((e) => e.high)),
      confidence,
      method,
      assumption: ASSUMPTION,
    },
  };
}

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Chapman's estimate (n1+1)(n2+1)/(m+1) - 1 of a population of which one finder found n1, another n2, and both m, with the exact
 * interval: all sizes under which an overlap as small, and one as large, as m has at least half of the remaining probability.
 * Throws RangeError unless 0 < m <= min(n1, n2).
 */
export function chapman(n1: number, n2: number, m: number, confidence = 0.95): Interval {
  if (![n1, n2, m].every(Number.isSafeInteger) || m < 1 || m > Math.min(n1, n2)) {
    throw new RangeError('chapman needs whole numbers with 0 < overlap <= each finder');
  }
  const tail = ((1 - confidence) / 2) * (1 - ROUNDING);
  const observed = n1 + n2 - m;
  // The overlap gets smaller as the population grows: P(overlap >= m) falls with the size, P(overlap <= m) rises.
  const [more, fewer] = [Math.max(n1, n2), Math.min(n1, n2)];
  const low = firstWhere(observed, (size) => overlapAtMost(size, more, fewer, m) >= tail);
  const high = firstWhere(low, (size) => overlapAtLeast(size + 1, more, fewer, m) < tail);
  const estimate = ((n1 + 1) * (n2 + 1)) / (m + 1) - 1;
  return { estimate: Math.max(observed, estimate), low, high: Math.max(high, Math.ceil(estimate)) };
}

/** A size at which the probability is just the remaining half belongs to the interval: sums of logarithms miss it by some 1e-11. */
const ROUNDING = 1e-9;

/** The least whole number from `start` for which a test holds that, once true, stays true. */
function firstWhere(start: number, test: (size: number) => boolean): number {
  if (test(start)) return start;
  let [below, above] = [start, start + 1];
  while (!test(above)) [below, above] = [above, above * 2];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (test(middle)) above = middle;
    else below = middle;
  }
  return above;
}

const overlapAtMost = (size: number, n1: number, n2: number, m: number): number =>
  sum(Math.max(0, n1 + n2 - size), m, (k) => hypergeometric(size, n1, n2, k));
const overlapAtLeast = (size: number, n1: number, n2: number, m: number): number =>
  sum(m, Math.min(n1, n2), (k) => hypergeometric(size, n1, n2, k));

function sum(from: number, to: number, term: (k: number) => number): number {
  let total = 0;
  for (let k = from; k <= to; k += 1) total += term(k);
  return total;
}

/** P(overlap = k) when n1 and n2 are drawn from `size`. */
function hypergeometric(size: number, n1: number, n2: number, k: number): number {
  return Math.exp(logChoose(n1, k) + logChoose(size - n1, n2 - k) - logChoose(size, n2));
}

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** ln n!, by Stirling's series above 256 (relative error below 1e-15 there) and exactly below. */
function logFactorial(n: number): number {
  const small = SMALL[n];
  if (small !== undefined) return small;
  const x = n + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

const SMALL: readonly number[] = (() => {
  const logs = [0];
  for (let n = 1; n <= 256; n += 1) logs.push((logs[n - 1] ?? 0) + Math.log(n));
  return logs;
})();

function unionOf(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
