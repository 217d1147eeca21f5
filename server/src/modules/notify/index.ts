// Notices: who is told of what happened, and by which channel.
export { deliver } from './deliver.ts';
export { relay } from './relay.ts';
export { notifyRoutes } from './routes.ts';
