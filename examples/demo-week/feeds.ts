// What comes in from outside during the week: an advisory feed, a list of exploited vulnerabilities that grows, decision points.
import type { GivenComponent } from '../generate/cyclonedx.ts';
import { kevBytes, kevEntry } from '../generate/kev.ts';
import { type OsvRecord, osvAdvisories } from '../generate/osv.ts';
import { packageAt } from '../generate/packages.ts';
import { ssvcNdjson } from '../generate/ssvc.ts';
import { kindOf } from '../generate/weaknesses.ts';
import { BUGS } from './bugs.ts';

export interface MadeFeeds {
  readonly osv: Uint8Array;
  readonly records: readonly OsvRecord[];
  readonly kevAtStart: Uint8Array;
  /** The same list six days later: two of the week's bugs are exploited now. */
  readonly kevLater: Uint8Array;
  readonly ssvc: Uint8Array;
  /** Advisories that the bank answers during the week, with what it runs of each. */
  readonly reached: readonly { readonly advisory: string; readonly component: GivenComponent }[];
}

const DAY = 86_400_000;

export function madeFeeds(seed: string, now: number): MadeFeeds {
  const start = now - 9 * DAY;
  const records = [...osvAdvisories({ n: 400, seed: `${seed}/osv`, until: start, packages: 1_400 })];
  const exploited = common(records).slice(0, 6);
  const inFeed = exploited.map((record, i) =>
    kevEntry({
      cve: record.aliases[0] ?? '',
      vendor: record.affected[0]?.package.name ?? '',
      product: record.affected[0]?.package.name ?? '',
      name: record.summary,
      text: `${record.summary}. Made up, as is all of this list.`,
      added: start - (i + 1) * 2 * DAY,
      cwe: String((record.database_specific.cwe_ids as readonly string[])[0]), // set by the generator
      days: 14,
      ransomware: i === 0,
    }),
  );
  const later = [
    exploitedBug('lantern-path', 'LanternFS', now - 1.5 * DAY),
    exploitedBug('pump-frame-overflow', 'Brinepump', now - 1.5 * DAY),
  ];
  const kev = (released: number, given: typeof inFeed) =>
    kevBytes({ n: 52 + given.length, seed: `${seed}/kev`, until: start, released, given });
  return {
    osv: new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
    records,
    kevAtStart: kev(start, inFeed),
    kevLater: kev(now - 1.5 * DAY, [...inFeed, ...later]),
    ssvc: ssvcNdjson(seed, decisionPoints(records, exploited), new Date(start).toISOString()),
    reached: reachedOf(common(records).slice(6, 16)),
  };
}

/** Advisories that have an id and a fix, are not withdrawn, and speak of packages that many run. */
function common(records: readonly OsvRecord[]): readonly OsvRecord[] {
  const names = new Set(
    (['npm', 'Debian:12'] as const).flatMap((eco) => Array.from({ length: 40 }, (_, i) => packageAt(eco, i).name)),
  );
  return records.filter(
    (record) =>
      record.aliases.length > 0 &&
      record.withdrawn === undefined &&
      fixOf(record) !== undefined &&
      names.has(record.affected[0]?.package.name ?? ''),
  );
}

const fixOf = (record: OsvRecord): string | undefined =>
  record.affected[0]?.ranges[0]?.events.find((event) => event.fixed !== undefined)?.fixed;

/** The last version before the fix of each, which is affected. */
function reachedOf(records: readonly OsvRecord[]): MadeFeeds['reached'] {
  const packages = (['npm', 'Debian:12'] as const).flatMap((eco) =>
    Array.from({ length: 40 }, (_, i) => packageAt(eco, i)),
  );
  return records.flatMap((record) => {
    const pkg = packages.find((one) => one.name === record.affected[0]?.package.name);
    const fix = fixOf(record);
    const version = pkg && fix !== undefined ? pkg.versions[pkg.versions.indexOf(fix) - 1] : undefined;
    return pkg && version !== undefined ? [{ advisory: record.id, component: { pkg, version } }] : [];
  });
}

/** Four of five have decision points: as in life, the rest is unknown. Exploited ones always have them. */
function decisionPoints(records: readonly OsvRecord[], exploited: readonly OsvRecord[]) {
  const active = new Set(exploited.map((record) => record.aliases[0]));
  return records.flatMap((record, i) => {
    const [cve] = record.aliases;
    if (cve === undefined || (i % 5 === 4 && !active.has(cve))) return [];
    return [active.has(cve) ? { cve, exploitation: 'active' as const } : { cve }];
  });
}

function exploitedBug(key: 'lantern-path' | 'pump-frame-overflow', vendor: string, added: number) {
  const bug = BUGS[key];
  return kevEntry({
    cve: bug.cve ?? '',
    vendor,
    product: bug.pkg,
    name: bug.title,
    text: `${bug.title}. Made up, as is all of this list.`,
    added,
    cwe: kindOf(bug.rule).cwe,
    days: 3,
  });
}
