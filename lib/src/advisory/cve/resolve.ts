// Brings a product's stretches of versions (segments.ts) to what our model has: ranges and versions per status, no version in two of
// them. Where the scheme can order all bounds, every piece between two of them is asked for its status; where it cannot, the stretches
// stay as they are, and whatever could make an affected version look safe is left out.
import { ecosystem } from '../../version/ecosystem.ts';
import { hasOrder, VERSION_FLAG, type VersionScheme } from '../../version/scheme.ts';
import type { AffectedRange, RangeEvent } from '../advisory-model.ts';
import type { CveStatus, Segment } from './segments.ts';

export interface Versions {
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
}

export type ByStatus = Readonly<Record<CveStatus, Versions>>;

/** The default speaks where it says affected; "unknown" of all other versions is no statement, and "unaffected" is the usual silence. */
export function resolve(segments: readonly Segment[], byDefault: CveStatus, ecosystemName: string): ByStatus {
  const quick = listed(segments, byDefault);
  if (quick) return quick;
  const { scheme } = ecosystem(ecosystemName);
  const bounds = scheme && boundsOf(segments, scheme);
  return bounds ? ordered(segments, byDefault, bounds) : unordered(segments, byDefault);
}

/** Single versions of one status, as most records have them: nothing can overlap. */
function listed(segments: readonly Segment[], byDefault: CveStatus): ByStatus | undefined {
  if (byDefault === 'affected') return undefined;
  const [first] = segments;
  const plain = segments.every((one) => isPoint(one) && one.changes.length === 0 && one.status === first?.status);
  if (!plain || !first) return undefined;
  const versions = [...new Set(segments.flatMap(({ from }) => from ?? []))];
  return { ...NOTHING, [first.status]: { ranges: [], versions } };
}

const isPoint = ({ from, last }: Segment): boolean => from !== undefined && from === last;
const NONE: Versions = { ranges: [], versions: [] };
const NOTHING: ByStatus = { affected: NONE, unaffected: NONE, unknown: NONE };
const MAX_BOUNDS = 2_000;
/** Every piece is asked of every stretch: a record must not make that a long work. */
const MAX_QUESTIONS = 4_000_000;

/** Bounds in order, once each; spellings that the scheme holds for equal (1.0 and 1.0.0) share a place. */
interface Bounds {
  readonly texts: readonly string[];
  readonly places: ReadonlyMap<string, number>;
}

/** undefined where a bound has no certain place, or there are too many. */
function boundsOf(segments: readonly Segment[], scheme: VersionScheme): Bounds | undefined {
  const texts = new Set(
    segments.flatMap(({ from, below, last, changes, except }) =>
      [from, below, last, ...changes.map(({ at }) => at), ...(except ?? [])].filter((text) => text !== undefined),
    ),
  );
  if (texts.size > MAX_BOUNDS || texts.size * segments.length > MAX_QUESTIONS) return undefined;
  for (const text of texts) {
    const version = scheme.read(text);
    if (!hasOrder(version) || version.flags & (VERSION_FLAG.ambiguous | VERSION_FLAG.malformed)) return undefined;
  }
  const sorted = [...texts].sort((a, b) => scheme.compare(a, b) ?? 0);
  const kept: string[] = [];
  const places = new Map<string, number>();
  for (const text of sorted) {
    const last = kept.at(-1);
    if (last === undefined || scheme.compare(last, text) !== 0) kept.push(text);
    places.set(text, kept.length - 1);
  }
  return { texts: kept, places };
}

/** A single version, or everything between two neighbouring bounds. */
interface Piece {
  readonly kind: 'point' | 'gap';
  /** Of a point: it; of a gap: the bound before it, absent at the beginning. */
  readonly at?: string;
  readonly status: CveStatus | undefined;
}

function ordered(segments: readonly Segment[], byDefault: CveStatus, { texts: bounds, places }: Bounds): ByStatus {
  const place = (text: string): number => 2 * (places.get(text) ?? 0) + 1; // every text of the segments has its place
  const placed = segments.map((segment) => ({
    segment,
    from: segment.from === undefined ? 0 : place(segment.from),
    to:
      segment.last !== undefined
        ? place(segment.last)
        : segment.below !== undefined
          ? place(segment.below) - 1
          : Infinity,
    changes: segment.changes.map(({ at, status }) => ({ at: place(at), status })),
    except: new Set(segment.except?.map(place)),
  }));
  const fallback = byDefault === 'affected' ? byDefault : undefined;
  const pieces = Array.from({ length: 2 * bounds.length + 1 }, (_, i): Piece => {
    const holder = placed.find(({ from, to, except }) => from <= i && i <= to && !except.has(i));
    let status = holder?.segment.status ?? fallback;
    for (const change of holder?.changes ?? []) if (change.at <= i) status = change.status;
    const at = bounds[Math.ceil(i / 2) - 1];
    return { kind: i % 2 === 1 ? 'point' : 'gap', ...(at === undefined ? {} : { at }), status };
  });
  return {
    affected: runsOf(pieces, 'affected', bounds),
    unaffected: runsOf(pieces, 'unaffected', bounds),
    unknown: runsOf(pieces, 'unknown', bounds),
  };
}

/** Neighbouring pieces of a status as ranges. */
function runsOf(pieces: readonly Piece[], status: CveStatus, bounds: readonly string[]): Versions {
  const ranges: AffectedRange[] = [];
  const versions: string[] = [];
  for (let i = 0; i < pieces.length; i += 1) {
    if (pieces[i]?.status !== status) continue;
    let first = i;
    while (pieces[i + 1]?.status === status) i += 1;
    // "After 4.2" has no event of its own. For what is affected 4.2 is taken in (its own status stands beside and beats it); for the
    // others the stretch up to the next bound is left out: nothing is then said of it, which is always true.
    if (pieces[first]?.kind === 'gap' && first > 0) {
      if (status === 'affected') first -= 1;
      else first += 1;
    }
    if (first > i) continue;
    const [start, end] = [pieces[first], pieces[i]];
    if (first === i && start?.kind === 'point' && start.at !== undefined) versions.push(start.at);
    else ranges.push({ type: 'ECOSYSTEM', events: eventsOf(start, end, bounds[Math.floor(i / 2)]) });
  }
  return { ranges, versions };
}

function eventsOf(start: Piece | undefined, end: Piece | undefined, next: string | undefined): readonly RangeEvent[] {
  const introduced = start?.at ?? '0';
  if (end?.kind === 'point' && end.at !== undefined) return [{ introduced }, { lastAffected: end.at }];
  return next === undefined ? [{ introduced }] : [{ introduced }, { fixed: next }];
}

/** As written. What is unaffected is only kept where nothing is said to be affected beside it: overlaps could not be seen. */
function unordered(segments: readonly Segment[], byDefault: CveStatus): ByStatus {
  const of = (status: CveStatus): Versions => {
    const own = segments.filter((one) => one.status === status);
    return {
      // A change on the way cannot be placed: the whole stretch counts for what it began as, if that is affected.
      ranges: own.filter((one) => !isPoint(one)).map(rangeOf),
      versions: [...new Set(own.filter(isPoint).flatMap(({ from }) => from ?? []))],
    };
  };
  const changing = segments.filter(
    ({ status, changes }) => status !== 'affected' && changes.some((c) => c.status === 'affected'),
  );
  const affected = of('affected');
  const whole = byDefault === 'affected' ? [{ type: 'ECOSYSTEM' as const, events: [{ introduced: '0' }] }] : [];
  const apart = affected.ranges.length + affected.versions.length + changing.length === 0;
  const safe = segments.every((one) => one.status !== 'unaffected' || (one.changes.length === 0 && !one.except));
  return {
    affected: { ...affected, ranges: [...affected.ranges, ...changing.map(rangeOf), ...whole] },
    unaffected: apart && safe ? of('unaffected') : NONE,
    unknown: of('unknown'),
  };
}

function rangeOf({ from = '0', below, last }: Segment): AffectedRange {
  const end = last !== undefined ? [{ lastAffected: last }] : below !== undefined ? [{ fixed: below }] : [];
  return { type: 'ECOSYSTEM', events: [{ introduced: from }, ...end] };
}
