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
  return read.list(entry, 'ranges', path, MAX_RANGES).flatMap((value, i) => {
    const at = pointer(path, 'ranges', i);
    const range = read.object(value, at);
    if (!range) return [];
    const type = read.choice(range, 'type', at, ['SEMVER', 'ECOSYSTEM', 'GIT'] as const, true);
    const repo = read.text(range, 'repo', at, { max: 2_000, required: type === 'GIT' });
    const events = read
      .list(range, 'events', at, MAX_EVENTS)
      .flatMap((event, j) => readEvent(event, pointer(at, 'events', j), read, problems) ?? []);
    checkTogether(events, at, problems);
    return type === undefined ? [] : [{ type, ...(repo === undefined ? {} : { repo }), events }];
  });
}

const KINDS = ['introduced', 'fixed', 'last_affected', 'limit'] as const;

function readEvent(value: unknown, path: string, read: FieldReader, problems: ProblemList): RangeEvent | undefined {
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
