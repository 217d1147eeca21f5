// Reads an OSV record (OSV schema 1.x, https://ossf.github.io/osv-schema/) into our model. Strict where the schema is, with every
// problem at its place; `database_specific` and `ecosystem_specific` may hold anything: they are kept as unknown data and read for
// a few known keys only.
import { failed, ok, type ProblemList, pointer, problemList, quote, type Result } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import type { Advisory, Affected, Contributor, Rating } from '../advisory-model.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { readRanges, readSpecific } from './ranges.ts';

export const OSV_LIMITS = {
  /** Of one record. */
  bytes: 8 * 1024 * 1024,
  depth: 64,
  identifiers: 1_000,
  affected: 10_000,
  versions: 50_000,
  references: 5_000,
  credits: 1_000,
  severity: 20,
  details: 512 * 1024,
} as const;

/** A record from text, bytes, or a value already parsed. */
export function readOsv(input: unknown): Result<Advisory> {
  const parsed = parse(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const advisory = readRecord(parsed.value, problems);
  return advisory && problems.total === 0 ? ok(advisory) : failed(problems.kept, problems.total);
}

function parse(input: unknown): Result<unknown> {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return ok(input);
  return parseJsonQuickly(input, { maxBytes: OSV_LIMITS.bytes, maxDepth: OSV_LIMITS.depth });
}

/** Newest minor version of the schema whose fields are known here. A record of a later one may have more. */
const NEWEST_MINOR = 9;
const FIELDS: ReadonlySet<string> = new Set(
  (
    'schema_version id modified published withdrawn aliases related upstream summary details severity affected references credits ' +
    'database_specific'
  ).split(' '),
);
const IDENTIFIER = { max: 200, required: true, pattern: /^[A-Za-z0-9][!-~]*$/, form: 'an identifier' } as const;

function readRecord(value: unknown, problems: ProblemList): Advisory | undefined {
  const read = fieldReader(problems);
  const record = read.object(value, '');
  if (!record) return undefined;
  refuseUnknownFields(record, read, problems);
  const identifiers = { ...IDENTIFIER, most: OSV_LIMITS.identifiers };
  const id = read.text(record, 'id', '', IDENTIFIER);
  const modified = read.instant(record, 'modified', '', true);
  const published = read.instant(record, 'published', '');
  const withdrawn = read.instant(record, 'withdrawn', '');
  const entries = [...read.list(record, 'affected', '', OSV_LIMITS.affected).entries()].flatMap(
    ([i, entry]) => readAffected(entry, `/affected/${i}`, read, problems) ?? [],
  );
  const databaseSpecific = readSpecific(record, 'database_specific', '', read);
  const ratings = readRatings(record, '', read, problems);
  const vectors = unique([ratings, ...entries.map((entry) => entry.ratings ?? [])].flatMap(vectorsOf));
  const contributors = readCredits(record, read);
  const advisory: Advisory = {
    id: id ?? '',
    aliases: read.texts(record, 'aliases', '', identifiers),
    related: read.texts(record, 'related', '', identifiers),
    upstream: read.texts(record, 'upstream', '', identifiers),
    summary: read.text(record, 'summary', '', { max: 4_096, lines: true }) ?? '',
    details: read.text(record, 'details', '', { max: OSV_LIMITS.details, lines: true }) ?? '',
    modified: modified ?? '',
    ...(published ? { published } : {}),
    ...(withdrawn ? { withdrawn } : {}),
    vectors,
    weaknesses: weaknesses([databaseSpecific, ...entries.map((entry) => entry.databaseSpecific)]),
    affected: entries,
    references: references(record, read),
    credits: contributors.map(({ name }) => name),
    informational: entries.length > 0 && entries.every((entry) => isInformational(entry.databaseSpecific)),
    ...(isTold(ratings, vectors) ? {} : { ratings }),
    ...(contributors.some((one) => one.type !== undefined || one.contacts) ? { contributors } : {}),
    ...(databaseSpecific ? { databaseSpecific } : {}),
  };
  return id !== undefined && modified !== undefined ? advisory : undefined;
}

/** Whether the advisory's vectors say all that its ratings do. */
const isTold = (ratings: readonly Rating[], vectors: readonly string[]): boolean =>
  ratings.length === vectors.length &&
  ratings.every(({ type, score, source }, i) => score === vectors[i] && type !== 'Ubuntu' && source === undefined);

/** The schema closes the record itself to other fields, not the objects in it. */
function refuseUnknownFields(record: Fields, read: FieldReader, problems: ProblemList): void {
  const version = read.text(record, 'schema_version', '', {
    max: 40,
    pattern: /^1\.\d+(?:\.\d+)?(?:[-+][0-9A-Za-z.-]+)?$/,
    form: 'a 1.x version of the schema',
  });
  if (Number(version?.split('.')[1] ?? 0) > NEWEST_MINOR) return;
  for (const key of Object.keys(record))
    if (!FIELDS.has(key)) problems.add('field.unknown', pointer('', key), quote(key));
}

function readAffected(value: unknown, path: string, read: FieldReader, problems: ProblemList): Affected | undefined {
  const entry = read.object(value, path);
  if (!entry) return undefined;
  const ranges = readRanges(entry, path, read, problems);
  const ratings = readRatings(entry, path, read, problems);
  const ecosystemSpecific = readSpecific(entry, 'ecosystem_specific', path, read);
  const databaseSpecific = readSpecific(entry, 'database_specific', path, read);
  return {
    ...readPackage(entry, ranges[0]?.repo, path, read, problems),
    ranges,
    versions: read.texts(entry, 'versions', path, VERSIONS),
    ...(ratings.length > 0 ? { ratings } : {}),
    ...(ecosystemSpecific ? { ecosystemSpecific } : {}),
    ...(databaseSpecific ? { databaseSpecific } : {}),
  };
}

const VERSIONS = { most: OSV_LIMITS.versions, max: 500, required: true } as const;

/** Records about source trees name no package; theirs is the repository. */
function readPackage(
  entry: Fields,
  repo: string | undefined,
  path: string,
  read: FieldReader,
  problems: ProblemList,
): Pick<Affected, 'ecosystem' | 'name' | 'purl'> {
  const written = own(entry, 'package');
  if (written === undefined || written === null) return { ecosystem: 'GIT', name: repo ?? '' };
  const at = pointer(path, 'package');
  const named = read.object(written, at) ?? {};
  const ecosystem = read.text(named, 'ecosystem', at, { required: true, max: 200 }) ?? '';
  const name = read.text(named, 'name', at, { required: true, max: 1_000 }) ?? '';
  const purlText = read.text(named, 'purl', at, { max: 4_096 });
  const purl = purlText === undefined ? undefined : parsePurl(purlText, pointer(at, 'purl'));
  if (purl && !purl.ok) for (const problem of purl.problems) problems.add(problem.code, problem.path, problem.detail);
  return { ecosystem, name, ...(purl?.ok ? { purl: purl.value.text } : {}) };
}

const SEVERITY_TYPES = ['CVSS_V2', 'CVSS_V3', 'CVSS_V4', 'Ubuntu'] as const;
const VECTOR_FORMS: Readonly<Record<string, RegExp>> = {
  CVSS_V2: /^(?:AV|AC|Au|C|I|A|E|RL|RC|CDP|TD|CR|IR|AR):[A-Z]{1,4}(?:\/[A-Za-z]{1,3}:[A-Z]{1,4}){0,20}$/,
  CVSS_V3: /^CVSS:3\.[01](?:\/[A-Z]{1,3}:[A-Z]){1,40}$/,
  CVSS_V4: /^CVSS:4\.0(?:\/[A-Z]{1,3}:[A-Za-z]{1,7}){1,50}$/,
};

function readRatings(holder: Fields, path: string, read: FieldReader, problems: ProblemList): readonly Rating[] {
  return read.list(holder, 'severity', path, OSV_LIMITS.severity).flatMap((value, i) => {
    const at = pointer(path, 'severity', i);
    const severity = read.object(value, at);
    if (!severity) return [];
    const type = read.choice(severity, 'type', at, SEVERITY_TYPES, true);
    const score = read.text(severity, 'score', at, { required: true, max: 500 });
    const source = read.text(severity, 'source', at, { max: 200 });
    if (type === undefined || score === undefined) return [];
    if (VECTOR_FORMS[type]?.test(score) === false) problems.add('cvss.syntax', pointer(at, 'score'), quote(score));
    return [{ type, score, ...(source === undefined ? {} : { source }) }];
  });
}

/** CVSS vectors; Ubuntu's word for priority is a rating and no vector. */
const vectorsOf = (ratings: readonly Rating[]): readonly string[] =>
  ratings.flatMap(({ type, score }) => (type === 'Ubuntu' ? [] : [score]));

const REFERENCE_TYPES = [
  'ADVISORY',
  'ARTICLE',
  'DETECTION',
  'DISCUSSION',
  'REPORT',
  'FIX',
  'INTRODUCED',
  'GIT',
  'PACKAGE',
  'EVIDENCE',
  'WEB',
] as const;

function references(record: Fields, read: FieldReader): Advisory['references'] {
  return read.list(record, 'references', '', OSV_LIMITS.references).flatMap((value, i) => {
    const at = `/references/${i}`;
    const reference = read.object(value, at);
    if (!reference) return [];
    const type = read.choice(reference, 'type', at, REFERENCE_TYPES, true);
    const url = read.text(reference, 'url', at, {
      required: true,
      max: 4_096,
      pattern: /^\S+$/, // some records leave the scheme out; nothing here fetches or links
      form: 'a URL',
    });
    return type !== undefined && url !== undefined ? [{ type, url }] : [];
  });
}

const CREDIT_TYPES = [
  'FINDER',
  'REPORTER',
  'ANALYST',
  'COORDINATOR',
  'REMEDIATION_DEVELOPER',
  'REMEDIATION_REVIEWER',
  'REMEDIATION_VERIFIER',
  'TOOL',
  'SPONSOR',
  'OTHER',
] as const;

function readCredits(record: Fields, read: FieldReader): readonly Contributor[] {
  return read.list(record, 'credits', '', OSV_LIMITS.credits).flatMap((value, i) => {
    const at = `/credits/${i}`;
    const credit = read.object(value, at);
    const name = credit && read.text(credit, 'name', at, { required: true, max: 500 });
    if (!credit || name === undefined) return [];
    const type = read.choice(credit, 'type', at, CREDIT_TYPES);
    const contacts = read.texts(credit, 'contact', at, { most: 50, max: 2_000 });
    return [{ name, ...(type === undefined ? {} : { type }), ...(contacts.length > 0 ? { contacts } : {}) }];
  });
}

/** GitHub's and PyPA's records name weaknesses as `cwe_ids`; the schema has no field for them. */
function weaknesses(specifics: readonly (Fields | undefined)[]): readonly string[] {
  const named: unknown[] = [];
  for (const specific of specifics) {
    const ids = specific && own(specific, 'cwe_ids');
    if (Array.isArray(ids)) named.push(...ids.slice(0, 100));
  }
  if (named.length === 0) return [];
  return unique(named.filter((id): id is string => typeof id === 'string' && /^CWE-\d{1,6}$/.test(id))).sort(byNumber);
}

const byNumber = (a: string, b: string): number => Number(a.slice(4)) - Number(b.slice(4));

/** RustSec's convention: `informational` is unmaintained, unsound or notice. */
const isInformational = (specific: Fields | undefined): boolean => {
  const word = specific && own(specific, 'informational');
  return word !== undefined && word !== null && word !== false && word !== '';
};

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
