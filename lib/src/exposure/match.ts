// Judges one component against one advisory's claim on the same package: affected, not affected with a proof, or undetermined with
// the reason. A version that may be meant in several ways gets a verdict only where all of them agree.
import { equalityOnly, schemeOfNamespace } from '../version/ecosystem.ts';
import { ofMainModule } from '../version/go.ts';
import { compareKeys, HIGHEST_KEY, keyHex, LOWEST_KEY } from '../version/key.ts';
import { minorOf } from '../version/rpm.ts';
import { asWritten, type Reading, VERSION_FLAG, type Version } from '../version/scheme.ts';
import { DIGEST_NAMESPACE } from './file-digests.ts';
import {
  type Claim,
  type ComponentKey,
  type Evidence,
  type ExposureState,
  INTERVAL_FLAG,
  type Interval,
  type IntervalEvidence,
  type Match,
  type Tier,
} from './model.ts';
import { type ExposureReasonCode, reason } from './reasons.ts';
import { EPOCH_MASK, mustJudgeInterval, mustJudgeVersion } from './rows.ts';

/** The rule by which verdicts are made; its number changes when its verdicts may. */
export const MATCH_RULE = 'exposure/interval@4';

/** What is asked and `claim` are of the same package; what calls this looked them up by it. */
export function match(asked: ComponentKey, claim: Claim): Match {
  const key = withOwnReading(asked);
  if (claim.intervals.some((i) => i.flags & INTERVAL_FLAG.releaseUnknown))
    return undetermined('release-unknown', key, claim);
  if (key.version === undefined) return undetermined('version-missing', key, claim);
  const tried = tryReadings(key.version, key.namespace, claim);
  const [first] = tried;
  const state = first && tried.every((t) => t.state === first.state) ? first.state : 'undetermined';
  if (state === 'undetermined') return undetermined(whyUndetermined(key.version, claim, tried), key, claim, tried);
  if (state === 'affected') return affected(key, key.version, claim, tried);
  return notAffected(key, key.version, claim, tried);
}

/**
 * Whether a version without anything peculiar that lies in an interval without anything peculiar is affected by that alone. Not where
 * versions come in streams, nor where the channel of a distribution was assumed: then `match` looks at the bounds as well.
 */
export const keysDecide = ({ namespace, via }: Pick<ComponentKey, 'namespace' | 'via'>): boolean =>
  via !== 'assumed-channel' &&
  via !== 'pedigree' &&
  via !== 'file-digest' &&
  via !== 'main-module' &&
  schemeOfNamespace(namespace)?.sameStream === undefined;

/** A version that was kept as text has lost what it was named by. */
const withOwnReading = (key: ComponentKey): ComponentKey =>
  key.via === 'main-module' && key.version ? { ...key, version: ofMainModule(key.version) } : key;

interface Tried {
  readonly reading: Reading;
  readonly state: ExposureState;
  /** The interval that decided it. */
  readonly interval?: Interval;
}

function tryReadings(version: Version, namespace: string, claim: Claim): readonly Tried[] {
  const scheme = schemeOfNamespace(namespace) ?? equalityOnly;
  const listed = claim.intervals.find(
    (i) => i.to?.kind === 'listed' && !(i.flags & INTERVAL_FLAG.unreadable) && compareKeys(i.lo, version.key) === 0,
  );
  if (listed)
    return [{ reading: { id: 'as-written', from: version.key, to: version.key }, state: 'affected', interval: listed }];
  const readings = isPlain(version, claim)
    ? [asWritten(version)]
    : scheme.readings(version, boundsOf(claim, scheme.read));
  return readings.map((reading) => ({ reading, ...place(reading, claim, scheme.read) }));
}

/** Nothing peculiar on either side: two byte comparisons decide. */
const isPlain = (version: Version, claim: Claim): boolean =>
  !mustJudgeVersion(version.flags) &&
  !claim.intervals.some((i) => mustJudgeInterval(i.flags) || i.flags & version.flags & EPOCH_MASK);

const boundsOf = (claim: Claim, read: (text: string) => Version): readonly Version[] =>
  claim.intervals.flatMap((i) =>
    [i.from, i.to?.version].flatMap((text) => (text === undefined || text === '0' ? [] : read(text))),
  );

/** Kleene's three values over the intervals: inside any is affected; else in doubt about any is undetermined. */
function place(reading: Reading, claim: Claim, read: (text: string) => Version): Omit<Tried, 'reading'> {
  let doubt: Interval | undefined;
  for (const interval of claim.intervals) {
    const where = within(reading, interval, read);
    if (where === 'inside') return { state: 'affected', interval };
    if (where === 'in doubt') doubt = interval;
  }
  return doubt ? { state: 'undetermined', interval: doubt } : { state: 'not_affected' };
}

/** Where the whole span of a reading lies, seen from one interval. */
function within(
  reading: Reading,
  interval: Interval,
  read: (text: string) => Version,
): 'inside' | 'outside' | 'in doubt' {
  const lo = boundUnder(reading, interval.lo, interval.from, read);
  const hi = boundUnder(reading, interval.hi, interval.to?.version, read);
  if (lo === undefined || hi === undefined) return 'in doubt';
  if (compareKeys(reading.to, lo) < 0 || compareKeys(reading.from, hi) >= 0) return 'outside';
  if (interval.flags & INTERVAL_FLAG.unreadable) return 'in doubt';
  return (compareKeys(reading.from, lo) >= 0 && compareKeys(reading.to, hi) < 0) || isWhole(interval)
    ? 'inside'
    : 'in doubt';
}

const isWhole = (i: Interval): boolean => compareKeys(i.lo, LOWEST_KEY) === 0 && compareKeys(i.hi, HIGHEST_KEY) === 0;

/** The bound's key as compiled, or as the reading has it; a last_affected bound keeps the zero byte that makes it inclusive. */
function boundUnder(
  reading: Reading,
  key: Uint8Array,
  text: string | undefined,
  read: (text: string) => Version,
): Uint8Array | undefined {
  if (!reading.boundKey || text === undefined || text === '0') return key;
  const bound = read(text);
  const mapped = reading.boundKey(bound);
  if (mapped === undefined || key.length === bound.key.length) return mapped;
  const inclusive = new Uint8Array(mapped.length + 1);
  inclusive.set(mapped);
  return inclusive;
}

function affected(key: ComponentKey, version: Version, claim: Claim, tried: readonly Tried[]): Match {
  const interval = tried[0]?.interval;
  const code =
    key.via === 'file-digest'
      ? 'same-file'
      : !interval || isWhole(interval)
        ? 'all-versions'
        : interval.to?.kind === 'listed'
          ? 'listed-version'
          : 'inside-interval';
  if (
    claim.intervals.some((i) => i.flags & INTERVAL_FLAG.releaseNotStated) &&
    code !== 'all-versions' &&
    code !== 'same-file'
  ) {
    return undetermined('release-not-stated', key, claim, tried);
  }
  const doubt = code === 'inside-interval' && interval ? inOtherStream(key, version, interval) : undefined;
  if (doubt) return undetermined(doubt, key, claim, tried);
  if (key.via === 'pedigree') return undetermined('copy-may-differ', key, claim, tried);
  return {
    state: 'affected',
    tier: tierOf(key, claim),
    reason:
      code === 'all-versions'
        ? reason(code)
        : reason(code, { version: version.text, range: interval ? rangeText(shown(interval)) : '' }),
    informational: claim.informational,
    ...(interval?.to?.kind === 'fixed' ? { fixedIn: interval.to.version } : {}),
    evidence: { ...evidenceOf(key, claim, tried), ...(interval ? { interval: shown(interval) } : {}) },
  };
}

/** To lie below a fix proves nothing where the fix is of another stream or channel: what is installed may have one of its own. */
function inOtherStream(key: ComponentKey, version: Version, { from, to }: Interval): ExposureReasonCode | undefined {
  const scheme = schemeOfNamespace(key.namespace) ?? equalityOnly;
  const bounds = [from === '0' ? undefined : from, to?.version].flatMap((text) => text ?? []);
  if (bounds.some((text) => scheme.sameStream?.(version, scheme.read(text)) === false)) return 'stream-unknown';
  if (key.via !== 'assumed-channel') return undefined;
  const ofChannel = key.namespace.endsWith(':*');
  return ofChannel || bounds.some((text) => minorOf(text) !== minorOf(version.text)) ? 'channel-unknown' : undefined;
}

/** The proof: the nearest intervals on both sides, and the version is in neither. */
function notAffected(key: ComponentKey, version: Version, claim: Claim, tried: readonly Tried[]): Match {
  const below = claim.intervals
    .filter((i) => compareKeys(i.hi, version.key) <= 0)
    .reduce<Interval | undefined>((best, i) => (best && compareKeys(best.hi, i.hi) >= 0 ? best : i), undefined);
  const above = claim.intervals.find((i) => compareKeys(i.lo, version.key) > 0);
  return {
    state: 'not_affected',
    tier: tierOf(key, claim),
    reason: reason('outside-intervals', { version: version.text }),
    informational: claim.informational,
    evidence: {
      ...evidenceOf(key, claim, tried),
      ...(below ? { below: shown(below) } : {}),
      ...(above ? { above: shown(above) } : {}),
    },
  };
}

function undetermined(code: ExposureReasonCode, key: ComponentKey, claim: Claim, tried: readonly Tried[] = []): Match {
  const interval = tried.find((t) => t.interval)?.interval;
  const range = interval && /-unknown$/.test(code) ? { range: rangeText(interval) } : {};
  return {
    state: 'undetermined',
    tier: tierOf(key, claim),
    reason: key.version ? reason(code, { version: key.version.text, ...range }) : reason(code),
    informational: claim.informational,
    evidence: { ...evidenceOf(key, claim, tried), ...(interval ? { interval: shown(interval) } : {}) },
  };
}

function whyUndetermined(version: Version, claim: Claim, tried: readonly Tried[]): ExposureReasonCode {
  const has = (flag: number): boolean => (version.flags & flag) !== 0;
  const isFile = claim.namespace === DIGEST_NAMESPACE;
  if (!isFile && schemeOfNamespace(claim.namespace) === undefined) return 'ecosystem-unordered';
  if (tried.some((t) => (t.interval?.flags ?? 0) & INTERVAL_FLAG.undecided)) return 'under-investigation';
  if (tried.some((t) => (t.interval?.flags ?? 0) & INTERVAL_FLAG.context)) return 'context-unknown';
  if (claim.intervals.some((i) => i.flags & INTERVAL_FLAG.unreadable)) return 'range-unreadable';
  if (has(VERSION_FLAG.unordered)) return 'version-unordered';
  if (has(VERSION_FLAG.pseudo)) return 'commit-version';
  if (tried.some((t) => t.reading.id === 'with-epoch')) return 'missing-epoch';
  if (has(VERSION_FLAG.partial)) return 'version-partial';
  const malformed = has(VERSION_FLAG.malformed) || claim.intervals.some((i) => i.flags & INTERVAL_FLAG.malformed);
  const ambiguous = has(VERSION_FLAG.ambiguous) || claim.intervals.some((i) => i.flags & INTERVAL_FLAG.ambiguous);
  return malformed && !ambiguous ? 'version-malformed' : 'version-ambiguous';
}

/** A distribution's own word is `vendor`; a CPE name is `cpe`; other names of it, what it was made from, folded names and lenient readings are `heuristic`; all else is `exact`. */
function tierOf(key: ComponentKey, claim: Claim): Tier {
  if (key.via === 'file-digest') return 'digest';
  if (key.via === 'cpe-name') return 'cpe';
  if (key.via === 'other-package-url' || key.via === 'pedigree') return 'heuristic';
  const lenient = (key.version?.flags ?? 0) & ~(VERSION_FLAG.noEpoch | VERSION_FLAG.epoch | VERSION_FLAG.stream);
  const doubtful = INTERVAL_FLAG.malformed | INTERVAL_FLAG.ambiguous | INTERVAL_FLAG.releaseNotStated;
  if (key.via === 'vendor-and-product' || lenient || claim.intervals.some((i) => i.flags & doubtful))
    return 'heuristic';
  return /^(?:deb|apk|rpm):/.test(key.namespace) ? 'vendor' : 'exact';
}

function evidenceOf(key: ComponentKey, claim: Claim, tried: readonly Tried[]): Evidence {
  return {
    rule: MATCH_RULE,
    advisory: claim.advisory,
    revision: claim.revision,
    package: key.package,
    via: key.via,
    ...(key.version ? { version: { text: key.version.text, key: keyHex(key.version.key) } } : {}),
    ...(tried.length > 1 || tried.some((t) => t.reading.id !== 'as-written')
      ? { readings: tried.map((t) => ({ reading: t.reading.id, state: t.state })) }
      : {}),
  };
}

const shown = ({ from, to, lo, hi, flags }: Interval): IntervalEvidence => ({
  from,
  ...(flags & INTERVAL_FLAG.opensAfter ? { after: true } : {}),
  ...(to ? { to } : {}),
  lo: keyHex(lo),
  hi: keyHex(hi),
});

/** `>= 1.0, < 1.6.0` */
export function rangeText({ from, to, after }: Pick<IntervalEvidence, 'from' | 'to' | 'after'>): string {
  if (to?.kind === 'listed' && from === to.version) return `= ${from}`;
  const opening = from === '0' ? [] : [`${after ? '>' : '>='} ${from}`];
  const closing =
    to === undefined ? [] : [`${to.kind === 'last_affected' || to.kind === 'listed' ? '<=' : '<'} ${to.version}`];
  return [...opening, ...closing].join(', ') || 'all versions';
}
