// Which model's release is next, and how far away it is, in words. Nothing here says yes or no to a release.
import type { Answer } from '@leadtime/contract';
import { count, dayInWords } from '../../ui/words.ts';

export type Model = Answer<'models.list'>['items'][number];
const DAY_MS = 86_400_000;

/** The soonest release to come among those open; else the latest one that was released; else undefined. */
export function nextModel(models: readonly Model[], now: number): Model | undefined {
  const open = models.filter((m) => m.state === 'open' && Date.parse(m.releaseAt) >= now);
  const coming = open.toSorted((a, b) => a.releaseAt.localeCompare(b.releaseAt))[0];
  return (
    coming ??
    models.filter((m) => m.state !== 'withdrawn').toSorted((a, b) => b.releaseAt.localeCompare(a.releaseAt))[0]
  );
}

/** `planned release in 6 days, 28 Nov 2026`. */
export function tMinusWords(model: Pick<Model, 'releaseAt' | 'state'>, now: number): string {
  const days = Math.round(
    (Date.parse(`${model.releaseAt.slice(0, 10)}T00:00:00Z`) - Math.floor(now / DAY_MS) * DAY_MS) / DAY_MS,
  );
  const on = dayInWords(model.releaseAt);
  if (model.state === 'withdrawn') return 'withdrawn by its developer';
  if (model.state === 'released' || days < 0) return `released ${on}, ${count(Math.abs(days), 'day')} ago`;
  return days === 0 ? `planned release today, ${on}` : `planned release in ${count(days, 'day')}, ${on}`;
}
