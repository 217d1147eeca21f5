// The one route table.
import { advisoryRoutes } from './advisories.ts';
import { caseRoutes } from './cases.ts';
import { fleetRoutes } from './fleet.ts';
import { historyRoutes } from './history.ts';
import { inventoryRoutes } from './inventories.ts';
import { measureRoutes } from './measures.ts';
import { noticeRoutes } from './notices.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes } from './session.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';
import { watchRoutes } from './watch.ts';

export const ROUTES = {
  ...sessionRoutes,
  ...reportRoutes,
  ...vulnerabilityRoutes,
  ...caseRoutes,
  ...advisoryRoutes,
  ...inventoryRoutes,
  ...fleetRoutes,
  ...historyRoutes,
  ...noticeRoutes,
  ...measureRoutes,
  ...watchRoutes,
} as const;
export type RouteId = keyof typeof ROUTES;
export type Routes = typeof ROUTES;
