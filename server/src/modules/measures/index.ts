// Measures: what is counted over all parties, without content, and the burn-down to a model's release day.
export { measuresRoutes } from './routes.ts';
export { take } from './take.ts';
