// How much of what a model can find is closed at the operators that run it: closed over all that can be found, in the parts of a scan
// plan that was declared before. Pessimistic by construction: a part that was not scanned as declared, or whose unfound remainder cannot
// be estimated, counts as nothing closed at the low end. So no run that is left out can raise the low end, whatever it would have found.
import { type Estimate, population } from './capture.ts';

export interface ScanPlan {
  readonly id: string;
  /** Parts of the denominator, declared before scanning. Weights are shares of the whole, of any scale. */
  readonly parts: readonly PlanPart[];
}

export interface PlanPart {
  readonly id: string;
  readonly weight: number;
  readonly runs: readonly { readonly finder: string; readonly done: boolean }[];
}

export interface CountedVulnerability {
  readonly id: string;
  /** Part of the plan in which it lies; absent: outside the plan. */
  readonly part?: string;
  /** Finders that found it by themselves. */
  readonly foundBy: readonly string[];
  /** Share of the operators that run it at whom it is closed: 0 to 1. */
  readonly closed: number;
}

export interface PartShare {
  readonly id: string;
  readonly weight: number;
  readonly observed: number;
  readonly closed: number;
  readonly population: Estimate;
  readonly low: number;
  readonly high: number;
}

export interface ClosedShare {
  readonly low: number;
  readonly high: number;
  /** Every part was scanned as declared and could be estimated. */
  readonly complete: boolean;
  readonly parts: readonly PartShare[];
  /** Found, but by no declared run: shown beside the share, never part of it. */
  readonly outsidePlan: number;
}

/** The share, as an interval over the whole plan. A plan without parts leaves everything open: 0 to 1. */
export function closedShare(plan: ScanPlan, found: readonly CountedVulnerability[], confidence = 0.95): ClosedShare {
  const byPart = Map.groupBy(found, (vulnerability) => vulnerability.part ?? '');
  const counts = isCounted(plan);
  const parts = plan.parts.map((part) => shareOfPart(part, (byPart.get(part.id) ?? []).filter(counts), confidence));
  const total = parts.reduce((sum, part) => sum + part.weight, 0);
  const mean = (end: 'low' | 'high') => parts.reduce((sum, part) => sum + (part.weight / total) * part[end], 0);
  return {
    low: total > 0 ? Math.min(1, mean('low')) : 0,
    high: total > 0 ? Math.min(1, mean('high')) : 1,
    complete: total > 0 && parts.every((part) => part.weight === 0 || part.population.known),
    parts,
    outsidePlan: found.filter((vulnerability) => !counts(vulnerability)).length,
  };
}

/** Whether a vulnerability was found by a declared run of its part that was done. */
export function isCounted(plan: ScanPlan): (found: Pick<CountedVulnerability, 'part' | 'foundBy'>) => boolean {
  const runs = new Map(
    plan.parts.map((part) => [part.id, new Set(part.runs.filter((run) => run.done).map((run) => run.finder))]),
  );
  return (found) => {
    const done = found.part === undefined ? undefined : runs.get(found.part);
    return done !== undefined && found.foundBy.some((finder) => done.has(finder));
  };
}

function shareOfPart(part: PlanPart, counted: readonly CountedVulnerability[], confidence: number): PartShare {
  const closed = counted.reduce((sum, v) => sum + share(v.closed), 0);
  const estimate = estimateOfPart(part, counted, confidence);
  const head = { id: part.id, weight: weightOf(part), observed: counted.length, closed, population: estimate };
  // What was found is a floor of what can be found, so closed over found is a ceiling of the share.
  const ceiling = counted.length > 0 ? closed / counted.length : 1;
  if (!estimate.known) return { ...head, low: 0, high: ceiling };
  return { ...head, low: closed / estimate.population.high, high: closed / estimate.population.low };
}

function estimateOfPart(part: PlanPart, counted: readonly CountedVulnerability[], confidence: number): Estimate {
  const left = part.runs.filter((run) => !run.done).length;
  if (left > 0) return { known: false, reason: `${left} of ${part.runs.length} declared scans were not run.` };
  const finders = [...new Set(part.runs.map((run) => run.finder))];
  if (finders.length < 2) return { known: false, reason: 'Fewer than two finders were declared.' };
  const found = finders.map((finder) => new Set(counted.filter((v) => v.foundBy.includes(finder)).map((v) => v.id)));
  return population(found, confidence);
}

const share = (value: number): number => (value > 0 ? Math.min(1, value) : 0); // NaN counts as nothing
const weightOf = (part: PlanPart): number => (Number.isFinite(part.weight) && part.weight > 0 ? part.weight : 0);
