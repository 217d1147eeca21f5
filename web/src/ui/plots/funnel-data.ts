// The funnel’s arithmetic: bars that start at zero, and every loss with its name.
import type { Answer } from '@leadtime/contract';
import type { Table } from './csv.ts';

export type Funnel = Answer<'measures.funnel'>;
export interface FunnelRow {
  readonly name: string;
  readonly of: string;
  readonly count: number;
  readonly lost: number;
  /** `212 duplicates of a known bug · 31 not reproducible`; empty where nothing was lost. */
  readonly lostText: string;
  readonly medianText: string;
}

/** One row per stage, in the measure’s order. */
export const funnelRows = (funnel: Funnel): FunnelRow[] =>
  funnel.stages.map((s) => ({
    name: s.name,
    of: s.of,
    count: s.count,
    lost: s.lost.reduce((sum, l) => sum + l.count, 0),
    lostText: s.lost
      .filter((l) => l.count > 0)
      .map((l) => `${l.count.toLocaleString('en-US')} ${l.why}`)
      .join(' · '),
    medianText: s.medianHours === null ? '' : `median ${duration(s.medianHours)}`,
  }));

/** Hours as a person says them: minutes below one, hours below two days, else days. */
export function duration(hours: number): string {
  const say = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (hours < 1) return say(Math.round(hours * 60), 'minute');
  if (hours < 48) return say(Math.round(hours), 'hour');
  return say(Math.round(hours / 24), 'day');
}

export const funnelTable = (funnel: Funnel): Table => ({
  columns: ['stage', 'count', 'counted', 'lost here', 'why', 'median hours'],
  rows: funnel.stages.flatMap((s): Table['rows'][number][] => {
    const head = [s.name, s.count, s.of];
    if (s.lost.length === 0) return [[...head, 0, 'nothing was lost here', s.medianHours]];
    return s.lost.map((l, i) => [...head, l.count, l.why, i === 0 ? s.medianHours : null]);
  }),
});
