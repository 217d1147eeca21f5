// The advisory's draft as the editor holds it: text in fields, lists as lines; and back into the body of the API.
import type { Body } from '@leadtime/contract';

export type DraftBody = Body<'advisories.edit'>;

export interface AffectedFields {
  readonly ecosystem: string;
  readonly name: string;
  readonly introduced: string;
  readonly fixed: string;
  readonly lastAffected: string;
  readonly versions: string;
  readonly vendor: string;
  readonly purl: string;
}
export interface DraftFields {
  readonly title: string;
  readonly summary: string;
  readonly details: string;
  readonly tlp: string;
  readonly cve: string;
  readonly weaknesses: string;
  readonly vectors: string;
  readonly mitigation: string;
  readonly what: string;
  readonly howToLook: string;
  readonly ifYouCannot: string;
  readonly references: string;
  readonly credits: string;
  readonly affected: readonly AffectedFields[];
}

export const NO_PACKAGE: AffectedFields = {
  ecosystem: '',
  name: '',
  introduced: '0',
  fixed: '',
  lastAffected: '',
  versions: '',
  vendor: '',
  purl: '',
};
const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean);
const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

export function fieldsOf(draft: DraftBody): DraftFields {
  return {
    title: draft.title,
    summary: draft.summary,
    details: draft.details,
    tlp: draft.tlp ?? 'TLP:CLEAR',
    cve: draft.cve ?? '',
    weaknesses: (draft.weaknesses ?? []).join(', '),
    vectors: (draft.vectors ?? []).join('\n'),
    mitigation: draft.mitigation ?? '',
    what: draft.plain?.what ?? '',
    howToLook: draft.plain?.howToLook ?? '',
    ifYouCannot: draft.plain?.ifYouCannot ?? '',
    references: (draft.references ?? []).join('\n'),
    credits: (draft.credits ?? []).join('\n'),
    affected: draft.affected.map((a) => ({
      ecosystem: a.ecosystem,
      name: a.name,
      introduced: a.introduced ?? '0',
      fixed: a.fixed ?? '',
      lastAffected: a.lastAffected ?? '',
      versions: (a.versions ?? []).join(', '),
      vendor: a.vendor ?? '',
      purl: a.purl ?? '',
    })),
  };
}

/** What to send. Empty optional fields are left out; plain words go only when something of them is written. */
export function bodyOf(f: DraftFields): DraftBody {
  const plain = { what: f.what.trim(), howToLook: f.howToLook.trim(), ifYouCannot: f.ifYouCannot.trim() };
  return {
    title: f.title,
    summary: f.summary,
    details: f.details,
    tlp: f.tlp as NonNullable<DraftBody['tlp']>, // the select offers these only; the server checks
    weaknesses: words(f.weaknesses),
    vectors: lines(f.vectors),
    references: lines(f.references),
    credits: lines(f.credits),
    affected: f.affected.map((a) => ({
      ecosystem: a.ecosystem,
      name: a.name,
      introduced: a.introduced.trim() || '0',
      versions: words(a.versions),
      ...(a.fixed.trim() ? { fixed: a.fixed.trim() } : {}),
      ...(a.lastAffected.trim() ? { lastAffected: a.lastAffected.trim() } : {}),
      ...(a.vendor.trim() ? { vendor: a.vendor.trim() } : {}),
      ...(a.purl.trim() ? { purl: a.purl.trim() } : {}),
    })),
    ...(f.cve.trim() ? { cve: f.cve.trim() } : {}),
    ...(f.mitigation.trim() ? { mitigation: f.mitigation } : {}),
    ...(plain.what || plain.howToLook || plain.ifYouCannot ? { plain } : {}),
  };
}

/** "npm/libtessera before 2.4.1" */
export function affectedInWords(a: AffectedFields): string {
  const from = a.introduced && a.introduced !== '0' ? `from ${a.introduced} ` : '';
  const to = a.fixed
    ? `before ${a.fixed}`
    : a.lastAffected
      ? `up to and with ${a.lastAffected}`
      : a.versions
        ? `in ${a.versions}`
        : 'in all versions, no fix known';
  return `${a.name || 'a package'} ${from}${to}`;
}
