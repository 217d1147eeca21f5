// The contract: what server, web and CLI agree on. ROUTES is the one route table.
import { advisoryRoutes } from './advisories.ts';
import { caseRoutes } from './cases.ts';
import { inventoryRoutes } from './inventories.ts';
import { measureRoutes } from './measures.ts';
import { noticeRoutes } from './notices.ts';
import { reportRoutes } from './reports.ts';
import { sessionRoutes } from './session.ts';
import { vulnerabilityRoutes } from './vulnerabilities.ts';

export const ROUTES = {
  ...sessionRoutes,
  ...reportRoutes,
  ...vulnerabilityRoutes,
  ...caseRoutes,
  ...advisoryRoutes,
  ...inventoryRoutes,
  ...noticeRoutes,
  ...measureRoutes,
} as const;
export type RouteId = keyof typeof ROUTES;
export type Routes = typeof ROUTES;

export * from './access.ts';
export * from './advisories.ts';
export * from './cases.ts';
export * from './client.ts';
export * from './common.ts';
export * from './errors.ts';
export * from './inventories.ts';
export * from './measures.ts';
export * from './notices.ts';
export * from './reports.ts';
export * from './route.ts';
export * from './session.ts';
export * from './vulnerabilities.ts';
