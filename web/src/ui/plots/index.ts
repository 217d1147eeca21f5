// Pictures: each with its sentence, its table and its CSV.
import './plots.css';

export { BurndownFigure } from './burndown.tsx';
export { bare, type Layer } from './burndown-data.ts';
export { FunnelFigure } from './funnel.tsx';
export { SectorFigure } from './sectors.tsx';
