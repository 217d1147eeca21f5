// The funnel from received to deployed. Each bar starts at zero; each loss is hatched beside it and named under it.
import * as Plot from '@observablehq/plot';
import { useCallback, useId, useMemo } from 'react';
import { shortDay } from './burndown-data.ts';
import { PlotFigure } from './figure.tsx';
import { type Funnel, type FunnelRow, funnelRows, funnelTable } from './funnel-data.ts';
import { PlotSvg } from './plot-svg.tsx';
import { texture, textureDefs } from './textures.ts';

const ROW = 74;

export function FunnelFigure({ funnel, title = 'From received to deployed' }: { funnel: Funnel; title?: string }) {
  const rows = useMemo(() => funnelRows(funnel), [funnel]);
  const scope = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const draw = useCallback((width: number) => optionsOf(rows, width, scope), [rows, scope]);
  const span = `${shortDay(new Date(funnel.since))} to ${shortDay(new Date(funnel.asOf))}`;
  return (
    <PlotFigure
      title={title}
      sentence={`Counted ${span}. The filled bar is what got this far; the hatched part is what was lost there, and why stands under it.`}
      table={funnelTable(funnel)}
      name="funnel"
    >
      <PlotSvg draw={draw} />
      <ol className="sr-only">
        {rows.map((r) => (
          <li key={r.name}>
            {r.name}: {r.count.toLocaleString('en-US')} {r.of}. {r.lostText ? `Lost: ${r.lostText}.` : 'Nothing lost.'}{' '}
            {r.medianText}
          </li>
        ))}
      </ol>
    </PlotFigure>
  );
}

function optionsOf(rows: readonly FunnelRow[], width: number, scope: string): Plot.PlotOptions {
  const top = Math.max(1, ...rows.map((r) => r.count + r.lost));
  const at = (text: (r: FunnelRow) => string, dy: number, more: Plot.TextOptions): Plot.Markish =>
    Plot.text(rows, { y: 'name', x: 0, text, textAnchor: 'start', dy, fontSize: 12.5, ...more });
  const lineWidth = width / 13;
  return {
    height: rows.length * ROW + 8,
    marginLeft: 0,
    marginRight: 0,
    marginTop: 4,
    marginBottom: 4,
    x: { domain: [0, top], axis: null },
    y: { domain: rows.map((r) => r.name), axis: null, padding: 0 },
    marks: [
      textureDefs(scope),
      Plot.barX(rows, { y: 'name', x1: 0, x2: 'count', fill: 'var(--layer-fixed)', insetTop: 26, insetBottom: 30 }),
      Plot.barX(rows, {
        y: 'name',
        x1: 'count',
        x2: (r: FunnelRow) => r.count + r.lost,
        fill: texture(scope, 'hatch'),
        insetTop: 26,
        insetBottom: 30,
      }),
      Plot.barX(rows, {
        y: 'name',
        x1: 0,
        x2: top,
        fill: 'none',
        stroke: 'var(--line)',
        insetTop: 26,
        insetBottom: 30,
      }),
      at((r) => `${r.name}  ${r.count.toLocaleString('en-US')} ${r.of}`, -23, {
        fill: 'var(--ink)',
        fontWeight: 600,
        lineWidth,
        textOverflow: 'ellipsis-end',
      }),
      Plot.text(rows, {
        y: 'name',
        x: top,
        text: 'medianText',
        textAnchor: 'end',
        dy: width < 480 ? 19 : -23,
        fontSize: 12.5,
        fill: 'var(--ink-3)',
      }),
      at((r) => (r.lostText ? `− ${r.lostText}` : ''), width < 480 ? 19 : 19, {
        fill: 'var(--ink-2)',
        lineWidth: width < 480 ? width / 13 : lineWidth,
        textOverflow: 'ellipsis-end',
      }),
    ],
  };
}
