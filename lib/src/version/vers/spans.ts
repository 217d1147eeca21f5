// What a range means: stretches of the line of versions, without single versions excepted. And whether a version lies in one.
import { compareIn, groupEqual, isLower, isUpper, sortConstraints, withoutRedundant } from './order.ts';
import { constraintsOf, type VersConstraint, type VersRange } from './range.ts';

export interface VersBound {
  readonly version: string;
  readonly inclusive: boolean;
}

/** From `low` to `high`; an absent bound is no bound. A single version is both, inclusive. */
export interface VersSpan {
  readonly low?: VersBound;
  readonly high?: VersBound;
}

export interface VersMeaning {
  readonly spans: readonly VersSpan[];
  readonly except: readonly string[];
}

/** Of a range with nothing but exceptions, everything else is in it. */
export function versMeaning(range: VersRange): VersMeaning {
  if (range.constraints === '*') return { spans: range.scheme === 'none' ? [] : [{}], except: [] };
  const sorted = sortConstraints(range.scheme, range.constraints);
  const stretches = withoutRedundant(sorted).filter(({ comparator }) => comparator !== '!=');
  const except = groupEqual(range.scheme, sorted)
    .filter((group) => !group.some(isClaim))
    .flatMap((group) => group.filter(({ comparator }) => comparator === '!='));
  const onlyExceptions = sorted.length > 0 && sorted.every(({ comparator }) => comparator === '!=');
  return { spans: onlyExceptions ? [{}] : spansOf(stretches), except: except.map(({ version }) => version) };
}

/** Where a version is excepted and claimed by name, the claim holds (the standard asks for equality first). */
const isClaim = ({ comparator }: VersConstraint): boolean =>
  comparator === '=' || comparator === '<=' || comparator === '>=';

function spansOf(constraints: readonly VersConstraint[]): readonly VersSpan[] {
  const spans: VersSpan[] = [];
  let low: VersBound | undefined;
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
export function versContains(range: VersRange, version: string): boolean | undefined {
  if (range.constraints !== '*' && constraintsOf(range).length === 0) return undefined;
  const { spans, except } = versMeaning(range);
  const order = (bound: string): number | undefined => compareIn(range.scheme, version, bound);
  const exceptions = except.map(order);
  if (exceptions.includes(0)) return false;
  const inside = spans.map((span) => isInside(span, order));
  if (inside.includes(true)) return exceptions.includes(undefined) ? undefined : true;
  return inside.includes(undefined) ? undefined : false;
}

function isInside({ low, high }: VersSpan, order: (bound: string) => number | undefined): boolean | undefined {
  const above = low ? reaches(order(low.version), 1, low.inclusive) : true;
  const below = high ? reaches(order(high.version), -1, high.inclusive) : true;
  if (above === false || below === false) return false;
  return above && below;
}

const reaches = (difference: number | undefined, side: 1 | -1, inclusive: boolean): boolean | undefined =>
  difference === undefined ? undefined : difference === 0 ? inclusive : Math.sign(difference) === side;
