// Search over all that a party may see.
export { searchRoutes } from './routes.ts';
