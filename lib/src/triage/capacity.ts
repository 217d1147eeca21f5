// A maintainer's own pace as a hard limit: one queue per project over all finders, so many new cases a week, the rest in line.
// Urgency reorders who waits; it never goes over the budget.
import { addDays, type Day, daysBetween } from '../kit/index.ts';
import type { Reason } from './rule-file.ts';

export interface PaceInput {
  /** New cases the project takes in a week; `unlimited` where it said "send me all". */
  readonly weeklyBudget: number | 'unlimited';
  readonly today: Day;
  /** First day of the week that has today, as the project counts weeks. */
  readonly weekStart: Day;
  /** Cases already told this week. */
  readonly toldThisWeek: number;
  /** First day on which the project takes cases again. */
  readonly pausedUntil?: Day;
  /** Vulnerabilities that are due to be told, most urgent first (priority.ts). */
  readonly queue: readonly string[];
}

export interface Waiting {
  readonly id: string;
  /** 1 is next. */
  readonly place: number;
  /** First day of the week in which it is expected to be told, if nothing more urgent comes. */
  readonly expectedWeek: Day | 'unknown';
  readonly reason: Reason;
}

export interface Pace {
  readonly tellNow: readonly string[];
  readonly waiting: readonly Waiting[];
  /** How many more may be told this week after `tellNow`. */
  readonly remaining: number | 'unlimited';
}

/** Who is told now, and the place in line of the rest. */
export function pace(input: PaceInput): Pace {
  const queue = [...new Set(input.queue)];
  const paused = input.pausedUntil !== undefined && input.pausedUntil > input.today;
  if (input.weeklyBudget === 'unlimited') {
    if (!paused) return { tellNow: queue, waiting: [], remaining: 'unlimited' };
    return {
      tellNow: [],
      waiting: line(queue, input, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
      remaining: 'unlimited',
    };
  }
  const budget = whole(input.weeklyBudget);
  const free = Math.max(0, budget - whole(input.toldThisWeek));
  const tellNow = paused ? [] : queue.slice(0, free);
  const remaining = free - tellNow.length;
  return { tellNow, waiting: line(queue.slice(tellNow.length), input, budget, remaining), remaining };
}

function line(ids: readonly string[], input: PaceInput, budget: number, leftThisWeek: number): Waiting[] {
  const firstWeek = weeksUntil(input.pausedUntil ?? input.today, input.weekStart);
  const firstRoom = firstWeek === 0 ? leftThisWeek : budget;
  const reason = reasonOf(input);
  return ids.map((id, index) => {
    const week = index < firstRoom ? firstWeek : firstWeek + 1 + Math.floor((index - firstRoom) / budget);
    const expectedWeek = budget === 0 ? 'unknown' : addDays(input.weekStart, 7 * week);
    return { id, place: index + 1, expectedWeek, reason };
  });
}

function reasonOf(input: PaceInput): Reason {
  if (input.pausedUntil !== undefined && input.pausedUntil > input.today) {
    return { code: 'project-paused', text: `The project takes no cases before ${input.pausedUntil}.` };
  }
  if (input.weeklyBudget !== 'unlimited' && whole(input.weeklyBudget) === 0) {
    return { code: 'project-closed', text: 'The project takes no cases.' };
  }
  const text = `The project takes ${input.weeklyBudget} a week and has had ${whole(input.toldThisWeek)} this week.`;
  return { code: 'budget-used', text };
}

/** Weeks from the current one to the one in which a day lies; a day in the past counts as now. */
const weeksUntil = (day: Day, weekStart: Day): number => Math.max(0, Math.floor(daysBetween(weekStart, day) / 7));

/** A count from outside: not a number, negative or broken counts as nothing. */
const whole = (count: number): number => (Number.isFinite(count) && count > 0 ? Math.floor(count) : 0);
