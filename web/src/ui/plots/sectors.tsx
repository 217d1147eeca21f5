// Exposure by sector as small multiples: one strip per sector on one scale, what is closed filled, what is open hatched.
import * as Plot from '@observablehq/plot';
import { useCallback, useId, useMemo } from 'react';
import { PlotFigure } from './figure.tsx';
import { PlotSvg } from './plot-svg.tsx';
import { texture, textureDefs } from './textures.ts';

export interface Sector {
  readonly sector: string;
  readonly operators: number;
  readonly open: number;
  readonly closed: number;
}

export function SectorFigure({ sectors }: { sectors: readonly Sector[] }) {
  const rows = useMemo(
    () => [...sectors].sort((a, b) => b.open - a.open || a.sector.localeCompare(b.sector)),
    [sectors],
  );
  const scope = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const draw = useCallback((width: number) => optionsOf(rows, width, scope), [rows, scope]);
  if (rows.length === 0)
    return (
      <p className="lt-figure-empty">
        No operator that this system knows of runs it. That is not proof that nobody does: only inventories sent here
        are counted.
      </p>
    );
  const open = rows.reduce((sum, r) => sum + r.open, 0);
  const all = rows.reduce((sum, r) => sum + r.open + r.closed, 0);
  return (
    <PlotFigure
      title="Exposure by sector"
      sentence={`${open.toLocaleString('en-US')} of ${all.toLocaleString('en-US')} duties are still open, over ${rows.length} ${rows.length === 1 ? 'sector' : 'sectors'}. Filled is closed, hatched is open.`}
      table={{
        columns: ['sector', 'operators', 'open', 'closed'],
        rows: rows.map((r) => [r.sector, r.operators, r.open, r.closed]),
      }}
      name="exposure-by-sector"
    >
      <PlotSvg draw={draw} />
    </PlotFigure>
  );
}

function optionsOf(rows: readonly Sector[], width: number, scope: string): Plot.PlotOptions {
  const top = Math.max(1, ...rows.map((r) => r.open + r.closed));
  const common = { y: 'sector', insetTop: 22, insetBottom: 10 } as const;
  return {
    height: rows.length * 48 + 8,
    marginLeft: 0,
    marginRight: 0,
    marginTop: 2,
    marginBottom: 2,
    x: { domain: [0, top], axis: null },
    y: { domain: rows.map((r) => r.sector), axis: null, padding: 0 },
    marks: [
      textureDefs(scope),
      Plot.barX(rows, { ...common, x1: 0, x2: 'closed', fill: 'var(--layer-deployed)' }),
      Plot.barX(rows, { ...common, x1: 'closed', x2: (r: Sector) => r.closed + r.open, fill: texture(scope, 'hatch') }),
      Plot.barX(rows, { ...common, x1: 0, x2: (r: Sector) => r.closed + r.open, fill: 'none', stroke: 'var(--ink-3)' }),
      Plot.text(rows, {
        y: 'sector',
        x: 0,
        dy: -12,
        textAnchor: 'start',
        fontSize: 12.5,
        fill: 'var(--ink)',
        lineWidth: width / 13,
        textOverflow: 'ellipsis-end',
        text: (r: Sector) =>
          `${r.sector}  ${r.open} open, ${r.closed} closed · ${r.operators} ${r.operators === 1 ? 'operator' : 'operators'}`,
      }),
    ],
  };
}
