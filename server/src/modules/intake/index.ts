// Intake: receive a report, keep its bytes, acknowledge once.
export { type IntakeDeps, receive, type Said } from './receive.ts';
export { intakeRoutes } from './routes.ts';
