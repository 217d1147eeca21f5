// Reads a CVE record (CVE JSON 5.0 to 5.2) as an advisory and as a report. All containers count, each under its author's name; what KEV
// and SSVC containers say is read elsewhere. Records are many and made by hundreds of hands: the identity must be sound, a fault further
// in is placed and costs what it spoils.
import {
  failed,
  type Instant,
  ok,
  type ProblemList,
  parseInstant,
  pointer,
  problemList,
  quote,
  type Result,
} from '../../kit/index.ts';
import type { Advisory, Contributor } from '../advisory-model.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import type { FindingClaim } from '../finding-model.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { findingOfAdvisory } from '../osv/index.ts';
import { readContainer } from './read-container.ts';
import { readCredits, readDescription, readReferences, readVectors, readWeaknesses } from './read-texts.ts';

export const CVE_LIMITS = { bytes: 16 * 1024 * 1024, depth: 64, containers: 100 } as const;

export interface CveRead {
  readonly advisory: Advisory;
  readonly state: 'PUBLISHED' | 'REJECTED';
  /** As written: 5.1.1. */
  readonly dataVersion: string;
  /** What could not be read, and where: the first 1,000. */
  readonly problems: ProblemList['kept'];
  readonly problemsTotal: number;
}

/** A record from text, bytes, or a value already parsed. */
export function readCve(input: unknown): Result<CveRead> {
  const parsed =
    typeof input === 'string' || input instanceof Uint8Array
      ? parseJsonQuickly(input, { maxBytes: CVE_LIMITS.bytes, maxDepth: CVE_LIMITS.depth })
      : ok(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const record = read.object(parsed.value, '');
  const identity = record && readIdentity(record, read);
  if (!record || !identity || problems.total > 0) return failed(problems.kept, problems.total);
  const advisory = readAdvisory(identity, read, problems);
  const { state, dataVersion } = identity;
  return ok({ advisory, state, dataVersion, problems: problems.kept, problemsTotal: problems.total });
}

/** The record as a report; a rejected one is none. */
export const findingsOfCve = ({ advisory, state }: CveRead): readonly FindingClaim[] =>
  state === 'REJECTED' ? [] : [findingOfAdvisory(advisory, 0, '')];

interface Identity {
  readonly id: string;
  readonly state: 'PUBLISHED' | 'REJECTED';
  readonly dataVersion: string;
  readonly metadata: Fields;
  readonly cna: Fields;
  readonly containers: Fields;
}

function readIdentity(record: Fields, read: FieldReader): Identity | undefined {
  read.choice(record, 'dataType', '', ['CVE_RECORD'] as const, true);
  const dataVersion = read.text(record, 'dataVersion', '', {
    required: true,
    max: 40,
    pattern: /^5\.\d+(?:\.\d+)?$/,
    form: 'a 5.x version of the format',
  });
  const metadata = read.object(own(record, 'cveMetadata'), '/cveMetadata');
  const containers = read.object(own(record, 'containers'), '/containers');
  const id =
    metadata &&
    read.text(metadata, 'cveId', '/cveMetadata', {
      required: true,
      max: 40,
      pattern: /^CVE-\d{4}-\d{4,19}$/,
      form: 'a CVE id',
    });
  const state = metadata && read.choice(metadata, 'state', '/cveMetadata', ['PUBLISHED', 'REJECTED'] as const);
  const cna = containers && read.object(own(containers, 'cna'), '/containers/cna');
  if (!metadata || !containers || !cna || id === undefined || dataVersion === undefined) return undefined;
  return { id, state: state ?? 'PUBLISHED', dataVersion, metadata, cna, containers };
}

function readAdvisory(
  { id, state, metadata, cna, containers }: Identity,
  read: FieldReader,
  problems: ProblemList,
): Advisory {
  const all = containersOf(cna, containers, read);
  const date = (key: string): Instant | undefined => dateOf(metadata, key, '/cveMetadata', read, problems);
  const [published, updated, rejected] = [date('datePublished'), date('dateUpdated'), date('dateRejected')];
  const dates = [updated, published, rejected, ...all.map(({ updatedAt }) => updatedAt)];
  const modified =
    dates.reduce(
      (latest, at) => (at !== undefined && (latest === undefined || at > latest) ? at : latest),
      undefined,
    ) ?? UNDATED;
  const contributors = readCredits(all, read);
  const entries =
    state === 'REJECTED' ? [] : all.map(({ fields, path, author }) => readContainer(fields, path, author, problems));
  const unaffected = entries.flatMap((one) => one.unaffected);
  const undecided = entries.flatMap((one) => one.undecided);
  const tags = read.texts(cna, 'tags', '/containers/cna', { most: 100, max: 200 });
  const details = readDescription(cna, state === 'REJECTED' ? 'rejectedReasons' : 'descriptions', read);
  return {
    id,
    aliases: [],
    related: [...new Set([...replacements(cna, read), ...sourceOf(cna, read)])].filter((one) => one !== id),
    upstream: [],
    summary: read.text(cna, 'title', '/containers/cna', { max: 4_096, lines: true }) ?? '',
    details,
    ...(published ? { published } : {}),
    modified,
    ...(state === 'REJECTED' ? { withdrawn: rejected ?? modified } : {}),
    vectors: readVectors(all, read),
    weaknesses: readWeaknesses(all, read),
    affected: entries.flatMap((one) => one.affected),
    ...(unaffected.length > 0 ? { unaffected } : {}),
    ...(undecided.length > 0 ? { undecided } : {}),
    references: readReferences(all, read),
    credits: contributors.map(({ name }: Contributor) => name),
    informational: false,
    ...(contributors.some(({ type }) => type !== undefined) ? { contributors } : {}),
    ...(tags.includes('disputed') ? { disputed: true } : {}),
    ...publisherOf(all[0]),
  };
}

/** A record without any date (drafts that a CNA keeps) is as old as can be: any dated one replaces it. */
const UNDATED = '1970-01-01T00:00:00.000Z' as Instant; // in the form of an instant

export interface Container {
  readonly fields: Fields;
  readonly path: string;
  readonly author: string;
  readonly updatedAt: Instant | undefined;
}

/** The CNA's first. */
function containersOf(cna: Fields, containers: Fields, read: FieldReader): readonly Container[] {
  const adps = read.list(containers, 'adp', '/containers', CVE_LIMITS.containers).flatMap((value, i) => {
    const path = `/containers/adp/${i}`;
    const fields = read.object(value, path);
    return fields ? [{ fields, path }] : [];
  });
  return [{ fields: cna, path: '/containers/cna' }, ...adps].map(({ fields, path }) => {
    const at = pointer(path, 'providerMetadata');
    const provider =
      own(fields, 'providerMetadata') === undefined ? undefined : read.object(fields.providerMetadata, at);
    const name =
      provider &&
      (read.text(provider, 'shortName', at, { max: 200 }) ?? read.text(provider, 'orgId', at, { max: 200 }));
    const updated = provider && read.text(provider, 'dateUpdated', at, { max: 64 });
    return {
      fields,
      path,
      author: name ?? 'unknown',
      updatedAt: updated === undefined ? undefined : instantOf(updated),
    };
  });
}

const publisherOf = (container: Container | undefined): { readonly publisher?: string } =>
  container === undefined || container.author === 'unknown' ? {} : { publisher: container.author };

function dateOf(
  holder: Fields,
  key: string,
  path: string,
  read: FieldReader,
  problems: ProblemList,
): Instant | undefined {
  const text = read.text(holder, key, path, { max: 64 });
  if (text === undefined) return undefined;
  const instant = instantOf(text);
  if (!instant) problems.add('date.syntax', pointer(path, key), `${quote(text)} is not an instant.`);
  return instant;
}

/** The format lets the zone be left out: it is GMT then. */
const instantOf = (text: string): Instant | undefined => parseInstant(text) ?? parseInstant(`${text}Z`);

const replacements = (cna: Fields, read: FieldReader): readonly string[] =>
  read.texts(cna, 'replacedBy', '/containers/cna', {
    most: 100,
    max: 100,
    pattern: /^CVE-\d{4}-\d{4,19}$/,
    form: 'a CVE id',
  });

/** The CNA's own advisory by its id: related, for nothing says that it is about this vulnerability alone. */
function sourceOf(cna: Fields, read: FieldReader): readonly string[] {
  const source = own(cna, 'source');
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return [];
  const advisory = own(source as Fields, 'advisory'); // an object, by the line above
  if (typeof advisory !== 'string' || !/^[A-Za-z][\w.:-]{3,100}$/.test(advisory)) return [];
  return read.textValue(advisory, '/containers/cna/source/advisory') === undefined ? [] : [advisory];
}
