// The priority of one vulnerability as a number to sort by and the reasons to read, from lib/triage and the rules.
import type { priority as prioritySchema } from '@leadtime/contract';
import type { Day, Instant } from '@leadtime/lib/kit';
import { decide, type Priority, priorityOf, score } from '@leadtime/lib/triage';
import type { z } from 'zod';
import type { TriageRow } from './batch.ts';
import type { Rules } from './rules.ts';

export interface Rated {
  readonly level: string;
  readonly vector: string | undefined;
}
export interface AssessFacts {
  /** KEV listing day; undefined: not listed; null: no catalogue was ever loaded, so unknown. */
  readonly kevAt: string | null | undefined;
  readonly automatable: string;
  readonly technicalImpact: string;
  readonly finder: Rated | undefined;
  readonly validator: Rated | undefined;
  readonly vendor: Rated | undefined;
  readonly exposedOperators: number | undefined;
  readonly exposure: 'public' | 'internal' | 'unknown';
  readonly detectedAt: string;
  readonly receivedAt: string;
}

type PriorityView = z.input<typeof prioritySchema>;

/** Whose word counts first when they differ: the validator looked, the vendor knows, the finder claims. */
const RANKS: Readonly<Record<string, number>> = { critical: 0, high: 1, medium: 2, low: 3, none: 4 };

export function assess(id: string, facts: AssessFacts, rules: Rules): TriageRow & { priority: PriorityView } {
  const decision = decide(
    {
      kev:
        facts.kevAt === null
          ? 'unknown'
          : facts.kevAt === undefined
            ? { listed: false }
            : { listed: true, dateAdded: facts.kevAt as Day }, // a date column
      exposure: facts.exposure,
      automatable: oneOf(facts.automatable, ['yes', 'no'] as const),
      technicalImpact: oneOf(facts.technicalImpact, ['partial', 'total'] as const),
      detectedAt: facts.detectedAt as Instant, // the clock gives instants
    },
    rules.bod,
  );
  const severity = Object.fromEntries(
    (['finder', 'validator', 'vendor'] as const).flatMap((who) => {
      const known = scoreOf(facts[who]);
      return known ? [[who, known]] : [];
    }),
  );
  const listed = priorityOf(
    {
      id,
      receivedAt: facts.receivedAt as Instant,
      exploited: facts.kevAt ? 'yes' : 'unknown',
      decisions: [decision],
      severity,
      exposedOperators: facts.exposedOperators ?? 'unknown',
    }, // as above
    rules.priority,
    rules.bod,
  );
  const level = [facts.validator, facts.vendor, facts.finder].map(levelOf).find((l) => l !== 'unknown') ?? 'unknown';
  const words = scored(severity) ? [] : levelReason(facts, level);
  const rank = rankOf(listed, scored(severity) ? undefined : MIDDLE[level]);
  const outcome = rules.bod.outcomes.find((o) => o.key === decision.outcome);
  return {
    severity: level,
    severityRank: RANKS[level] ?? 9,
    score: [severity['validator'], severity['vendor'], severity['finder']].find(Boolean)?.base,
    kevAt: facts.kevAt ?? undefined,
    automatable: facts.automatable,
    technicalImpact: facts.technicalImpact,
    rank,
    priority: {
      rank,
      bod: {
        row: decision.row ?? null,
        outcome: decision.outcome === 'unknown' ? null : decision.outcome,
        outcomeText: outcome?.name ?? `unknown: ${decision.unknowns.join(', ')} not known`,
        start: decision.start ? `${decision.start}T00:00:00.000Z` : null,
        due: decision.due ?? null,
        unknowns: [...decision.unknowns],
        rule: { id: rules.bod.id, version: rules.bod.version, citation: citationOf(rules) },
        inputs: {
          KEV: facts.kevAt === null ? 'unknown' : facts.kevAt ? `listed ${facts.kevAt}` : 'not listed',
          exposure: facts.exposure,
          automatable: facts.automatable,
          'technical impact': facts.technicalImpact,
          detected: facts.detectedAt.slice(0, 10),
          'reading of missing data': decision.reading,
        },
      },
      reasons: [
        ...decision.basis,
        ...listed.reasons.filter((r) => words.length === 0 || r.code !== 'severity-unknown'),
        ...words,
      ].map((r) => ({ code: r.code, text: r.text })),
    },
  };
}

/** The key of lib/triage as one number that PostgreSQL sorts: attacks, tier, certainty, due day, severity, operators. */
export function rankOf(
  { key: [attacks, tier, certain, due, severity, operators] }: Pick<Priority, 'key'>,
  level?: number,
): number {
  const days = Math.min(
    99_999,
    Math.max(0, Math.round((Date.parse(`${due}T00:00:00Z`) - Date.UTC(2020, 0, 1)) / 86_400_000)),
  );
  return (
    attacks * 1e15 +
    tier * 1e14 +
    certain * 5e13 +
    days * 1e8 +
    Math.round((10 + (level === undefined ? severity : -level)) * 10) * 1e5 +
    Math.max(0, 99_999 + operators)
  );
}

export function levelOf(rated: Rated | undefined): string {
  const result = rated?.vector ? score(rated.vector) : undefined;
  return result?.ok ? result.value.severity : (rated?.level ?? 'unknown');
}

/** A level without a vector stands at the middle of its band (CVSS v3.1 table 14), so that it can be ordered; it is shown as a level. */
const MIDDLE: Readonly<Record<string, number>> = { critical: 9.5, high: 7.9, medium: 5.4, low: 2, none: 0 };

const scored = (severity: object): boolean => Object.keys(severity).length > 0;

function levelReason(facts: AssessFacts, level: string): { code: string; text: string }[] {
  const who = facts.validator ? 'validator' : facts.vendor ? 'vendor' : 'finder';
  return level in MIDDLE
    ? [{ code: `severity-level-${who}`, text: `Rated ${level} by the ${who}, without a CVSS vector.` }]
    : [];
}

function scoreOf(rated: Rated | undefined): { base: number; version: '3.1' | '4.0' | '3.0' | '2.0' } | undefined {
  if (!rated) return undefined;
  const result = rated.vector ? score(rated.vector) : undefined;
  if (result?.ok) return { base: result.value.base, version: result.value.version };
  return undefined;
}

const oneOf = <const T extends string>(text: string, allowed: readonly T[]): T | 'unknown' =>
  allowed.find((a) => a === text) ?? 'unknown';
const citationOf = (rules: Rules): string => `${rules.bod.citation.title} (${rules.bod.id} ${rules.bod.version})`;
