// What a record says, as a list of lines `place = value`: once from the plain JSON, once from our model. The two walks share no code
// but the printing, and a record is read well when they give the same lines.
import type { Advisory, Affected, Rating } from '@leadtime/lib/advisory';
import { canonicalJson } from '@leadtime/lib/kit';
import { parsePurl } from '@leadtime/lib/version';

// biome-ignore lint/suspicious/noExplicitAny: the plain walk looks at JSON as it is; a wrong place would throw and fail the case
type Plain = any;

export function linesOfJson(record: Plain): string[] {
  const lines = printer();
  lines.put('id', record.id);
  lines.put('modified', time(record.modified));
  lines.put('published', time(record.published));
  lines.put('withdrawn', time(record.withdrawn));
  for (const list of ['aliases', 'related', 'upstream']) lines.put(list, record[list] ?? []);
  lines.put('summary', record.summary ?? '');
  lines.put('details', record.details ?? '');
  lines.put('severity', record.severity ?? []);
  lines.put('specific', filled(record.database_specific));
  for (const { type, url } of record.references ?? []) lines.put('reference', [type, url]);
  for (const { name, type, contact } of record.credits ?? []) lines.put('credit', [name, type, contact ?? []]);
  for (const [i, one] of (record.affected ?? []).entries()) {
    const at = `affected ${i}`;
    if (one.package) lines.put(`${at} package`, [one.package.ecosystem, one.package.name, purl(one.package.purl)]);
    lines.put(`${at} severity`, one.severity ?? []);
    lines.put(`${at} versions`, one.versions ?? []);
    lines.put(`${at} ecosystem_specific`, filled(one.ecosystem_specific));
    lines.put(`${at} database_specific`, filled(one.database_specific));
    for (const range of one.ranges ?? [])
      lines.put(`${at} range`, [range.type, range.repo, range.events, filled(range.database_specific)]);
  }
  return lines.all;
}

export function linesOfAdvisory(advisory: Advisory): string[] {
  const lines = printer();
  lines.put('id', advisory.id);
  lines.put('modified', time(advisory.modified));
  lines.put('published', time(advisory.published));
  lines.put('withdrawn', time(advisory.withdrawn));
  for (const list of ['aliases', 'related', 'upstream'] as const) lines.put(list, advisory[list]);
  lines.put('summary', advisory.summary);
  lines.put('details', advisory.details);
  lines.put('severity', advisory.ratings ?? advisory.vectors.map(ratingOf));
  lines.put('specific', advisory.databaseSpecific);
  for (const { type, url } of advisory.references) lines.put('reference', [type, url]);
  for (const [i, name] of advisory.credits.entries()) {
    const contributor = advisory.contributors?.[i];
    lines.put('credit', [name, contributor?.type, contributor?.contacts ?? []]);
  }
  for (const [i, one] of advisory.affected.entries()) linesOfEntry(`affected ${i}`, one, lines.put);
  return lines.all;
}

function linesOfEntry(at: string, one: Affected, put: (place: string, value: unknown) => void): void {
  if (one.ecosystem !== 'GIT') put(`${at} package`, [one.ecosystem, one.name, one.purl]);
  put(`${at} severity`, one.ratings ?? []);
  put(`${at} versions`, one.versions);
  put(`${at} ecosystem_specific`, one.ecosystemSpecific);
  put(`${at} database_specific`, one.databaseSpecific);
  for (const { type, repo, events, databaseSpecific } of one.ranges) {
    const written = events.map((e) => ('lastAffected' in e ? { last_affected: e.lastAffected } : e));
    put(`${at} range`, [type, repo, written, databaseSpecific]);
  }
}

const ratingOf = (score: string): Rating => ({
  type: /^CVSS:4/.test(score) ? 'CVSS_V4' : /^CVSS:3/.test(score) ? 'CVSS_V3' : 'CVSS_V2',
  score,
});

function printer() {
  const all: string[] = [];
  const put = (place: string, value: unknown): void => {
    if (value !== undefined) all.push(`${place} = ${canonicalJson(dropUndefined(value))}`);
  };
  return { all, put };
}

const dropUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const time = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
const filled = (value: Plain): unknown => (value && Object.keys(value).length > 0 ? value : undefined);
/** Package URLs are kept in canonical form; whether that is right is the purl suite's business. */
const purl = (text: string | undefined): string | undefined => {
  const parsed = text === undefined ? undefined : parsePurl(text);
  return parsed?.ok ? parsed.value.text : text;
};
