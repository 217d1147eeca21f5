// Watch: the signed feed for operators who match on their own machines, and the counts that they send.
export { appendAll } from './append.ts';
export { watchRoutes } from './routes.ts';
