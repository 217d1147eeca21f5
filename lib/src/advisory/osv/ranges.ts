// Reads `affected[].ranges[]`: what kind of versions, and the events along them. Any order of events is right; the schema's own
// rules are not: one kind of event each, at least one `introduced`, never both `fixed` and `last_affected`.
import { type ProblemList, pointer, quote } from '../../kit/index.ts';
import type { AffectedRange, RangeEvent } from '../advisory-model.ts';
import { type FieldReader, type Fields, own } from '../fields.ts';

const MAX_RANGES = 5_000;
const MAX_EVENTS = 5_000;

export function readRanges(
  entry: Fields,
  path: string,
  read: FieldReader,
  problems: ProblemList,
): readonly AffectedRange[] {
  const ranges: AffectedRange[] = [];
  for (const [i, value] of read.list(entry, 'ranges', path, MAX_RANGES).entries()) {
    const range = readRange(value, `${path}/ranges/${i}`, read, problems);
    if (range) ranges.push(range);
  }
  return ranges;
}

function readRange(value: unknown, at: string, read: FieldReader, problems: ProblemList): AffectedRange | undefined {
  const range = read.object(value, at);
  if (!range) return undefined;
  const type = read.choice(range, 'type', at, TYPES, true);
  const repo = read.text(range, 'repo', at, { max: 2_000, required: type === 'GIT' });
  const events: RangeEvent[] = [];
  for (const [j, written] of read.list(range, 'events', at, MAX_EVENTS).entries()) {
    const event = readEvent(written, at, j, read, problems);
    if (event) events.push(event);
  }
  checkTogether(events, at, problems);
  if (type === undefined) return undefined;
  const databaseSpecific = readSpecific(range, 'database_specific', at, read);
  return {
    type,
    ...(repo === undefined ? {} : { repo }),
    events,
    ...(databaseSpecific ? { databaseSpecific } : {}),
  };
}

const TYPES = ['SEMVER', 'ECOSYSTEM', 'GIT'] as const;
const KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

function readEvent(
  value: unknown,
  range: string,
  index: number,
  read: FieldReader,
  problems: ProblemList,
): RangeEvent | undefined {
  const path = `${range}/events/${index}`;
  const event = read.object(value, path);
  if (!event) return undefined;
  const kinds = KINDS.filter((kind) => own(event, kind) !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    problems.add(
      'range.invalid',
      path,
      `An event is one of ${KINDS.join(', ')}, not ${quote(Object.keys(event).slice(0, 10))}.`,
    );
    return undefined;
  }
  const version = read.text(event, kind, path, { required: true, max: 500 });
  if (version === undefined) return undefined;
  if (kind === 'introduced') return { introduced: version };
  if (kind === 'fixed') return { fixed: version };
  return kind === 'limit' ? { limit: version } : { lastAffected: version };
}

function checkTogether(events: readonly RangeEvent[], path: string, problems: ProblemList): void {
  const at = pointer(path, 'events');
  if (!events.some((e) => 'introduced' in e))
    problems.add('range.invalid', at, 'No event says where it was introduced.');
  if (events.some((e) => 'fixed' in e) && events.some((e) => 'lastAffected' in e)) {
    problems.add('range.invalid', at, 'A range has fixed or last_affected events, not both.');
  }
}

/** An object of the database's or the ecosystem's own making, or undefined where it is absent, null or empty. */
export function readSpecific(holder: Fields, key: string, path: string, read: FieldReader): Fields | undefined {
  const specific = own(holder, key);
  if (specific === undefined || specific === null) return undefined;
  const fields = read.object(specific, pointer(path, key));
  return fields && Object.keys(fields).length > 0 ? fields : undefined;
}
