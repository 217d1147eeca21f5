// Duties: what must be done about an exposure, by when, and what was done.
export type { Basis, DutyRules } from './decide.ts';
export { factsOf, followers } from './follow.ts';
export { type DecideDeps, reassess } from './reassess.ts';
export { dutiesRoutes } from './routes.ts';
export { sweep } from './sweep.ts';
