// One duty's day: BOD 26-04 on this asset, from what KEV and SSVC say of the advisory, and where the duty stands among others.
import type { priority as prioritySchema } from '@leadtime/contract';
import type { Day, Instant } from '@leadtime/lib/kit';
import {
  type BodDecision,
  type BodTable,
  decide,
  type PriorityRule,
  priorityOf,
  score,
  worstDue,
} from '@leadtime/lib/triage';
import type { z } from 'zod';

export interface DutyRules {
  readonly bod: BodTable;
  readonly priority: PriorityRule;
}

/** What outside facts say of an advisory: the part of a decision that is the same on every asset. */
export interface Basis {
  /** Day of the KEV listing; null: looked and not listed; `unknown`: no catalogue was ever read. */
  readonly kev: string | null;
  readonly automatable: 'yes' | 'no' | 'unknown';
  readonly technicalImpact: 'partial' | 'total' | 'unknown';
  readonly exploitation: 'none' | 'poc' | 'active' | 'unknown';
  readonly vectors: readonly string[];
}

export type PriorityView = z.input<typeof prioritySchema>;

export interface Decided {
  readonly decision: BodDecision;
  readonly due: Day | null;
  /** due, or the earliest day that it could be while the outcome is not known. */
  readonly worstDue: Day | null;
  readonly forensic: boolean;
  readonly rank: number;
  readonly priority: PriorityView;
}

export function decideDuty(
  basis: Basis,
  on: { exposure: 'public' | 'internal' | 'unknown'; detectedAt: string },
  rules: DutyRules,
): Decided {
  const decision = decide(
    {
      kev: kevOf(basis.kev),
      exposure: on.exposure,
      automatable: basis.automatable,
      technicalImpact: basis.technicalImpact,
      detectedAt: on.detectedAt as Instant, // the clock gives instants
    },
    rules.bod,
  );
  const listed = priorityOf(
    {
      id: '',
      receivedAt: on.detectedAt as Instant, // as above
      exploited: exploited(basis),
      decisions: [decision],
      severity: severityOf(basis.vectors),
      exposedOperators: 1,
    },
    rules.priority,
    rules.bod,
  );
  const [attacks, tier, certain, , severity] = listed.key;
  const rank = attacks * 1e6 + tier * 1e5 + certain * 5e4 + Math.round((10 + severity) * 100);
  return {
    decision,
    due: decision.due ?? null,
    worstDue: decision.due ?? worstDue(decision, rules.bod),
    forensic: decision.forensic === 'yes',
    rank,
    priority: {
      rank,
      bod: bodView(decision, rules.bod),
      reasons: [...decision.basis, ...listed.reasons.filter((r) => r.code !== 'operators')].map(({ code, text }) => ({
        code,
        text,
      })),
    },
  };
}

const kevOf = (kev: Basis['kev']) =>
  kev === 'unknown' ? kev : kev === null ? { listed: false } : { listed: true, dateAdded: kev as Day }; // a date column

/** That a catalogue does not name it is no proof that nobody attacks it. */
const exploited = (basis: Basis): 'yes' | 'no' | 'unknown' =>
  isListed(basis) || basis.exploitation === 'active' ? 'yes' : basis.exploitation === 'none' ? 'no' : 'unknown';

export const isListed = (basis: Basis): boolean => basis.kev !== null && basis.kev !== 'unknown';

function severityOf(vectors: readonly string[]) {
  const scored = vectors.map((v) => score(v)).find((s) => s.ok);
  return scored?.ok ? { vendor: scored.value } : {};
}

const NOT_KNOWN: Readonly<Record<string, string>> = {
  kev: 'Whether it is in KEV: no catalogue was read yet.',
  exposure: 'Whether the asset can be reached from public networks: it has no tag.',
  automatable: 'Whether an attack can be automated: nobody has said.',
  technicalImpact: 'What an attacker gains: nobody has said.',
};

function bodView(d: BodDecision, table: BodTable): PriorityView['bod'] {
  const outcome = table.outcomes.find((o) => o.key === d.outcome);
  const { inputs } = d;
  return {
    row: d.row ?? null,
    outcome: d.outcome === 'unknown' ? null : d.outcome,
    outcomeText: outcome?.text ?? 'No row applies yet: some of its inputs are not known.',
    start: d.start ? `${d.start}T00:00:00.000Z` : null,
    due: d.due ?? null,
    unknowns: d.unknowns.map((name) => NOT_KNOWN[name] ?? name),
    rule: { ...d.rule, citation: table.citation.title },
    inputs: {
      kev: inputs.kev === 'unknown' ? 'unknown' : inputs.kev.listed ? `yes, since ${inputs.kev.dateAdded}` : 'no',
      exposed: { public: 'yes', internal: 'no', unknown: 'unknown, counted as yes' }[inputs.exposure],
      automatable: inputs.automatable,
      impact: inputs.technicalImpact,
      'Seen on this asset': inputs.detectedAt?.slice(0, 10) ?? 'not yet',
      'Reading of missing values': d.reading,
    },
  };
}
