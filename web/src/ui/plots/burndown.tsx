// The burn-down: how much of what a model can find is closed before the model is out. Layers from below are what has
// got furthest; the hatched band above is what nobody has found. Pointer or arrow keys walk the days.
import * as Plot from '@observablehq/plot';
import { type KeyboardEvent, type PointerEvent, useCallback, useId, useMemo, useRef, useState } from 'react';
import { A } from '../link.tsx';
import {
  amount,
  type Burndown,
  burndownTable,
  dayInWords,
  LAYER_MEANS,
  LAYERS,
  type Layer,
  nearest,
  type Picture,
  type Point,
  pictureOf,
  sentenceOf,
  shortDay,
  spreadLabels,
  tName,
} from './burndown-data.ts';
import { PlotFigure } from './figure.tsx';
import { type PlotElement, PlotSvg } from './plot-svg.tsx';
import { type Texture, texture, textureDefs } from './textures.ts';

interface Props {
  readonly measure: Burndown;
  /** Where a layer’s list is, for those who may read it; undefined: counts only. */
  readonly layerHref?: (layer: Layer) => string | undefined;
}

/** The whole figure; its headline belongs to the page. */
export function BurndownFigure({ measure, layerHref }: Props) {
  const picture = useMemo(() => pictureOf(measure), [measure]);
  if (!picture)
    return (
      <p className="lt-figure-empty">
        Nothing is drawn yet: no day of this model’s window has a figure. The picture begins with the first finding.
      </p>
    );
  return (
    <PlotFigure
      title={`From opening to release of ${measure.model.name}`}
      sentence={sentenceOf(measure, picture)}
      table={burndownTable(picture)}
      name={`burn-down-${measure.model.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`}
    >
      <Walk picture={picture} name={measure.model.name} layerHref={layerHref} />
    </PlotFigure>
  );
}

interface Mapping {
  readonly x: (date: Date) => number;
  readonly invert: (px: number) => Date;
}

function Walk({ picture, name, layerHref }: { picture: Picture; name: string; layerHref: Props['layerHref'] }) {
  const last = picture.points.length - 1;
  const [at, setAt] = useState(last);
  const [mapping, setMapping] = useState<Mapping>();
  const box = useRef<HTMLDivElement>(null);
  const scope = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const draw = useCallback((width: number) => optionsOf(picture, width, scope), [picture, scope]);
  const drawn = useCallback((plot: PlotElement) => setMapping(mappingOf(plot)), []);
  const index = Math.min(at, last);
  const point = picture.points[index];
  const words = point ? dayInWords(point) : '';

  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepOf(event.key, index, last);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  };
  const onPointer = (event: PointerEvent) => {
    if (!mapping || !box.current) return;
    setAt(nearest(picture.points, mapping.invert(event.clientX - box.current.getBoundingClientRect().left)));
  };
  return (
    <>
      <div
        ref={box}
        className="lt-walk"
        role="slider"
        tabIndex={0}
        aria-label={`Days of ${name}`}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={words}
        onKeyDown={onKeyDown}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => setAt(last)}
      >
        <PlotSvg draw={draw} onDrawn={drawn} />
        {mapping && point ? <span className="lt-walk-rule" style={{ left: mapping.x(point.date) }} /> : null}
      </div>
      {point ? <Readout point={point} layerHref={layerHref} /> : null}
      <p className="lt-hint no-print">
        Point at a day, or press ← and → here; Home and End go to the first and the last.
      </p>
    </>
  );
}

/** The figures of the day walked to, largest claim first; each layer says what it counts. */
function Readout({ point, layerHref }: { point: Point; layerHref: Props['layerHref'] }) {
  return (
    <div className="lt-readout">
      <p className="lt-readout-day">
        <b>{shortDay(point.date)}</b> {tName(point.tMinus)}
      </p>
      <dl>
        <div data-layer="unfound">
          <dt title="what nobody had found on that day">Unfound</dt>
          <dd>
            {point.unfound
              ? `${amount(Math.floor(point.unfound.low))} to ${amount(Math.ceil(point.unfound.high))}`
              : 'unknown'}
          </dd>
        </div>
        {[...LAYERS].reverse().map((layer) => {
          const href = layerHref?.(layer);
          const n = amount(point.reached[layer]);
          return (
            <div key={layer} data-layer={layer}>
              <dt title={LAYER_MEANS[layer]}>{layer[0]?.toUpperCase() + layer.slice(1)}</dt>
              <dd>{href ? <A href={href}>{n}</A> : n}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function stepOf(key: string, at: number, last: number): number | undefined {
  const to: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageUp: at - 7,
    PageDown: at + 7,
    Home: 0,
    End: last,
  };
  const next = to[key];
  return next === undefined ? undefined : Math.max(0, Math.min(last, next));
}

function mappingOf(plot: PlotElement): Mapping | undefined {
  const scale = plot.scale('x');
  const { apply, invert } = scale ?? {};
  if (!apply || !invert) return undefined;
  return { x: (date) => Number(apply(date)), invert: (px) => new Date(Number(invert(px))) };
}

const DAY_MS = 86_400_000;
const TEXTURES: Record<Layer, Texture | undefined> = {
  deployed: undefined,
  fixed: 'diagonal',
  told: 'cross',
  validated: 'lines',
  found: 'dots',
};

function optionsOf(picture: Picture, width: number, scope: string): Plot.PlotOptions {
  const narrow = width < 560;
  const height = narrow ? 320 : Math.min(460, Math.max(340, Math.round(width * 0.42)));
  const { points, release, opens, today } = picture;
  const first = points[0]?.date ?? opens;
  const from = new Date(Math.min(opens.getTime(), first.getTime()));
  const to = new Date(Math.max(release.getTime() + DAY_MS, today.getTime()));
  const left = narrow ? 36 : 44;
  const perDay = (width - left - 24) / Math.max(1, (to.getTime() - from.getTime()) / DAY_MS);
  const future = ((release.getTime() - today.getTime()) / DAY_MS) * perDay;
  const inside = future >= (narrow ? 110 : 130);
  const margin = { top: 44, right: inside ? 24 : narrow ? 104 : 126, bottom: 44, left };
  return {
    height,
    marginTop: margin.top,
    marginRight: margin.right,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    x: { type: 'utc', domain: [from, to], axis: null },
    y: { type: 'linear', domain: [0, ceilingOf(picture)], axis: null },
    marks: [
      textureDefs(scope),
      Plot.gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: ',d', fill: 'var(--ink-3)', fontSize: 12 }),
      ...band(picture, scope),
      ...LAYERS.flatMap((layer, i) => layerMarks(points, layer, LAYERS[i - 1], scope)),
      Plot.ruleY([0], { stroke: 'var(--ink-3)' }),
      ...ticks(picture, from, to, narrow),
      ...lines(picture),
      ...labels(picture, { inner: height - margin.top - margin.bottom, edge: inside ? today : to, narrow }),
    ],
  };
}

/** The frame's upper end; where nobody knows what is unfound there is room for a band without an edge. */
const ceilingOf = (picture: Picture): number => picture.top * (picture.points.some((p) => p.unfound) ? 1.04 : 1.25);

/** Above what is found: dense up to the estimate's low end, faint up to its high end; without an estimate, faint and open. */
function band(picture: Picture, scope: string): Plot.Markish[] {
  const { points } = picture;
  const known = points.filter((p) => p.unfound);
  const found = (p: Point) => p.reached.found;
  if (known.length === 0)
    return [Plot.areaY(points, { x: 'date', y1: found, y2: ceilingOf(picture), fill: texture(scope, 'hatch-faint') })];
  const low = (p: Point) => p.reached.found + (p.unfound?.low ?? 0);
  const high = (p: Point) => p.reached.found + (p.unfound?.high ?? 0);
  return [
    Plot.areaY(known, { x: 'date', y1: found, y2: low, fill: texture(scope, 'hatch') }),
    Plot.areaY(known, { x: 'date', y1: low, y2: high, fill: texture(scope, 'hatch-faint') }),
    Plot.lineY(known, { x: 'date', y: low, stroke: 'var(--ink-3)', strokeWidth: 1 }),
    Plot.lineY(known, { x: 'date', y: high, stroke: 'var(--ink-3)', strokeWidth: 1, strokeDasharray: '2 3' }),
  ];
}

function layerMarks(points: readonly Point[], layer: Layer, below: Layer | undefined, scope: string): Plot.Markish[] {
  const y1 = (p: Point) => (below ? p.reached[below] : 0);
  const y2 = (p: Point) => p.reached[layer];
  const printed = TEXTURES[layer];
  return [
    Plot.areaY(points, { x: 'date', y1, y2, fill: `var(--layer-${layer})`, curve: 'monotone-x' }),
    ...(printed
      ? [
          Plot.areaY(points, {
            x: 'date',
            y1,
            y2,
            fill: texture(scope, printed),
            curve: 'monotone-x',
            className: 'lt-print-texture',
          }),
        ]
      : []),
    Plot.lineY(points, { x: 'date', y: y2, stroke: 'var(--paper)', strokeWidth: 1.25, curve: 'monotone-x' }),
  ];
}

function ticks(picture: Picture, from: Date, to: Date, narrow: boolean): Plot.Markish[] {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  const step = [1, 2, 5, 7, 10, 14, 30, 60, 90].find((s) => days / s <= (narrow ? 4 : 8)) ?? 180;
  const at: { date: Date; t: string }[] = [];
  for (let n = Math.floor((picture.release.getTime() - from.getTime()) / DAY_MS / step) * step; ; n -= step) {
    const date = new Date(picture.release.getTime() - n * DAY_MS);
    if (date.getTime() > to.getTime()) break;
    at.push({ date, t: tName(n) });
  }
  const common = { x: 'date', frameAnchor: 'bottom', fill: 'var(--ink-3)', fontSize: 12 } as const;
  return [
    Plot.text(at, { ...common, text: 't', dy: 16, fill: 'var(--ink-2)' }),
    Plot.text(at, { ...common, text: (d: { date: Date }) => shortDay(d.date), dy: 31 }),
  ];
}

/** Release large; today and the release to partners thin, their names on the outer sides so that they never meet. */
function lines(picture: Picture): Plot.Markish[] {
  const { release, partners, today } = picture;
  const rule = (
    date: Date,
    label: string,
    look: { strong?: boolean; side: 'start' | 'middle' | 'end' },
  ): Plot.Markish[] => [
    ...(look.strong ? [Plot.ruleX([date], { stroke: 'var(--paper)', strokeWidth: 5, strokeOpacity: 0.85 })] : []),
    Plot.ruleX([date], {
      stroke: look.strong ? 'var(--ink)' : 'var(--ink-3)',
      strokeWidth: look.strong ? 2 : 1,
      ...(look.strong ? {} : { strokeDasharray: '3 3' }),
    }),
    Plot.text([date], {
      x: (d: Date) => d,
      frameAnchor: 'top',
      text: () => label,
      textAnchor: look.side,
      lineAnchor: 'bottom',
      dx: look.side === 'end' ? -3 : look.side === 'start' ? 3 : 0,
      dy: look.strong ? -6 : -23,
      fill: look.strong ? 'var(--ink)' : 'var(--ink-3)',
      fontWeight: look.strong ? 600 : 400,
      fontSize: 12.5,
    }),
  ];
  return [
    ...(partners ? rule(partners, 'partners', { side: 'end' }) : []),
    ...(today < release ? rule(today, 'today', { side: 'start' }) : []),
    ...rule(release, 'release, T-0', { strong: true, side: 'middle' }),
  ];
}

/** Names beside the upper edge of each layer on the last day: no legend, and the axis gives the same number. */
function labels(
  picture: Picture,
  { inner, edge, narrow }: { inner: number; edge: Date; narrow: boolean },
): Plot.Markish[] {
  const last = picture.points.at(-1);
  if (!last) return [];
  const scale = ceilingOf(picture);
  const px = (value: number): number => inner - (value / scale) * inner;
  const { found } = last.reached;
  const unfound = last.unfound
    ? {
        text: `${amount(Math.floor(last.unfound.low))}${narrow ? '–' : ' to '}${amount(Math.ceil(last.unfound.high))} unfound`,
        at: found + (last.unfound.low + last.unfound.high) / 2,
      }
    : { text: 'unfound: unknown', at: found + (scale - found) / 2 };
  const rows = [
    unfound,
    ...[...LAYERS]
      .reverse()
      .map((layer) => ({ text: `${amount(last.reached[layer])} ${layer}`, at: last.reached[layer] })),
  ];
  const places = spreadLabels(
    rows.map((r) => px(r.at)),
    16,
    [6, inner - 8],
  );
  const data = rows.map((r, i) => ({ ...r, y: ((inner - (places[i] ?? 0)) / inner) * scale }));
  return [
    Plot.link(data, {
      x1: picture.today,
      x2: edge,
      y1: 'at',
      y2: 'y',
      stroke: edge > picture.today ? 'var(--line-strong)' : 'none',
      strokeWidth: 0.75,
    }),
    Plot.text(data, {
      x: edge,
      y: 'y',
      text: 'text',
      textAnchor: 'start',
      dx: 8,
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      strokeWidth: 4,
      fontSize: 12.5,
    }),
  ];
}
