// The burn-down’s arithmetic: from the measure’s days to layers, the band of what nobody has found, and sentences.
import type { Answer } from '@leadtime/contract';
import type { Table } from './csv.ts';

export type Burndown = Answer<'measures.burndown'>;
export const LAYERS = ['deployed', 'fixed', 'told', 'validated', 'found'] as const;
export type Layer = (typeof LAYERS)[number];

/** What each layer counts, as read from below. */
export const LAYER_MEANS: Record<Layer, string> = {
  deployed: 'fixed at the operators that run it',
  fixed: 'fixed, not yet deployed everywhere',
  told: 'maintainer told, not yet fixed',
  validated: 'validated, maintainer not yet told',
  found: 'found, not yet validated',
};

export interface Point {
  readonly day: string;
  readonly date: Date;
  /** Days until release: 5 is T-5, -2 is two days after. */
  readonly tMinus: number;
  /** How many have got at least this far, in the order of LAYERS. Never smaller than the layer below. */
  readonly reached: Readonly<Record<Layer, number>>;
  /** What nobody had found on that day: later finds and the estimate of today together. Undefined: not estimated. */
  readonly unfound: { readonly low: number; readonly high: number } | undefined;
}
export interface Picture {
  readonly points: readonly Point[];
  readonly opens: Date;
  readonly release: Date;
  readonly partners: Date | undefined;
  /** The day of the last point: what lies beyond is not yet. */
  readonly today: Date;
  /** Upper end of the quantity axis. */
  readonly top: number;
}

const DAY_MS = 86_400_000;
const dateOf = (text: string): Date => new Date(`${text.slice(0, 10)}T00:00:00Z`);

/** Shapes the measure for drawing. Undefined when there is no day to draw. */
export function pictureOf(measure: Burndown): Picture | undefined {
  const release = dateOf(measure.model.releaseAt);
  const days = [...measure.days].sort((a, b) => a.day.localeCompare(b.day));
  const last = days.at(-1);
  if (!last) return undefined;
  const foundNow = nested(last).found;
  const points = days.map((d) => pointOf(d, release, foundNow, measure.unfound));
  const top = Math.max(1, ...points.map((p) => p.reached.found + (p.unfound?.high ?? 0)));
  return {
    points,
    opens: dateOf(measure.model.opensAt),
    release,
    partners: measure.model.partnersAt === null ? undefined : dateOf(measure.model.partnersAt),
    today: dateOf(last.day),
    top,
  };
}

function pointOf(d: Burndown['days'][number], release: Date, foundNow: number, unfound: Burndown['unfound']): Point {
  const date = dateOf(d.day);
  const reached = nested(d);
  const later = Math.max(0, foundNow - reached.found);
  return {
    day: d.day,
    date,
    tMinus: Math.round((release.getTime() - date.getTime()) / DAY_MS),
    reached,
    unfound: unfound === null ? undefined : { low: later + unfound.low, high: later + unfound.high },
  };
}

/** A vulnerability that is deployed was also fixed, told, validated and found: no layer may dip below the one under it. */
function nested(d: Burndown['days'][number]): Record<Layer, number> {
  const fixed = Math.max(d.fixed, d.deployed);
  const told = Math.max(d.told, fixed);
  const validated = Math.max(d.validated, told);
  return { deployed: d.deployed, fixed, told, validated, found: Math.max(d.found, validated) };
}

/** `T-5`, `T-0`, `T+2`. */
export const tName = (tMinus: number): string => (tMinus < 0 ? `T+${-tMinus}` : `T-${tMinus}`);

/** Counts as people say them: whole numbers whole, shares of operators with one decimal. */
export const amount = (n: number): string =>
  n.toLocaleString('en-US', { maximumFractionDigits: Number.isInteger(n) ? 0 : 1 });

export const shortDay = (date: Date): string =>
  date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** One day in words: what a screen reader hears and the line under the picture says while walking. */
export function dayInWords(point: Point): string {
  const { reached: r } = point;
  const parts = [
    `${amount(r.found)} found`,
    `${amount(r.validated)} validated`,
    `${amount(r.told)} told`,
    `${amount(r.fixed)} fixed`,
    `${amount(r.deployed)} deployed`,
  ];
  const open = point.unfound
    ? `between ${amount(Math.floor(point.unfound.low))} and ${amount(Math.ceil(point.unfound.high))} that nobody had found`
    : 'what nobody had found: not estimated';
  return `${shortDay(point.date)}, ${tName(point.tMinus)}: ${parts.join(', ')}; ${open}.`;
}

/** The sentence under the picture: what it shows on its last day. */
export function sentenceOf(measure: Burndown, picture: Picture): string {
  const last = picture.points.at(-1);
  if (!last) return 'Nothing is recorded yet.';
  const { reached: r } = last;
  const share = Number.isInteger(r.deployed) ? '' : ', each counted by the share of its operators';
  const open = Math.ceil(r.found - r.deployed);
  const known = `By ${shortDay(last.date)}, ${amount(r.found)} were found and ${amount(r.deployed)} of them were fixed at the operators that run the software${share}; ${amount(open)} were still open somewhere.`;
  const unknown = measure.unfound
    ? ` The hatched band says that ${amount(Math.floor(measure.unfound.low))} to ${amount(Math.ceil(measure.unfound.high))} more may be there that nobody has found (${measure.unfound.method}).`
    : ` How many nobody has found is unknown, so the band above has no upper edge: ${bare(measure.unfoundUnknownWhy ?? 'no estimate has been made')}.`;
  return known + unknown;
}

/** A sentence from elsewhere without its full stop, to stand inside one of ours. */
export const bare = (text: string): string => text.trim().replace(/[.…]+$/, '');

export function burndownTable(picture: Picture): Table {
  return {
    columns: ['day', 'to release', 'found', 'validated', 'told', 'fixed', 'deployed', 'unfound low', 'unfound high'],
    rows: picture.points.map((p) => [
      p.day,
      tName(p.tMinus),
      p.reached.found,
      p.reached.validated,
      p.reached.told,
      p.reached.fixed,
      p.reached.deployed,
      p.unfound ? p.unfound.low : null,
      p.unfound ? p.unfound.high : null,
    ]),
  };
}

/**
 * Where direct labels go: as near to their wish as a gap between them allows, inside [from, to].
 * Wishes and answers are pixels from above, in the order given.
 */
export function spreadLabels(wishes: readonly number[], gap: number, range: readonly [number, number]): number[] {
  const order = wishes.map((y, i) => ({ y, i })).sort((a, b) => a.y - b.y);
  const placed: number[] = new Array(wishes.length).fill(0);
  let floor = range[0];
  for (const { y, i } of order) {
    const at = Math.max(y, floor);
    placed[i] = at;
    floor = at + gap;
  }
  let ceiling = range[1];
  for (const { i } of order.reverse()) {
    const at = Math.min(placed[i] ?? 0, ceiling);
    placed[i] = at;
    ceiling = at - gap;
  }
  return placed;
}

/** The point nearest to a date: what the pointer is over. */
export function nearest(points: readonly Point[], date: Date): number {
  let best = 0;
  let distance = Number.POSITIVE_INFINITY;
  points.forEach((p, i) => {
    const d = Math.abs(p.date.getTime() - date.getTime());
    if (d < distance) [best, distance] = [i, d];
  });
  return best;
}
