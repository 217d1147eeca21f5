// Between the draft that a person edits and the advisory that leaves in CSAF, OSV and plain words.
import type { advisoryDraft } from '@leadtime/contract';
import type { Affected, PublishedAdvisory, PublishedSeverity, RangeEvent } from '@leadtime/lib/advisory';
import type { Instant } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import { parsePurl } from '@leadtime/lib/version';
import type { z } from 'zod';
import type { CaseFacts } from './store.ts';

export type Draft = z.output<typeof advisoryDraft>;

export interface Publishing {
  readonly publicId: string;
  readonly aliases: readonly string[];
  readonly publisher: { readonly name: string; readonly namespace: string };
  readonly revisions: readonly { readonly number: number; readonly at: string; readonly summary: string }[];
  readonly withdrawn?: { readonly at: string; readonly reason: string };
}

export function publishedOf(draft: Draft, p: Publishing): PublishedAdvisory {
  return {
    id: p.publicId,
    title: draft.title,
    summary: draft.summary,
    details: draft.details,
    aliases: [...new Set([...(draft.cve ? [draft.cve] : []), ...p.aliases])],
    affected: draft.affected.map(affectedOf),
    severity: draft.vectors.flatMap(severityOf),
    weaknesses: draft.weaknesses,
    mitigations: draft.mitigation ? [{ kind: 'mitigation', text: draft.mitigation }] : [],
    credits: draft.credits.map((name) => ({ name })),
    references: draft.references.map((url) => ({ type: 'WEB', url })),
    tlp: draft.tlp,
    publisher: { name: p.publisher.name, category: 'coordinator', namespace: p.publisher.namespace },
    revisions: p.revisions.map((r) => ({ number: r.number, at: r.at as Instant, summary: r.summary })), // instants of the clock
    ...(p.withdrawn ? { withdrawn: { at: p.withdrawn.at as Instant, reason: p.withdrawn.reason } } : {}), // as above
  };
}

function affectedOf(a: Draft['affected'][number]): Affected {
  const events: RangeEvent[] = [{ introduced: a.introduced }];
  if (a.fixed) events.push({ fixed: a.fixed });
  else if (a.lastAffected) events.push({ lastAffected: a.lastAffected });
  const type = a.ecosystem === 'npm' ? 'SEMVER' : 'ECOSYSTEM';
  const listed = a.versions.length > 0 && !a.fixed && !a.lastAffected;
  return {
    ecosystem: a.ecosystem,
    name: a.name,
    ranges: listed ? [] : [{ type, events }],
    versions: a.versions,
    ...(a.vendor ? { vendor: a.vendor } : {}),
    ...(a.purl ? { purl: a.purl } : {}),
  };
}

function severityOf(vector: string): PublishedSeverity[] {
  const scored = score(vector);
  return scored.ok
    ? [
        {
          source: 'vendor',
          version: scored.value.version,
          vector: scored.value.vector,
          base: scored.value.base,
          severity: scored.value.severity,
        },
      ]
    : [];
}

/** A first draft from what a case knows; a person reads and mends it. */
export function draftOf(c: CaseFacts): Draft {
  const at = packageOf(c.target);
  const cve = c.aliases.find((a) => /^CVE-\d{4}-\d{4,}$/.test(a));
  const fixed = c.fix_version ?? undefined;
  return {
    title: c.title,
    summary: `${c.title}.${fixed ? ` Fixed in ${at.name} ${fixed}.` : ''}`,
    details: c.description?.slice(0, 20_000) || c.title,
    tlp: 'TLP:CLEAR',
    affected: [
      {
        ecosystem: at.ecosystem,
        name: at.name,
        ...(at.purl ? { purl: at.purl } : {}),
        introduced: '0',
        ...(fixed ? { fixed } : c.version ? { lastAffected: c.version } : {}),
        versions: [],
      },
    ],
    ...(cve ? { cve } : {}),
    weaknesses: c.weaknesses.slice(0, 20),
    vectors: c.vector ? [c.vector] : [],
    references: [],
    credits: c.credits.slice(0, 200),
  };
}

function packageOf(target: string): { ecosystem: string; name: string; purl?: string } {
  const purl = target.startsWith('pkg:') ? parsePurl(target) : undefined;
  if (!purl?.ok) return { ecosystem: 'product', name: target };
  const { type, namespace, name, qualifiers } = purl.value;
  if (type === 'deb')
    return { ecosystem: `Debian:${/\d+/.exec(qualifiers['distro'] ?? '')?.[0] ?? '12'}`, name, purl: target };
  const ecosystem =
    { npm: 'npm', pypi: 'PyPI', cargo: 'crates.io', golang: 'Go', maven: 'Maven', gem: 'RubyGems', nuget: 'NuGet' }[
      type
    ] ?? type;
  return { ecosystem, name: namespace ? `${namespace}${type === 'maven' ? ':' : '/'}${name}` : name, purl: target };
}
