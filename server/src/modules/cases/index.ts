// Cases: one thread and one clock per vulnerability; maintainers are told at their own pace.
export { tell } from './coordinate.ts';
export { moveLine, offer, type PaceDeps, pace, weekOf } from './pace.ts';
export { casesRoutes, createProject } from './routes.ts';
