// Mounts an Observable Plot SVG that follows its container’s width. Plot adds a <style> element to each SVG; our
// Content-Security-Policy forbids it, so it is taken out before the SVG is attached and its rules stand in plots.css.
import * as Plot from '@observablehq/plot';
import { type RefObject, useEffect, useRef, useState } from 'react';

export type PlotElement = (SVGSVGElement | HTMLElement) & Plot.Plot;

interface Props {
  /** Builds the plot for a width in pixels; keep it stable with useCallback. */
  readonly draw: (width: number) => Plot.PlotOptions;
  readonly onDrawn?: (plot: PlotElement) => void;
}

/** The picture only. Its words (label, sentence, table) belong to the figure around it, so it is hidden from readers. */
export function PlotSvg({ draw, onDrawn }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  useEffect(() => {
    const host = box.current;
    if (!host || width < 40) return;
    const svg = Plot.plot({ ...draw(width), width, className: 'lt-plot' });
    svg.querySelector(':scope > style')?.remove();
    svg.setAttribute('aria-hidden', 'true');
    for (const g of svg.querySelectorAll('[aria-label]')) g.removeAttribute('aria-label');
    host.replaceChildren(svg);
    onDrawn?.(svg);
    return () => svg.remove();
  }, [draw, onDrawn, width]);
  return <div ref={box} className="lt-plot-box" />;
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const host = box.current;
    if (!host) return;
    const watcher = new ResizeObserver((entries) => {
      const next = Math.floor(entries[0]?.contentRect.width ?? 0);
      setWidth((now) => (Math.abs(now - next) < 2 ? now : next));
    });
    watcher.observe(host);
    return () => watcher.disconnect();
  }, [box]);
  return width;
}
