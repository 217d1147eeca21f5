// Affected versions on a line, with the installed one on it. In the order of versions, not to scale. What it shows stands in words
// in its label and under it, so nobody needs the picture.
import type { VersionLine } from '@leadtime/contract';
import { visible } from '../../ui/index.ts';
import { lineInWords, placesOf } from './line-words.ts';

const WIDTH = 340;
const AXIS = 52;
const HEIGHT = 104;
/** Characters of a version that fit beside its neighbours; the whole of it is in the words. */
const SHORT = 13;

export function NumberLine({ line, version }: { line: VersionLine; version: string | null }) {
  const { x, start, end } = placesOf(line, WIDTH);
  const words = lineInWords(line, version);
  return (
    <figure className="version-line">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
        <line x1={start} x2={end} y1={AXIS} y2={AXIS} className="version-axis" />
        {line.spans.map((span) => {
          const from = span.from === null ? start : x(span.from);
          const to = span.to === null ? end : x(span.to);
          return (
            <g key={`${span.from}-${span.to}`}>
              <line x1={from} x2={to} y1={AXIS} y2={AXIS} className="version-span" />
              {span.from === null ? null : (
                <circle cx={from} cy={AXIS} r="5" className="version-end" data-in={span.fromIncluded} />
              )}
              {span.to === null ? null : (
                <circle cx={to} cy={AXIS} r="5" className="version-end" data-in={span.toIncluded} />
              )}
            </g>
          );
        })}
        {line.ticks.map((tick, i) => (
          <g key={tick.version + tick.says} transform={`translate(${x(i)} 0)`}>
            {i === line.installed ? (
              <>
                <path d={`M0 ${AXIS - 8}l-6 -9h12z`} className="version-here" />
                <text y={AXIS - 22} className="version-yours">
                  yours: {short(tick.version)}
                </text>
              </>
            ) : null}
            {tick.says === '' ? null : (
              <>
                <text y={AXIS + 22} className="version-name">
                  {short(tick.version)}
                </text>
                <text y={AXIS + 37} className="version-says">
                  {tick.says}
                </text>
              </>
            )}
          </g>
        ))}
      </svg>
      <figcaption>{words}</figcaption>
    </figure>
  );
}

function short(version: string): string {
  const text = visible(version);
  return text.length <= SHORT ? text : `${text.slice(0, SHORT - 1)}…`;
}
