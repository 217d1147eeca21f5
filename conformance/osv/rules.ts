// The rules of the OSV schema 1.9 (https://ossf.github.io/osv-schema/), written down from its text as plain checks and without any
// code of ours, so that they can judge what we read and what we write.

type Json = Record<string, unknown>;

/** Every rule that the record breaks, in words; none for a valid record. */
export function brokenRules(record: unknown): string[] {
  if (!isObject(record)) return ['a record is an object'];
  return [
    ...Object.keys(record)
      .filter((key) => !FIELDS.has(key))
      .map((key) => `the record has no field ${key}`),
    ...require(typeof record.id === 'string' && record.id !== '', 'id is a text'),
    ...require(isTime(record.modified), 'modified is an RFC 3339 time in UTC'),
    ...optional(
      record.schema_version,
      (v) => typeof v === 'string' && /^1\.\d+(\.\d+)?/.test(v),
      'schema_version is 1.x',
    ),
    ...optional(record.published, isTime, 'published is a time'),
    ...optional(record.withdrawn, isTime, 'withdrawn is a time'),
    ...['aliases', 'related', 'upstream'].flatMap((key) => optional(record[key], isTexts, `${key} is a list of texts`)),
    ...optional(record.summary, isText, 'summary is a text'),
    ...optional(record.details, isText, 'details is a text'),
    ...optional(record.database_specific, isObject, 'database_specific is an object'),
    ...each(record.severity, severityRules),
    ...each(record.affected, affectedRules),
    ...each(record.references, (one) => [
      ...require(REFERENCES.has(String(one.type)), 'the type of a reference is known'),
      ...require(isText(one.url) && one.url !== '', 'a reference has a url'),
    ]),
    ...each(record.credits, (one) => [
      ...require(isText(one.name) && one.name !== '', 'a credit has a name'),
      ...optional(one.contact, isTexts, 'contact is a list of texts'),
      ...optional(one.type, (type) => CREDITS.has(String(type)), 'the type of a credit is known'),
    ]),
  ];
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
const FIELDS = words(
  'schema_version id modified published withdrawn aliases related upstream summary details severity affected references credits database_specific',
);
const REFERENCES = words('ADVISORY ARTICLE DETECTION DISCUSSION REPORT FIX INTRODUCED GIT PACKAGE EVIDENCE WEB');
const CREDITS = words(
  'FINDER REPORTER ANALYST COORDINATOR REMEDIATION_DEVELOPER REMEDIATION_REVIEWER REMEDIATION_VERIFIER TOOL SPONSOR OTHER',
);

function severityRules(one: Json): string[] {
  const form = SCORES.get(String(one.type));
  if (!form) return ['the type of a severity is known'];
  return require(typeof one.score === 'string' && form.test(one.score), `the score fits ${one.type}`);
}

const SCORES: ReadonlyMap<string, RegExp> = new Map([
  ['CVSS_V2', /^AV:[NAL]\/AC:[LMH]\/Au:[MSN]\/C:[NPC]\/I:[NPC]\/A:[NPC]/],
  ['CVSS_V3', /^CVSS:3\.[01]\/\S+$/],
  ['CVSS_V4', /^CVSS:4\.0\/\S+$/],
  ['Ubuntu', /^\w+$/],
]);

function affectedRules(one: Json): string[] {
  return [
    ...optional(one.package, isObject, 'package is an object'),
    ...(isObject(one.package)
      ? [
          ...require(isText(one.package.ecosystem) && one.package.ecosystem !== '', 'a package has an ecosystem'),
          ...require(isText(one.package.name) && one.package.name !== '', 'a package has a name'),
          ...optional(one.package.purl, (v) => isText(v) && v.startsWith('pkg:'), 'a purl starts with pkg:'),
        ]
      : []),
    ...each(one.severity, severityRules),
    ...optional(one.versions, isTexts, 'versions is a list of texts'),
    ...optional(one.ecosystem_specific, isObject, 'ecosystem_specific is an object'),
    ...optional(one.database_specific, isObject, 'database_specific is an object'),
    ...each(one.ranges, rangeRules),
  ];
}

function rangeRules(one: Json): string[] {
  const events = Array.isArray(one.events) ? one.events : [];
  const kinds = events.flatMap((event) => (isObject(event) ? Object.keys(event) : ['?']));
  return [
    ...require(['GIT', 'SEMVER', 'ECOSYSTEM'].includes(String(one.type)), 'the type of a range is known'),
    ...require(one.type !== 'GIT' || isText(one.repo), 'a range of commits has a repo'),
    ...require(kinds.length === events.length &&
      kinds.every((kind) => EVENTS.has(kind)), 'an event is exactly one of introduced, fixed, last_affected, limit'),
    ...require(events.every(
      (event) => isObject(event) && Object.values(event).every((v) => isText(v) && v !== ''),
    ), 'an event names a version'),
    ...require(kinds.includes('introduced'), 'a range has an introduced event'),
    ...require(!(kinds.includes('fixed') && kinds.includes('last_affected')), 'a range has fixed or last_affected'),
    ...optional(one.database_specific, isObject, 'database_specific is an object'),
  ];
}

const EVENTS = words('introduced fixed last_affected limit');

function each(value: unknown, rules: (one: Json) => string[]): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return ['it is a list'];
  return value.flatMap((one) => (isObject(one) ? rules(one) : ['an entry is an object']));
}

const require = (holds: boolean, rule: string): string[] => (holds ? [] : [rule]);
const optional = (value: unknown, holds: (value: unknown) => boolean, rule: string): string[] =>
  value === undefined || value === null || holds(value) ? [] : [rule];
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((v) => isText(v) && v !== '');
const isTime = (value: unknown): boolean =>
  isText(value) &&
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value));
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
