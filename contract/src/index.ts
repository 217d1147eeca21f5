// The contract: what server, web and CLI agree on.
export * from './access.ts';
export * from './advisories.ts';
export * from './cases.ts';
export * from './client.ts';
export * from './common.ts';
export * from './errors.ts';
export * from './fleet.ts';
export * from './history.ts';
export * from './inventories.ts';
export * from './measures.ts';
export * from './notices.ts';
export * from './reports.ts';
export * from './route.ts';
export * from './routes.ts';
export * from './session.ts';
export * from './vulnerabilities.ts';
