// What the line of versions shows, in words, and where its ticks stand.
import type { VersionLine } from '@leadtime/contract';

/** "Affected: from 1.0.0 up to but not including 1.2.5. Yours, 1.2.3, lies inside. Not to scale." */
export function lineInWords(line: VersionLine, version: string | null): string {
  const spans = line.spans.map((span) => {
    const from = span.from === null ? undefined : line.ticks[span.from]?.version;
    const to = span.to === null ? undefined : line.ticks[span.to]?.version;
    if (from !== undefined && from === to) return from;
    const begin = from === undefined ? 'from the first version' : `${span.fromIncluded ? 'from' : 'after'} ${from}`;
    if (to === undefined) return `${begin} on, with no end`;
    return `${begin} up to ${span.toIncluded ? 'and including' : 'but not including'} ${to}`;
  });
  return `Affected: ${spans.join('; and ')}. ${placeInWords(line, version)} Not to scale.`;
}

function placeInWords(line: VersionLine, version: string | null): string {
  const at = line.installed;
  if (at === null)
    return `Where yours${version === null ? '' : `, ${version},`} lies is not known, so it is not drawn.`;
  const inside = line.spans.some(
    ({ from, fromIncluded, to, toIncluded }) =>
      (from === null || at > from || (at === from && fromIncluded)) &&
      (to === null || at < to || (at === to && toIncluded)),
  );
  return `Yours, ${line.ticks[at]?.version ?? ''}, lies ${inside ? 'inside' : 'outside'}.`;
}

/** Ticks at equal distances with room for their words; the axis goes on where a span has no end. */
export function placesOf(line: VersionLine, width: number) {
  const edge = 56;
  const [start, end] = [10, width - 10];
  const step = line.ticks.length < 2 ? 0 : (width - 2 * edge) / (line.ticks.length - 1);
  const x = (i: number): number => (line.ticks.length === 1 ? width / 2 : edge + i * step);
  return { x, start, end };
}
