// The instance itself: is it alive, is it ready, what does it serve.
export { systemRoutes } from './routes.ts';
