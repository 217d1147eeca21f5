// Pictures: each with its sentence, its table and its CSV.
import './plots.css';

export { BurndownFigure } from './burndown.tsx';
export { type Burndown, bare, type Layer } from './burndown-data.ts';
export { PlotFigure } from './figure.tsx';
export { FunnelFigure } from './funnel.tsx';
export type { Funnel } from './funnel-data.ts';
export { type Sector, SectorFigure } from './sectors.tsx';
