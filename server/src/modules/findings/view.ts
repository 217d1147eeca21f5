// What each tier sees of a vulnerability. One projection: a field that is not given here for a tier does not exist for it.
// Coordinators see all; a maintainer sees the technical matter and whom to credit; a finder sees what became of it and that
// others found it, never who; an auditor sees decisions.
import type { findingView, timelineEvent, VulnerabilityRow, vulnerabilityDetail } from '@leadtime/contract';
import { PROOF_STATES, SEVERITY } from '@leadtime/contract';
import type { z } from 'zod';
import type { DecisionRecord, FindingRecord, VulnerabilityRecord } from './queue-store.ts';

export type Tier = 'coordinator' | 'maintainer' | 'finder' | 'auditor';
export const tierOf = (text: string): Tier =>
  text === 'coordinator' || text === 'maintainer' || text === 'finder' ? text : 'auditor';

export function rowOf(r: VulnerabilityRecord): VulnerabilityRow {
  const full = tierOf(r.tier) === 'coordinator';
  const technical = full || r.tier === 'maintainer';
  return {
    id: r.id,
    ...namedBy(r),
    target: r.target,
    location: technical ? r.location : null,
    state: r.state,
    project: r.project_id && r.project_name ? { id: r.project_id, name: r.project_name } : null,
    reports: r.reports,
    findings: r.findings,
    finders: r.finders,
    proof: PROOF_STATES.find((p) => p === r.proof) ?? 'none',
    kev: r.kev_at !== null,
    severity: SEVERITY.find((s) => s === r.severity) ?? 'unknown',
    priority: r.priority as VulnerabilityRow['priority'], // written by assess() in this shape
    exposedOperators: technical ? r.exposed_operators : null,
    maintainerQueue:
      r.line_place !== null && r.line_of !== null
        ? { place: r.line_place, of: r.line_of, perWeek: r.weekly_budget ?? 0 }
        : null,
    holds: r.holds.map((h) => ({
      ...h,
      kind: h.kind as VulnerabilityRow['holds'][number]['kind'],
      since: iso(h.since),
      expiresAt: iso(h.expiresAt),
      owner: full ? h.owner : 'the clearinghouse',
      reason: full ? h.reason : (WHY_HELD[h.kind] ?? ''),
    })), // checked by the table
    embargoUntil: r.published_at === null ? r.embargo_until : null,
    embargoZone: r.embargo_zone,
    candidates: full ? r.candidates : 0,
    assignedTo: full && r.assigned_to && r.assigned_name ? { id: r.assigned_to, name: r.assigned_name } : null,
    firstSeenAt: r.first_seen_at,
    caseId: r.case_id,
  };
}

/** A finder reads its own words: those of others who found the same are theirs. */
const namedBy = (r: VulnerabilityRecord): Pick<VulnerabilityRow, 'title' | 'version' | 'aliases' | 'weaknesses'> => {
  const { title, version, aliases, weaknesses } = r.own ?? r;
  return { title, version, aliases, weaknesses };
};

const WHY_HELD: Readonly<Record<string, string>> = {
  not_validated: 'It waits for validation.',
  maintainer_capacity: 'It waits for its place in the maintainer’s week.',
  no_contact: 'No way to the maintainer is known yet.',
  other: 'It is held with a reason that the clearinghouse keeps.',
};

const iso = (at: string): string => new Date(at).toISOString();

/** One sentence: where it stands and what comes next. */
export function conclusionOf(r: VulnerabilityRecord): string {
  const held = r.holds[0];
  switch (r.state) {
    case 'rejected':
      return `Rejected: ${r.rejected_reason ?? 'no reason recorded'}`;
    case 'found':
      return r.proof === 'not_reproduced'
        ? 'Somebody tried and could not reproduce it; it needs more from its finder or a decision.'
        : `Found by ${count(r.finders, 'finder')}; nobody has validated it yet.`;
    case 'validated':
      if (r.line_place !== null)
        return `Validated; it is ${place(r.line_place)} of ${r.line_of} in the line of ${r.project_name ?? 'its maintainer'}.`;
      return held ? `Validated and held: ${WHY_HELD[held.kind]}` : 'Validated; the maintainer is told next.';
    case 'told':
      return `${r.project_name ?? 'The maintainer'} was told; a fix is awaited.`;
    case 'fixed':
      return 'A fix is ready; the advisory comes next.';
    case 'published':
      return 'Published; what counts now is who has deployed the fix.';
  }
}

export function nextOf(r: VulnerabilityRecord): z.input<typeof vulnerabilityDetail>['next'] {
  if (tierOf(r.tier) === 'maintainer') {
    if (r.state === 'told')
      return [
        {
          action: 'fix',
          label: 'Say that a fix is ready',
          why: 'Operators learn of it when the advisory is published.',
        },
      ];
    return [];
  }
  if (tierOf(r.tier) !== 'coordinator') return [];
  const settle =
    r.candidates > 0
      ? [
          {
            action: 'candidates',
            label: `Settle ${count(r.candidates, 'candidate')}`,
            why: 'It may be the same bug as another one.',
          },
        ]
      : [];
  switch (r.state) {
    case 'found':
      return [
        {
          action: 'validate',
          label: 'Validate',
          why: r.proof === 'attached' ? 'A proof came with it.' : 'Nobody has reproduced it yet.',
        },
        ...settle,
      ];
    case 'validated':
      return [
        ...settle,
        r.project_id
          ? { action: 'tell', label: 'Tell the maintainer', why: 'The vendor is told as soon as it is validated.' }
          : { action: 'hold', label: 'Find a contact', why: 'No project is recorded for this package.' },
      ];
    case 'told':
      return [{ action: 'case', label: 'Open the case', why: 'The maintainer has it.' }];
    case 'fixed':
      return [{ action: 'advisory', label: 'Draft the advisory', why: 'A fix is ready.' }];
    default:
      return settle;
  }
}

export function findingOf(f: FindingRecord, tier: Tier, me: string): z.input<typeof findingView> {
  const own = f.party_id === me;
  const c = f.claim;
  return {
    id: f.id,
    reportId: f.report_id,
    ordinal: f.ordinal,
    title: f.title,
    description: c.description,
    ruleId: c.ruleId ?? null,
    finder:
      tier === 'coordinator' || tier === 'auditor' || own ? { id: f.party_id, name: f.party_name ?? 'a finder' } : null,
    credits: [...c.finders],
    discovery: {
      by: c.discovery.by,
      tool: c.discovery.tool ? named(c.discovery.tool) : null,
      model: tier === 'coordinator' || own ? (c.discovery.model ? named(c.discovery.model) : null) : null,
      harness: tier === 'coordinator' || own ? (c.discovery.harness ? named(c.discovery.harness) : null) : null,
      runId: tier === 'coordinator' || own ? (c.discovery.runId ?? null) : null,
      promptRetention: c.discovery.promptRetention,
    },
    receivedAt: f.received_at,
    target: f.target,
    version: c.target.version ?? null,
    commit: c.target.commit ?? null,
    locations: c.locations.map((l) => ({
      path: l.path,
      startLine: l.startLine ?? null,
      endLine: l.endLine ?? null,
      symbol: l.symbol ?? null,
      snippet: l.snippet ?? null,
    })),
    crash: c.crash
      ? {
          detector: c.crash.detector,
          kind: c.crash.kind,
          access: c.crash.access ?? null,
          frames: c.crash.frames.map((x) => ({
            symbol: x.symbol,
            ...(x.path === undefined ? {} : { path: x.path }),
            ...(x.line === undefined ? {} : { line: x.line }),
          })),
        }
      : null,
    weaknesses: [...c.weaknesses],
    aliases: [...c.aliases],
    severity: c.severity.level,
    vectors: [...c.severity.vectors],
    attachments: f.attachments,
  };
}

type Event = z.input<typeof timelineEvent>;

/** The eight hops of the stream as this vulnerability went them, and the decisions between. */
export function timelineOf(
  r: VulnerabilityRecord,
  findings: readonly FindingRecord[],
  decisions: readonly DecisionRecord[],
  notices: readonly { kind: string; at: string }[],
  tier: Tier,
  now: string,
): Event[] {
  const auto = (at: string, hop: number | null, kind: string, text: string, reasons: Event['reasons'] = []): Event => ({
    at,
    hop,
    kind,
    text,
    reasons,
    by: null,
    entryId: null,
    decisionId: null,
    undoable: false,
  });
  const first = findings[0];
  const events: Event[] = [];
  for (const [i, f] of findings.entries()) {
    const who = tier === 'coordinator' ? (f.party_name ?? 'a finder') : 'a finder';
    if (i < 20)
      events.push(
        auto(f.received_at, 3, 'report.received', `Report received from ${who}: bytes kept by digest, receipt given.`),
      );
  }
  if (first) {
    const { aliases, version } = namedBy(r);
    const keys = aliases.length > 0 ? [{ code: 'aliases', text: `Known as ${aliases.join(', ')}.` }] : [];
    events.push(
      auto(
        r.first_seen_at,
        4,
        'finding.read',
        `Read and normalised: ${r.target}${version ? ` ${version}` : ''}.`,
        keys,
      ),
    );
    events.push(
      auto(
        r.first_seen_at,
        5,
        'finding.correlated',
        r.reports > 1
          ? `${count(r.reports, 'report')} shown to be one by identity.`
          : 'No identity with anything known; it stands alone.',
      ),
    );
    const p = r.priority as Partial<VulnerabilityRow['priority']>; // written by assess()
    events.push(
      auto(
        r.first_seen_at,
        6,
        'finding.committed',
        `Committed with its priority: ${p.bod?.outcomeText ?? 'unknown'}.`,
        tier === 'finder' ? [] : [...(p.reasons ?? [])],
      ),
    );
  }
  for (const d of decisions) {
    events.push({
      at: d.at,
      hop: null,
      kind: d.kind,
      text: `${WHAT[d.kind] ?? d.kind}: ${d.reason}${d.undone_at ? ' (taken back)' : ''}`,
      reasons: [],
      by: d.person_name,
      entryId: d.entry_id,
      decisionId: d.id,
      undoable: d.undone_at === null && tier === 'coordinator' && Date.parse(now) - Date.parse(d.at) < 30 * 86_400_000,
    });
  }
  for (const n of notices) events.push(auto(n.at, 7, n.kind, NOTICE[n.kind] ?? `Notice: ${n.kind}.`));
  if (r.told_at)
    events.push(auto(r.told_at, 8, 'vulnerability.told', `${r.project_name ?? 'The maintainer'} was told.`));
  if (r.fixed_at) events.push(auto(r.fixed_at, null, 'case.fix', 'The maintainer says that a fix is ready.'));
  if (r.published_at) events.push(auto(r.published_at, null, 'advisory.published', 'The advisory was published.'));
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : (a.hop ?? 9) - (b.hop ?? 9)));
}

const WHAT: Readonly<Record<string, string>> = {
  'vulnerability.reproduced': 'Reproduced',
  'vulnerability.not-reproduced': 'Not reproduced',
  'vulnerability.rejected': 'Rejected',
  'vulnerability.rated': 'Rated',
  'vulnerability.ssvc': 'Decision points set',
  'vulnerability.merged': 'Merged',
  'vulnerability.split': 'Split',
  'vulnerability.assigned': 'Assigned',
  'candidate.distinct': 'Held apart from a candidate',
  'case.told': 'Told',
  'case.held': 'Held',
  'case.embargo': 'Embargo set',
};
const NOTICE: Readonly<Record<string, string>> = {
  'vulnerability.told': 'Notice to the maintainer, asked once more at sending whether they may know.',
  'advisory.published': 'Notice of the advisory.',
  'case.message': 'Notice of a message.',
  'case.fix': 'Notice that a fix is ready.',
};

const named = (t: { name: string; version?: string }): string => (t.version ? `${t.name} ${t.version}` : t.name);
const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
const place = (n: number): string => `number ${n}`;
