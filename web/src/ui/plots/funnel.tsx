// The funnel from received to deployed. Each bar starts at zero; each loss is hatched beside it and named under it.
import * as Plot from '@observablehq/plot';
import { useCallback, useId, useMemo } from 'react';
import { shortDay } from './burndown-data.ts';
import { PlotFigure } from './figure.tsx';
import { type Funnel, type FunnelRow, funnelRows, funnelTable } from './funnel-data.ts';
import { PlotSvg } from './plot-svg.tsx';
import { texture, textureDefs } from './textures.ts';

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
  const narrow = width < 560;
  const row = narrow ? 88 : 74;
  const top = Math.max(1, ...rows.map((r) => r.count + r.lost));
  const bar = { y: 'name', insetTop: 26, insetBottom: row - 44 } as const;
  const line = (dy: number) => ({ y: 'name', dy: dy - row / 2, fontSize: 12.5 }) as const;
  const unit = (r: FunnelRow, i: number) => (narrow && rows[i - 1]?.of === r.of ? '' : ` ${r.of}`);
  return {
    height: rows.length * row + 8,
    marginLeft: 0,
    marginRight: 0,
    marginTop: 4,
    marginBottom: 4,
    x: { domain: [0, top], axis: null },
    y: { domain: rows.map((r) => r.name), axis: null, padding: 0 },
    marks: [
      textureDefs(scope),
      Plot.barX(rows, { ...bar, x1: 0, x2: 'count', fill: 'var(--layer-fixed)' }),
      Plot.barX(rows, { ...bar, x1: 'count', x2: (r: FunnelRow) => r.count + r.lost, fill: texture(scope, 'hatch') }),
      Plot.barX(rows, { ...bar, x1: 0, x2: top, fill: 'none', stroke: 'var(--line)' }),
      Plot.text(rows, {
        ...line(14),
        x: 0,
        textAnchor: 'start',
        fill: 'var(--ink)',
        fontWeight: 600,
        text: (r: FunnelRow, i: number) => `${r.name}  ${r.count.toLocaleString('en-US')}${unit(r, i)}`,
      }),
      Plot.text(rows, { ...line(14), x: top, textAnchor: 'end', fill: 'var(--ink-3)', text: 'medianText' }),
      Plot.text(rows, {
        ...line(50),
        x: 0,
        lineAnchor: 'top',
        textAnchor: 'start',
        fill: 'var(--ink-2)',
        lineWidth: width / 12.5 - 1,
        text: (r: FunnelRow) => (r.lostText ? `− ${r.lostText}` : ''),
      }),
    ],
  };
}
