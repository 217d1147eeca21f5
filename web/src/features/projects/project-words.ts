// What a project wants of a coordinator, in one sentence.
import { count } from '../../ui/words.ts';

interface Project {
  readonly name: string;
  readonly maintainer: unknown;
  readonly contact: string | null;
  readonly weeklyBudget: number;
  readonly toldThisWeek: number;
  readonly waiting: number;
  readonly pausedUntil: string | null;
}

export type Need = 'contact' | 'paused' | 'full' | 'free' | 'none';

export function needOf(p: Project, now: number): Need {
  if (p.maintainer === null && p.contact === null) return 'contact';
  if (p.pausedUntil !== null && Date.parse(p.pausedUntil) > now) return 'paused';
  if (p.waiting === 0) return 'none';
  return p.toldThisWeek < p.weeklyBudget ? 'free' : 'full';
}

export function needInWords(p: Project, now: number): string {
  const waiting = count(p.waiting, 'finding waits', 'findings wait');
  switch (needOf(p, now)) {
    case 'contact':
      return p.waiting > 0 ? `${waiting}, and nobody to tell is known` : 'nobody to tell is known';
    case 'paused':
      return p.waiting > 0 ? `paused by its maintainer; ${waiting}` : 'paused by its maintainer';
    case 'full':
      return `the week’s budget is used; ${waiting}`;
    case 'free':
      return `${count(p.weeklyBudget - p.toldThisWeek, 'place is', 'places are')} free this week; ${waiting}`;
    case 'none':
      return 'nothing waits';
  }
}

export const budgetInWords = (p: Project): string =>
  `${p.toldThisWeek} of ${p.weeklyBudget} this week${p.waiting > 0 ? `, ${p.waiting} waiting` : ''}`;
