// From received to deployed, with every loss named. Nothing disappears between two stages: what has not gone on is a duplicate, was
// rejected for a stated reason, or waits for a stated reason.
import { DAY_MS, failed, type Instant, millisOf, ok, problemList, type Result } from '../kit/index.ts';

export const FUNNEL_STAGES = ['received', 'valid', 'told', 'fixed', 'published', 'deployed'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/** One thing that came in. What is valid may go on, in any order; stages that were reached have a time. */
export interface FunnelItem {
  readonly receivedAt: Instant;
  readonly outcome:
    | { readonly kind: 'duplicate'; readonly at: Instant }
    | { readonly kind: 'rejected'; readonly at: Instant; readonly reason: string }
    | { readonly kind: 'open' }
    | {
        readonly kind: 'valid';
        readonly at: Instant;
        readonly toldAt?: Instant;
        readonly fixedAt?: Instant;
        readonly publishedAt?: Instant;
        readonly deployedAt?: Instant;
      };
  /** Why it does not go on: the kind of its hold, for instance. */
  readonly waitsFor?: string;
}

export interface FunnelLoss {
  readonly kind: 'duplicate' | 'rejected' | 'waiting';
  /** Of a rejection or a wait; `not stated` counts too. */
  readonly reason: string;
  readonly count: number;
}

export interface FunnelRow {
  readonly stage: FunnelStage;
  readonly count: number;
  /** Days from receipt to this stage, over those that reached it. Those still waiting are not in it: see the next field. */
  readonly medianDays: number | 'unknown';
  /** Days since receipt of those that have come as far as the stage before and not to this one. */
  readonly waitingMedianDays: number | 'unknown';
  /** What is missing here of the stage before. */
  readonly losses: readonly FunnelLoss[];
}

/** The funnel of a list of items at a moment; events after it have not happened. */
export function funnel(items: readonly FunnelItem[], asOf: Instant): readonly FunnelRow[] {
  const now = millisOf(asOf);
  const seen = items.filter((item) => millisOf(item.receivedAt) <= now).map((item) => reachedBy(item, now));
  return FUNNEL_STAGES.map((stage, i): FunnelRow => {
    const reached = seen.filter((item) => item.times[stage] !== undefined);
    const before = FUNNEL_STAGES[i - 1];
    const missing = before
      ? seen.filter((item) => item.times[before] !== undefined && item.times[stage] === undefined)
      : [];
    const ages = reached.map((item) => ((item.times[stage] ?? 0) - (item.times.received ?? 0)) / DAY_MS);
    const waiting = missing.filter((item) => item.loss.kind === 'waiting');
    return {
      stage,
      count: reached.length,
      medianDays: median(ages),
      waitingMedianDays: median(waiting.map((item) => (now - (item.times.received ?? now)) / DAY_MS)),
      losses: tally(missing.map((item) => item.loss)),
    };
  });
}

export interface FunnelCounts {
  readonly received: number;
  readonly duplicate: number;
  readonly rejected: { readonly [reason: string]: number };
  readonly valid: number;
  readonly told: number;
  readonly fixed: number;
  readonly published: number;
  readonly deployed: number;
}

/** Rows from counts alone, where the ages are not at hand; counts that contradict each other are refused. */
export function funnelOfCounts(counts: FunnelCounts): Result<readonly FunnelRow[]> {
  const problems = problemList();
  const { rejected, ...numbers } = counts;
  for (const [name, count] of [...Object.entries(numbers), ...Object.entries(rejected)]) {
    if (!Number.isSafeInteger(count) || count < 0) problems.add('field.value', `/${name}`, `${count} is no count.`);
  }
  const rejections = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  const open = counts.received - counts.duplicate - rejections - counts.valid;
  if (open < 0)
    problems.add('field.value', '/received', `${-open} more were duplicate, rejected or valid than received.`);
  for (const stage of ['told', 'fixed', 'published', 'deployed'] as const) {
    if (counts[stage] > counts.valid) problems.add('field.value', `/${stage}`, `More were ${stage} than valid.`);
  }
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const entry: FunnelLoss[] = [
    { kind: 'duplicate', reason: 'duplicate', count: counts.duplicate },
    ...Object.entries(rejected).map(([reason, count]): FunnelLoss => ({ kind: 'rejected', reason, count })),
    { kind: 'waiting', reason: NOT_STATED, count: open },
  ];
  return ok(
    FUNNEL_STAGES.map((stage, i): FunnelRow => {
      const before = FUNNEL_STAGES[i - 1];
      const lost = before === undefined ? 0 : Math.max(0, counts[before] - counts[stage]);
      const waits: FunnelLoss[] = [{ kind: 'waiting', reason: NOT_STATED, count: lost }];
      const losses = stage === 'received' ? [] : stage === 'valid' ? entry : waits;
      return {
        stage,
        count: counts[stage],
        medianDays: 'unknown',
        waitingMedianDays: 'unknown',
        losses: losses.filter((loss) => loss.count > 0),
      };
    }),
  );
}

/** The middle value, or the mean of the two in the middle; unknown of nothing. */
export function median(values: readonly number[]): number | 'unknown' {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? 'unknown' : (lower + upper) / 2;
}

const NOT_STATED = 'not stated';

interface Reached {
  readonly times: { readonly [stage in FunnelStage]?: number };
  readonly loss: Omit<FunnelLoss, 'count'>;
}

function reachedBy(item: FunnelItem, now: number): Reached {
  const past = (at: Instant | undefined) => (at !== undefined && millisOf(at) <= now ? millisOf(at) : undefined);
  const { outcome } = item;
  const received = millisOf(item.receivedAt);
  const waiting = { kind: 'waiting', reason: item.waitsFor ?? NOT_STATED } as const;
  if (outcome.kind === 'open' || past(outcome.at) === undefined) return { times: { received }, loss: waiting };
  if (outcome.kind === 'duplicate') return { times: { received }, loss: { kind: 'duplicate', reason: 'duplicate' } };
  if (outcome.kind === 'rejected') {
    return { times: { received }, loss: { kind: 'rejected', reason: outcome.reason.trim() || NOT_STATED } };
  }
  const stages = {
    valid: past(outcome.at),
    told: past(outcome.toldAt),
    fixed: past(outcome.fixedAt),
    published: past(outcome.publishedAt),
    deployed: past(outcome.deployedAt),
  };
  const times: { [stage in FunnelStage]?: number } = { received };
  for (const stage of ['valid', 'told', 'fixed', 'published', 'deployed'] as const) {
    const time = stages[stage];
    if (time !== undefined) times[stage] = time;
  }
  return { times, loss: waiting };
}

function tally(losses: readonly Omit<FunnelLoss, 'count'>[]): FunnelLoss[] {
  const order = ['duplicate', 'rejected', 'waiting'];
  return [...Map.groupBy(losses, (loss) => JSON.stringify([loss.kind, loss.reason])).values()]
    .flatMap((group) => (group[0] ? [{ ...group[0], count: group.length }] : []))
    .sort(
      (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count || (a.reason < b.reason ? -1 : 1),
    );
}
