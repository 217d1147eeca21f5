// Writes our model as an OSV 1.7 record. What OSV cannot say is named by `osvLeavesOut`, never dropped in silence.
import type { Advisory, Affected, RangeEvent } from '../advisory-model.ts';

export const OSV_WRITTEN_VERSION = '1.7.0';

/** What belongs into the record beside the advisory itself. */
export interface OsvExtras {
  /** Kept under `database_specific`: where it was published, TLP, revision and so on. JSON values only. */
  readonly databaseSpecific?: Readonly<Record<string, unknown>>;
  /** `FINDER`, `COORDINATOR`, … by name, for those whose part is known. */
  readonly creditTypes?: Readonly<Record<string, string>>;
}

/** A record with its fields in the schema's order; absent fields are absent, not null. */
export function writeOsv(advisory: Advisory, extras: OsvExtras = {}): Record<string, unknown> {
  const specific = {
    ...(advisory.weaknesses.length > 0 ? { cwe_ids: advisory.weaknesses } : {}),
    ...extras.databaseSpecific,
  };
  return compact({
    schema_version: OSV_WRITTEN_VERSION,
    id: advisory.id,
    modified: advisory.modified,
    published: advisory.published,
    withdrawn: advisory.withdrawn,
    aliases: advisory.aliases,
    related: advisory.related,
    upstream: advisory.upstream,
    summary: advisory.summary,
    details: advisory.details,
    severity: advisory.vectors.map((score) => ({ type: severityType(score), score })),
    affected: advisory.affected.filter(hasOsvForm).map((entry) => writeAffected(entry, advisory.informational)),
    references: advisory.references.map(({ type, url }) => ({ type, url })),
    credits: advisory.credits.map((name) => compact({ name, type: extras.creditTypes?.[name] })),
    database_specific: specific,
  });
}

/** What of an advisory has no place in OSV, with the reason. */
export function osvLeavesOut(advisory: Advisory): readonly { readonly path: string; readonly reason: string }[] {
  return advisory.affected.flatMap((entry, i) =>
    hasOsvForm(entry)
      ? []
      : [
          {
            path: `/affected/${i}`,
            reason: `OSV has no ecosystem for a vendor's product (${entry.vendor ?? ''} ${entry.name})`,
          },
        ],
  );
}

const hasOsvForm = (entry: Affected): boolean => entry.ecosystem !== 'product';

function writeAffected(entry: Affected, informational: boolean): Record<string, unknown> {
  const { ecosystem, name, purl } = entry;
  return compact({
    package: ecosystem === 'GIT' ? undefined : compact({ ecosystem, name, purl }),
    ranges: entry.ranges.map((range) =>
      compact({ type: range.type, repo: range.repo, events: range.events.map(writeEvent) }),
    ),
    versions: entry.versions,
    database_specific: informational ? { informational: 'notice' } : {},
  });
}

const writeEvent = (event: RangeEvent): Record<string, string> =>
  'lastAffected' in event ? { last_affected: event.lastAffected } : { ...event };

const severityType = (vector: string): string =>
  vector.startsWith('CVSS:4') ? 'CVSS_V4' : vector.startsWith('CVSS:3') ? 'CVSS_V3' : 'CVSS_V2';

/** Without undefined, '' and empty lists and objects. */
function compact(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value)));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
