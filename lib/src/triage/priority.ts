// The order of the coordinator's queue: one key per vulnerability, compared field by field, each field with its reason.
// The rule is data (rules/priority.json). Severity claims of finder, validator and vendor are kept apart; one is used, and says so.
import { z } from 'zod';
import type { Instant, Result } from '../kit/index.ts';
import { type BodOutcome, type BodTable, OUTCOMES } from './bod-table.ts';
import type { BodDecision } from './bod2604.ts';
import type { CvssScore } from './cvss.ts';
import { parseRule, type Reason, type RuleRef, ruleHead } from './rule-file.ts';

export type SeveritySource = 'validator' | 'vendor' | 'finder';

const priorityRuleSchema = z.strictObject({
  kind: z.literal('priority-rule'),
  ...ruleHead,
  /** BOD 26-04 outcomes, most urgent first. */
  tiers: z.array(z.enum(OUTCOMES)).length(OUTCOMES.length),
  /** Whose severity is used when several are known. */
  severitySources: z.array(z.enum(['validator', 'vendor', 'finder'])).length(3),
  /** Where something not scored stands among scores; never zero. */
  unknownSeverityAs: z.number().min(0).max(10),
  unknownOperatorsAs: z.int().min(1).max(1_000_000),
});
export type PriorityRule = z.infer<typeof priorityRuleSchema>;

/** The rule from the parsed JSON of rules/priority.json. */
export const parsePriorityRule = (json: unknown): Result<PriorityRule> => parseRule(priorityRuleSchema, json);

export interface PriorityInput {
  readonly id: string;
  /** When the first report of it came in. */
  readonly receivedAt: Instant;
  /** Used in attacks, by KEV or by other evidence. */
  readonly exploited: 'yes' | 'no' | 'unknown';
  /** Decisions for exposed assets, or one without an asset while none is known. May be empty. */
  readonly decisions: readonly BodDecision[];
  readonly severity: { readonly [source in SeveritySource]?: Pick<CvssScore, 'base' | 'version'> };
  readonly exposedOperators: number | 'unknown';
}

export interface Priority {
  readonly id: string;
  readonly rule: RuleRef;
  /** Smaller comes first, field by field: attacks, tier, certainty of the tier, due day, severity, operators, age. */
  readonly key: readonly [number, number, number, string, number, number, string];
  readonly reasons: readonly Reason[];
}

/** The place of one vulnerability in the queue, explained. */
export function priorityOf(input: PriorityInput, rule: PriorityRule, table: BodTable): Priority {
  const attacks = attacksOf(input);
  const tier = tierOf(input, rule, table);
  const severity = severityOf(input, rule);
  const operators = operatorsOf(input, rule);
  return {
    id: input.id,
    rule: { id: rule.id, version: rule.version },
    key: [attacks.rank, tier.rank, tier.certain ? 0 : 1, tier.due, -severity.value, -operators.value, input.receivedAt],
    reasons: [attacks.reason, ...tier.reasons, ...severity.reasons, operators.reason],
  };
}

/** A total order: the keys, then the id. For `Array.prototype.sort`. */
export function comparePriority(a: Priority, b: Priority): number {
  for (let i = 0; i < a.key.length; i += 1) {
    const x = a.key[i] ?? 0;
    const y = b.key[i] ?? 0;
    if (x < y) return -1;
    if (x > y) return 1;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function attacksOf(input: PriorityInput): { rank: number; reason: Reason } {
  const kev = input.decisions.some((d) => d.inputs.kev !== 'unknown' && d.inputs.kev.listed);
  if (kev) return { rank: 0, reason: { code: 'kev', text: 'In KEV: it is used in attacks.' } };
  if (input.exploited === 'yes') return { rank: 0, reason: { code: 'exploited', text: 'It is used in attacks.' } };
  if (input.exploited === 'unknown') {
    return { rank: 1, reason: { code: 'exploited-unknown', text: 'Whether it is used in attacks is not known.' } };
  }
  return { rank: 2, reason: { code: 'not-exploited', text: 'No attacks are known.' } };
}

interface Tier {
  readonly rank: number;
  readonly certain: boolean;
  readonly due: string;
  readonly reasons: readonly Reason[];
}

const NO_DUE = '9999-12-31';

/** The most urgent decision counts. One without an outcome counts as the worst row it could be, after those that are sure. */
function tierOf(input: PriorityInput, rule: PriorityRule, table: BodTable): Tier {
  const tiers = input.decisions.map((decision) => tierOfDecision(decision, rule, table));
  const worst = tiers.sort(
    (a, b) => a.rank - b.rank || Number(b.certain) - Number(a.certain) || (a.due < b.due ? -1 : a.due > b.due ? 1 : 0),
  )[0];
  const none: Reason = { code: 'no-row', text: 'No row of BOD 26-04: nothing was decided for an asset yet.' };
  return worst ?? { rank: rule.tiers.length, certain: false, due: NO_DUE, reasons: [none] };
}

function tierOfDecision(decision: BodDecision, rule: PriorityRule, table: BodTable): Tier {
  const due = decision.due ?? NO_DUE;
  if (decision.outcome !== 'unknown') {
    const row = decision.row === undefined ? 'by the rule for missing data' : `row ${decision.row}`;
    const text = `BOD 26-04: ${nameOf(decision.outcome, table)}, ${row}${decision.due ? `, due ${decision.due}` : ''}.`;
    const reason: Reason = { code: `bod-${decision.outcome}`, text, mark: table.citation.mark };
    return { rank: rule.tiers.indexOf(decision.outcome), certain: true, due, reasons: [reason] };
  }
  const possible = table.rows
    .filter((r) => decision.candidates.includes(r.row))
    .map((r) => rule.tiers.indexOf(r.outcome));
  const rank = possible.length ? Math.min(...possible) : rule.tiers.length;
  const atWorst = rule.tiers[rank];
  const text = `No row of BOD 26-04: ${decision.unknowns.join(', ')} not known${
    atWorst ? `; at worst ${nameOf(atWorst, table)}` : ''
  }.`;
  return { rank, certain: false, due, reasons: [{ code: 'no-row', text }] };
}

const nameOf = (outcome: BodOutcome, table: BodTable) => table.outcomes.find((o) => o.key === outcome)?.name ?? outcome;

function severityOf(input: PriorityInput, rule: PriorityRule): { value: number; reasons: readonly Reason[] } {
  const known = rule.severitySources.flatMap((source) => {
    const score = input.severity[source];
    return score ? [{ source, score }] : [];
  });
  const used = known[0];
  if (!used) {
    const text = `No severity is known; it stands as ${rule.unknownSeverityAs}.`;
    return { value: rule.unknownSeverityAs, reasons: [{ code: 'severity-unknown', text }] };
  }
  const reasons = known.map(
    ({ source, score }): Reason => ({
      code: `severity-${source}`,
      text: `CVSS ${score.base.toFixed(1)} (${score.version}) by the ${source}${source === used.source ? ', used' : ', kept beside it'}.`,
    }),
  );
  return { value: used.score.base, reasons };
}

function operatorsOf(input: PriorityInput, rule: PriorityRule): { value: number; reason: Reason } {
  if (input.exposedOperators === 'unknown') {
    const text = 'How many operators run it is not known.';
    return { value: rule.unknownOperatorsAs, reason: { code: 'operators-unknown', text } };
  }
  const n = input.exposedOperators;
  return { value: n, reason: { code: 'operators', text: `${n} ${n === 1 ? 'operator runs' : 'operators run'} it.` } };
}
