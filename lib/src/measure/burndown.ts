// The burn-down to a model's release: day by day how far what it found has got, what nobody has found yet as a band above, and one
// sentence that takes the pessimistic end. Success is counted in deployed fixes.
import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  failed,
  type Instant,
  millisOf,
  ok,
  problemList,
  type Result,
} from '../kit/index.ts';
import { type ClosedShare, closedShare, isCounted, type ScanPlan } from './closed-share.ts';
import { type Headline, headlineOf } from './headline.ts';

export interface TrackedVulnerability {
  readonly id: string;
  /** Part of the scan plan in which it lies. */
  readonly part?: string;
  readonly foundBy: readonly string[];
  readonly foundAt: Instant;
  readonly validatedAt?: Instant;
  readonly toldAt?: Instant;
  readonly fixedAt?: Instant;
  /** Enrolled operators known to run it. */
  readonly exposedOperators: number | 'unknown';
  /** One instant for each of those at whom it is closed: a newer inventory, or a signed local match, says so. */
  readonly deployedAt: readonly Instant[];
}

export interface BurndownInput {
  readonly vulnerabilities: readonly TrackedVulnerability[];
  readonly plan: ScanPlan;
  readonly openedAt: Instant;
  /** T-0: planned or actual release. */
  readonly releaseAt: Instant;
  readonly asOf: Instant;
}

/** Layers stacked from below; together they are what has been found by the end of that day (or by now, on the last). */
export interface BurndownDay {
  readonly day: Day;
  readonly deployed: number;
  readonly fixed: number;
  readonly told: number;
  readonly validated: number;
  readonly found: number;
  /** Above the layers: what can be found and is not, by the final estimate. */
  readonly undetected: { readonly low: number; readonly high: number } | 'unknown';
}

export interface Burndown {
  readonly days: readonly BurndownDay[];
  readonly release: Day;
  readonly share: ClosedShare;
  readonly headline: Headline;
  /** Why a fix may be in place and still not counted. */
  readonly uncounted: { readonly operatorsUnknown: number; readonly noOperators: number };
}

export const LAYERS = ['deployed', 'fixed', 'told', 'validated', 'found'] as const;
const MAX_DAYS = 1_000;

/** The days from opening to the later of T-0 and now; nothing is drawn after now. Fails when T-0 lies before the opening. */
export function burndown(input: BurndownInput): Result<Burndown> {
  const problems = problemList();
  const [opened, release, now] = [input.openedAt, input.releaseAt, input.asOf].map(millisOf);
  if (opened === undefined || release === undefined || now === undefined)
    throw new Error('unreachable: three instants');
  if (!(release >= opened)) problems.add('field.value', '/releaseAt', 'The release lies before the opening.');
  const first = dayOf(input.openedAt);
  const count = Math.max(0, daysBetween(first, dayOf(input.asOf)) + 1);
  if (count > MAX_DAYS) problems.add('field.too-many', '/asOf', `${count} days are more than ${MAX_DAYS}.`);
  if (problems.total > 0) return failed(problems.kept, problems.total);

  const share = shareAt(input, Math.min(release, now));
  const bandOn = bandAbove(share, input);
  const tracks = input.vulnerabilities.map(trackOf);
  const days = Array.from({ length: count }, (_, i): BurndownDay => {
    const day = addDays(first, i);
    const end = Math.min(millisOf(`${addDays(day, 1)}T00:00:00Z`) - 1, now);
    return { day, ...layersAt(tracks, end), undetected: bandOn(end) };
  });
  return ok({
    days,
    release: dayOf(input.releaseAt),
    share,
    headline: headlineOf(share, input),
    uncounted: {
      operatorsUnknown: input.vulnerabilities.filter((v) => v.exposedOperators === 'unknown').length,
      noOperators: input.vulnerabilities.filter((v) => v.exposedOperators === 0).length,
    },
  });
}

/** The same as a table: for the CSV and the reader behind the picture. */
export function burndownCsv(result: Burndown): string {
  const header = ['day', ...LAYERS, 'undetected_low', 'undetected_high'].join(',');
  const rows = result.days.map((day) => {
    const band = day.undetected === 'unknown' ? ['unknown', 'unknown'] : [day.undetected.low, day.undetected.high];
    return [day.day, ...LAYERS.map((layer) => round(day[layer])), ...band].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

interface Track {
  /** When each stage was reached, in the order of LAYERS without `deployed`; never is Infinity. */
  readonly fixed: number;
  readonly told: number;
  readonly validated: number;
  readonly found: number;
  readonly operators: number;
  readonly deployed: readonly number[];
}

function trackOf(v: TrackedVulnerability): Track {
  const at = (instant: Instant | undefined) => (instant === undefined ? Number.POSITIVE_INFINITY : millisOf(instant));
  return {
    fixed: at(v.fixedAt),
    told: at(v.toldAt),
    validated: at(v.validatedAt),
    found: at(v.foundAt),
    operators: v.exposedOperators === 'unknown' ? 0 : v.exposedOperators,
    deployed: v.deployedAt.map(millisOf),
  };
}

/** Each vulnerability counts once: its deployed share below, the rest in the furthest stage that it has reached. */
function layersAt(tracks: readonly Track[], at: number): Omit<BurndownDay, 'day' | 'undetected'> {
  const layers = { deployed: 0, fixed: 0, told: 0, validated: 0, found: 0 };
  for (const track of tracks) {
    if (track.found > at) continue;
    const deployed = deployedShare(track, at);
    const stage =
      track.fixed <= at ? 'fixed' : track.told <= at ? 'told' : track.validated <= at ? 'validated' : 'found';
    layers.deployed += deployed;
    layers[stage] += 1 - deployed;
  }
  return layers;
}

/** Over enrolled operators that run it; where that number is not known, or nobody does, nothing counts as deployed. */
function deployedShare(track: Track, at: number): number {
  if (!(track.operators > 0)) return 0;
  return Math.min(1, track.deployed.filter((deployed) => deployed <= at).length / track.operators);
}

function shareAt(input: BurndownInput, at: number): ClosedShare {
  const counted = input.vulnerabilities
    .filter((v) => millisOf(v.foundAt) <= at)
    .map((v) => ({
      id: v.id,
      ...(v.part === undefined ? {} : { part: v.part }),
      foundBy: v.foundBy,
      closed: deployedShare(trackOf(v), at),
    }));
  return closedShare(input.plan, counted);
}

/** What can be found and is not yet found at a moment; only what the plan counts is taken off. Unknown where one part is. */
function bandAbove(share: ClosedShare, input: BurndownInput): (at: number) => BurndownDay['undetected'] {
  if (!share.complete) return () => 'unknown';
  let [low, high] = [0, 0];
  for (const { population } of share.parts) {
    if (!population.known) continue; // a part without weight
    low += population.population.low;
    high += population.population.high;
  }
  const counts = isCounted(input.plan);
  const found = input.vulnerabilities.filter(counts).map((v) => millisOf(v.foundAt));
  return (at) => {
    const already = found.filter((time) => time <= at).length;
    return { low: Math.max(0, low - already), high: Math.max(0, high - already) };
  };
}
