// What a range means: stretches of the line of versions, without single versions excepted. And whether a version lies in one.
import { compareIn, isLower, isUpper, sortConstraints, withoutRedundant } from './order.ts';
import { type Constraint, constraintsOf, type VersRange } from './range.ts';

export interface Bound {
  readonly version: string;
  readonly inclusive: boolean;
}

/** From `low` to `high`; an absent bound is no bound. A single version is both, inclusive. */
export interface Span {
  readonly low?: Bound;
  readonly high?: Bound;
}

export interface Meaning {
  readonly spans: readonly Span[];
  readonly except: readonly string[];
}

/** Of a range with nothing but exceptions, everything else is in it. */
export function meaningOf(range: VersRange): Meaning {
  if (range.constraints === '*') return { spans: range.scheme === 'none' ? [] : [{}], except: [] };
  const sorted = sortConstraints(range.scheme, range.constraints);
  const stretches = withoutRedundant(sorted).filter(({ comparator }) => comparator !== '!=');
  const except = sorted.filter((c) => c.comparator === '!=' && !isClaimed(range.scheme, c.version, sorted));
  const onlyExceptions = sorted.length > 0 && sorted.every(({ comparator }) => comparator === '!=');
  return { spans: onlyExceptions ? [{}] : spansOf(stretches), except: except.map(({ version }) => version) };
}

/** Where a version is excepted and claimed by name, the claim holds (the standard asks for equality first). */
const isClaimed = (scheme: string, version: string, constraints: readonly Constraint[]): boolean =>
  constraints.some((c) => ['=', '<=', '>='].includes(c.comparator) && compareIn(scheme, c.version, version) === 0);

function spansOf(constraints: readonly Constraint[]): readonly Span[] {
  const spans: Span[] = [];
  let low: Bound | undefined;
  for (const constraint of constraints) {
    const bound = { version: constraint.version, inclusive: constraint.comparator.endsWith('=') };
    if (isLower(constraint)) low = bound;
    else if (isUpper(constraint)) {
      spans.push(low ? { low, high: bound } : { high: bound });
      low = undefined;
    } else spans.push({ low: bound, high: bound });
  }
  return low ? [...spans, { low }] : spans;
}

/** Whether a version lies in a range. undefined: that cannot be told, for want of an order or of anything stated. */
export function contains(range: VersRange, version: string): boolean | undefined {
  if (range.constraints !== '*' && constraintsOf(range).length === 0) return undefined;
  const { spans, except } = meaningOf(range);
  const order = (bound: string): number | undefined => compareIn(range.scheme, version, bound);
  const exceptions = except.map(order);
  if (exceptions.includes(0)) return false;
  const inside = spans.map((span) => isInside(span, order));
  if (inside.includes(true)) return exceptions.includes(undefined) ? undefined : true;
  return inside.includes(undefined) ? undefined : false;
}

function isInside({ low, high }: Span, order: (bound: string) => number | undefined): boolean | undefined {
  const above = low ? reaches(order(low.version), 1, low.inclusive) : true;
  const below = high ? reaches(order(high.version), -1, high.inclusive) : true;
  if (above === false || below === false) return false;
  return above && below;
}

const reaches = (difference: number | undefined, side: 1 | -1, inclusive: boolean): boolean | undefined =>
  difference === undefined ? undefined : difference === 0 ? inclusive : Math.sign(difference) === side;
