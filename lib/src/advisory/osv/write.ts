// Writes our model as an OSV record: 1.7, which is what readers in the field know, unless a later version's field is in it. What OSV cannot say is named by `osvLeavesOut`, never dropped in silence.
import type { Advisory, Affected, Contributor, RangeEvent, Rating } from '../advisory-model.ts';

export const OSV_WRITTEN_VERSION = '1.7.0';
/** For records that say whose a severity is. */
const WITH_SOURCES = '1.9.0';

/** What belongs into the record beside the advisory itself. */
export interface OsvExtras {
  /** Kept under `database_specific`: where it was published, TLP, revision and so on. JSON values only. */
  readonly databaseSpecific?: Readonly<Record<string, unknown>>;
  /** `FINDER`, `COORDINATOR`, … by name, for those whose part is known. */
  readonly creditTypes?: Readonly<Record<string, string>>;
}

/** A record with its fields in the schema's order; absent fields are absent, not null. */
export function writeOsv(advisory: Advisory, extras: OsvExtras = {}): Record<string, unknown> {
  const ratings = advisory.ratings ?? advisory.vectors.map((score) => ({ type: severityType(score), score }));
  const specific = {
    ...(namesWeaknesses(advisory) ? {} : { cwe_ids: advisory.weaknesses }),
    ...advisory.databaseSpecific,
    ...extras.databaseSpecific,
  };
  const contributors: readonly Contributor[] = advisory.contributors ?? advisory.credits.map((name) => ({ name }));
  return compact({
    schema_version: usesSources(advisory) ? WITH_SOURCES : OSV_WRITTEN_VERSION,
    id: advisory.id,
    modified: advisory.modified,
    published: advisory.published,
    withdrawn: advisory.withdrawn,
    aliases: advisory.aliases,
    related: advisory.related,
    upstream: advisory.upstream,
    summary: advisory.summary,
    details: advisory.details,
    severity: ratings.map(writeRating),
    affected: advisory.affected.filter(hasOsvForm).map((entry) => writeAffected(entry, advisory.informational)),
    references: advisory.references.map(({ type, url }) => ({ type, url })),
    credits: contributors.map(({ name, type, contacts }) =>
      compact({ name, contact: contacts, type: type ?? extras.creditTypes?.[name] }),
    ),
    database_specific: specific,
  });
}

/** Whether the record's own data, or an entry's, names the weaknesses already: they are written once. */
const namesWeaknesses = (advisory: Advisory): boolean =>
  advisory.weaknesses.length === 0 ||
  [advisory, ...advisory.affected].some((one) => Array.isArray(one.databaseSpecific?.cwe_ids));

const usesSources = (advisory: Advisory): boolean =>
  [advisory, ...advisory.affected].some((one) => one.ratings?.some(({ source }) => source !== undefined));

/** What of an advisory has no place in OSV, with the reason. */
export function osvLeavesOut(advisory: Advisory): readonly { readonly path: string; readonly reason: string }[] {
  const products = advisory.affected.flatMap((entry, i) =>
    hasOsvForm(entry)
      ? []
      : [
          {
            path: `/affected/${i}`,
            reason: `OSV has no ecosystem for a vendor's product (${entry.vendor ?? ''} ${entry.name})`,
          },
        ],
  );
  const negative = (['unaffected', 'undecided'] as const).flatMap((list) =>
    advisory[list]?.length ? [{ path: `/${list}`, reason: 'OSV says what is affected and nothing else' }] : [],
  );
  return [...products, ...negative];
}

const hasOsvForm = (entry: Affected): boolean => entry.ecosystem !== 'product' && entry.ecosystem !== 'cpe';

function writeAffected(entry: Affected, informational: boolean): Record<string, unknown> {
  const { ecosystem, name, purl } = entry;
  const marked = informational && !entry.databaseSpecific?.informational ? { informational: 'notice' } : {};
  return compact({
    package: ecosystem === 'GIT' ? undefined : compact({ ecosystem, name, purl }),
    severity: entry.ratings?.map(writeRating),
    ranges: entry.ranges.map((range) =>
      compact({
        type: range.type,
        repo: range.repo,
        events: range.events.map(writeEvent),
        database_specific: range.databaseSpecific,
      }),
    ),
    versions: entry.versions,
    ecosystem_specific: entry.ecosystemSpecific,
    database_specific: { ...entry.databaseSpecific, ...marked },
  });
}

const writeRating = ({ type, score, source }: Rating): Record<string, unknown> => compact({ type, score, source });

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
