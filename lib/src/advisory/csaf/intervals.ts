// Affected versions as intervals, one per fix: what a reader of the document can act on.
import { ecosystem } from '../../version/ecosystem.ts';
import type { Affected, AffectedRange, RangeEvent } from '../advisory-model.ts';

export interface Interval {
  /** First affected version; absent: from the beginning. */
  readonly from?: string;
  /** First version that is not affected any more. */
  readonly fixed?: string;
  /** Last affected version, where the fix is not known. */
  readonly last?: string;
}

/** The intervals of an entry's version ranges, ordered where its versions can be. Ranges over commits have none. */
export function intervalsOf(affected: Affected): Interval[] {
  const ranges = affected.ranges.filter((range) => range.type !== 'GIT');
  const unique = new Map<string, Interval>();
  for (const range of ranges) {
    for (const interval of intervalsOfRange(range, affected.ecosystem)) unique.set(JSON.stringify(interval), interval);
  }
  return [...unique.values()];
}

/**
 * The interval in `vers` notation (package-url/vers-spec), which CSAF 2.0 §3.1.2.3.2 asks for in a product_version_range.
 * Versions are percent-encoded; `vers:npm/*` is every version.
 */
export function versOf(interval: Interval, ecosystemName: string): string {
  const upper =
    interval.fixed !== undefined
      ? `<${encode(interval.fixed)}`
      : interval.last === undefined
        ? ''
        : `<=${encode(interval.last)}`;
  const lower = interval.from === undefined ? '' : `>=${encode(interval.from)}`;
  return `vers:${versType(ecosystemName)}/${[lower, upper].filter((part) => part !== '').join('|') || '*'}`;
}

/** One version in `vers` notation. */
export const versOfVersion = (version: string, ecosystemName: string): string =>
  `vers:${versType(ecosystemName)}/${encode(version)}`;

function intervalsOfRange(range: AffectedRange, ecosystemName: string): Interval[] {
  const intervals: Interval[] = [];
  let open: { from?: string } | undefined;
  for (const event of ordered(range.events, ecosystemName)) {
    if ('introduced' in event) {
      open ??= event.introduced === '0' ? {} : { from: event.introduced };
    } else if (open && 'fixed' in event) {
      intervals.push({ ...open, fixed: event.fixed });
      open = undefined;
    } else if (open && 'lastAffected' in event) {
      intervals.push({ ...open, last: event.lastAffected });
      open = undefined;
    }
  }
  if (open) intervals.push(open);
  return intervals;
}

/** Events in version order (OSV lists them in any); as given where the ecosystem's versions cannot be ordered. */
function ordered(events: readonly RangeEvent[], ecosystemName: string): readonly RangeEvent[] {
  const { scheme } = ecosystem(ecosystemName);
  if (!scheme) return events;
  const place = (event: RangeEvent): string => Object.values(event)[0] ?? '';
  return [...events].sort((a, b) => {
    if (place(a) === '0' || place(b) === '0') return Number(place(b) === '0') - Number(place(a) === '0');
    return scheme.compare(place(a), place(b)) ?? 0;
  });
}

const encode = (version: string): string =>
  encodeURIComponent(version).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The type of `vers`: that of the package URL; `generic` for products and for ecosystems without one. */
function versType(ecosystemName: string): string {
  const [type = ''] = ecosystem(ecosystemName).namespace.split(':');
  return ['', 'product', 'other', 'oss-fuzz'].includes(type) ? 'generic' : type;
}

/** The events of one range in `vers` notation of no ecosystem. */
export const intervalVers = (events: readonly RangeEvent[]): string => {
  const [interval = {}] = intervalsOfRange({ type: 'ECOSYSTEM', events }, 'product');
  return versOf(interval, 'product');
};
