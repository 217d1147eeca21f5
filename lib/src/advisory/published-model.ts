// What we publish, before any format: the writers of CSAF, OSV and plain words all start from this.
import type { Instant } from '../kit/index.ts';
import type { Tlp } from '../marking/index.ts';
import type { Advisory, Affected } from './advisory-model.ts';

export interface PublishedAdvisory {
  /** Ours, such as LT-2026-0042. Stays the same over all revisions. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences. */
  readonly summary: string;
  readonly details: string;
  readonly aliases: readonly string[];
  /** What is affected; ranges with `fixed` events carry the fixes. An entry without ranges and versions is under investigation. */
  readonly affected: readonly Affected[];
  readonly severity: readonly PublishedSeverity[];
  /** CWE-787 and so on, the main one first. */
  readonly weaknesses: readonly string[];
  readonly mitigations: readonly PublishedMitigation[];
  readonly credits: readonly PublishedCredit[];
  readonly references: readonly PublishedReference[];
  readonly tlp: Tlp;
  readonly publisher: Publisher;
  /** Numbered 1, 2, 3 …, oldest first; the last is the one being published. */
  readonly revisions: readonly Revision[];
  readonly discoveredAt?: Instant;
  readonly withdrawn?: { readonly at: Instant; readonly reason: string };
}

/** A scored vector (the score is made by `triage/cvss.ts`) and whose judgement it is. */
export interface PublishedSeverity {
  readonly source: 'validator' | 'vendor' | 'finder';
  readonly version: '2.0' | '3.0' | '3.1' | '4.0';
  readonly vector: string;
  readonly base: number;
  readonly severity: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

export interface PublishedMitigation {
  /** A workaround avoids the vulnerability; a mitigation lessens what it does. */
  readonly kind: 'workaround' | 'mitigation';
  readonly text: string;
  readonly url?: string;
}

export interface PublishedCredit {
  readonly name: string;
  readonly organisation?: string;
  /** What for: found it, validated it, wrote the fix. */
  readonly part?: string;
}

export interface PublishedReference {
  /** OSV's types: ADVISORY, FIX, REPORT, ARTICLE, PACKAGE, EVIDENCE, WEB … */
  readonly type: string;
  readonly url: string;
  readonly summary?: string;
}

export interface Publisher {
  readonly name: string;
  readonly category: 'coordinator' | 'vendor' | 'discoverer' | 'user' | 'other';
  /** An address under the publisher's control that names it for ever. */
  readonly namespace: string;
  readonly contact?: string;
  readonly authority?: string;
}

export interface Revision {
  readonly number: number;
  readonly at: Instant;
  readonly summary: string;
}

/** What a writer left out because its format cannot say it, or because it would not be valid. */
export interface LeftOut {
  /** JSON pointer into the PublishedAdvisory. */
  readonly path: string;
  readonly reason: string;
}

/** The same as an advisory in our reading model: what `writeOsv` takes, and what our own matcher matches. */
export function advisoryOfPublished(published: PublishedAdvisory): Advisory {
  const first = published.revisions[0];
  const last = published.revisions.at(-1);
  const modified = published.withdrawn?.at ?? last?.at;
  if (modified === undefined) throw new Error(`${published.id} has no revision`); // a draft is not published
  return {
    id: published.id,
    aliases: published.aliases,
    related: [],
    upstream: [],
    summary: published.title,
    details: [published.summary, published.details].filter((text) => text !== '').join('\n\n'),
    ...(first ? { published: first.at } : {}),
    modified: last !== undefined && last.at > modified ? last.at : modified,
    ...(published.withdrawn ? { withdrawn: published.withdrawn.at } : {}),
    vectors: [...new Set(published.severity.map((severity) => severity.vector))],
    weaknesses: published.weaknesses,
    affected: published.affected,
    references: published.references.map(({ type, url }) => ({ type, url })),
    credits: published.credits.map((credit) => credit.name),
    informational: false,
  };
}
