// Until when a vulnerability stays unpublished: every stated limit is an applicable term, the shortest wins, and the default
// applies only where nothing else was stated. The end is an hour in a named zone, because a date alone is two days long.
import { z } from 'zod';
import { addDays, DAY_MS, type Instant, instantOf, millisOf, ok, type Result } from '../kit/index.ts';
import { citationSchema, parseRule, type Reason, type RuleRef, ruleHead } from './rule-file.ts';
import { dayIn, zonedInstant } from './zoned-time.ts';

/** In order of rank: which name is given when two terms end at the same instant. */
export const TERM_SOURCES = ['upstream-policy', 'list-cap', 'negotiated', 'default'] as const;
export type TermSource = (typeof TERM_SOURCES)[number];
const ANCHORS = ['validated', 'told', 'fix-ready'] as const;

const text = z.string().min(1).max(2_000);
const days = z.int().min(0).max(365);

const embargoPolicySchema = z.strictObject({
  kind: z.literal('embargo-policy'),
  ...ruleHead,
  defaultDays: days,
  defaultFrom: z.enum(ANCHORS),
  /** Hour of the day, 24 h, in `zone` (IANA). */
  hour: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  zone: text,
  hourCitation: citationSchema,
  remindDays: z.array(days).max(20),
  precedence: z.array(z.enum(TERM_SOURCES)).length(TERM_SOURCES.length),
  knownCaps: z.array(
    z.strictObject({
      id: text,
      source: z.enum(TERM_SOURCES),
      days,
      from: z.enum(ANCHORS),
      text,
      citation: citationSchema,
    }),
  ),
  exploited: z.strictObject({ days, text, citation: citationSchema }),
  /** What to do with reports made by a model whose provider trains on prompts. */
  publicModel: z.strictObject({
    rule: z.enum(['no-embargo', 'as-others']),
    text,
    choices: z.array(text),
    citation: citationSchema,
  }),
});
export type EmbargoPolicy = z.infer<typeof embargoPolicySchema>;

/** The policy from the parsed JSON of rules/embargo.json. */
export const parseEmbargoPolicy = (json: unknown): Result<EmbargoPolicy> => parseRule(embargoPolicySchema, json);

/** One stated limit: so many days from an anchor, or a fixed end that was agreed. */
export type EmbargoTerm = { readonly source: Exclude<TermSource, 'default'>; readonly text: string } & (
  | { readonly days: number; readonly from: (typeof ANCHORS)[number] }
  | { readonly until: Instant }
);

export interface EmbargoInput {
  readonly validatedAt?: Instant;
  readonly toldAt?: Instant;
  readonly fixReadyAt?: Instant;
  readonly exploitedAt?: Instant;
  readonly terms: readonly EmbargoTerm[];
  /** Of every report that was merged into the case; one that trains is enough. */
  readonly promptRetention: readonly ('none' | 'limited' | 'training' | 'unknown')[];
  /** Ends of the cases that were merged into this one: the earliest binds. */
  readonly mergedEnds?: readonly Instant[];
}

export interface Embargo {
  readonly rule: RuleRef;
  /** `none`: no embargo is available. `not-started`: no anchor has happened yet. */
  readonly state: 'until' | 'none' | 'not-started';
  readonly until?: Instant;
  readonly zone: string;
  readonly hour: string;
  readonly source?: TermSource | 'exploited' | 'merged';
  /** Every term that was weighed, with its end; the first is the one that binds. */
  readonly weighed: readonly { readonly source: string; readonly until: Instant; readonly text: string }[];
  readonly reasons: readonly Reason[];
}

/** The term that binds. Fails when a zone is not an IANA name. */
export function resolveEmbargo(input: EmbargoInput, policy: EmbargoPolicy): Result<Embargo> {
  const head = { rule: { id: policy.id, version: policy.version }, zone: policy.zone, hour: policy.hour };
  const training = input.promptRetention.includes('training');
  if (training && policy.publicModel.rule === 'no-embargo') {
    const reason: Reason = {
      code: 'public-model',
      text: policy.publicModel.text,
      mark: policy.publicModel.citation.mark,
    };
    return ok({ ...head, state: 'none', weighed: [], reasons: [reason] });
  }
  const weighed = weigh(input, policy);
  if (!weighed.ok) return weighed;
  const [binding] = weighed.value;
  const asides = asidesOf(input, policy, training);
  if (!binding) {
    const reason: Reason = { code: 'no-anchor', text: 'No embargo runs yet: what it counts from has not happened.' };
    return ok({ ...head, state: 'not-started', weighed: [], reasons: [reason, ...asides] });
  }
  const reason: Reason = { code: `term-${binding.source}`, text: `${binding.text} It is the shortest that applies.` };
  return ok({
    ...head,
    state: 'until',
    until: binding.until,
    source: binding.source,
    weighed: weighed.value,
    reasons: [reason, ...asides],
  });
}

/** Reminders that lie after `now`, soonest first; the end itself is the last. */
export function nextReminders(
  embargo: Embargo,
  policy: EmbargoPolicy,
  now: Instant,
): readonly { readonly at: Instant; readonly daysBefore: number }[] {
  const { until } = embargo;
  if (until === undefined) return [];
  return [...new Set([...policy.remindDays, 0])]
    .map((daysBefore) => ({ at: instantOf(millisOf(until) - daysBefore * DAY_MS), daysBefore }))
    .filter((reminder) => millisOf(reminder.at) > millisOf(now))
    .sort((a, b) => millisOf(a.at) - millisOf(b.at));
}

interface Weighed {
  readonly source: TermSource | 'exploited' | 'merged';
  readonly until: Instant;
  readonly text: string;
}

function weigh(input: EmbargoInput, policy: EmbargoPolicy): Result<Weighed[]> {
  const stated: Weighed[] = [];
  const wall = (from: Instant, days: number) => endOf(from, days, policy);
  for (const term of input.terms) {
    if ('until' in term) {
      stated.push({ source: term.source, until: term.until, text: term.text });
      continue;
    }
    const anchor = anchorOf(input, term.from);
    if (anchor === undefined) continue;
    const end = wall(anchor, term.days);
    if (!end.ok) return end;
    stated.push({ source: term.source, until: end.value, text: term.text });
  }
  const anchor = anchorOf(input, policy.defaultFrom);
  if (stated.length === 0 && anchor !== undefined) {
    const end = wall(anchor, policy.defaultDays);
    if (!end.ok) return end;
    const text = `The default is ${policy.defaultDays} days from ${policy.defaultFrom}; nobody stated another.`;
    stated.push({ source: 'default', until: end.value, text });
  }
  if (input.exploitedAt !== undefined) {
    const end = wall(input.exploitedAt, policy.exploited.days);
    if (!end.ok) return end;
    stated.push({ source: 'exploited', until: end.value, text: policy.exploited.text });
  }
  for (const until of input.mergedEnds ?? []) {
    stated.push({ source: 'merged', until, text: 'A case merged into this one ends then; the earliest date binds.' });
  }
  const rank = (source: Weighed['source']) => ['exploited', ...policy.precedence, 'merged'].indexOf(source);
  return ok(stated.sort((a, b) => millisOf(a.until) - millisOf(b.until) || rank(a.source) - rank(b.source)));
}

function endOf(from: Instant, count: number, policy: EmbargoPolicy): Result<Instant> {
  const day = dayIn(from, policy.zone);
  return day.ok ? zonedInstant(addDays(day.value, count), policy.hour, policy.zone) : day;
}

function anchorOf(input: EmbargoInput, anchor: (typeof ANCHORS)[number]): Instant | undefined {
  return { validated: input.validatedAt, told: input.toldAt, 'fix-ready': input.fixReadyAt }[anchor];
}

/** What a reader should know beside the term. */
function asidesOf(input: EmbargoInput, policy: EmbargoPolicy, training: boolean): Reason[] {
  const reasons: Reason[] = [];
  if (training) {
    const text = 'A report came from a model that trains on prompts; by the rule chosen it is treated as others.';
    reasons.push({ code: 'public-model-as-others', text, mark: policy.publicModel.citation.mark });
  }
  if (input.promptRetention.includes('unknown')) {
    reasons.push({
      code: 'retention-unknown',
      text: 'What a model provider keeps of the prompts is not known for every report.',
    });
  }
  for (const term of input.terms) {
    if ('days' in term && anchorOf(input, term.from) === undefined) {
      reasons.push({ code: 'term-waits', text: `${term.text} It does not count yet: ${term.from} has not happened.` });
    }
  }
  return reasons;
}
