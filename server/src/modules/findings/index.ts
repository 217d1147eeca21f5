// Findings and vulnerabilities: read, correlate, triage, commit; the queue and what is decided in it.
export { type AssessFacts, assess, rankOf } from './assess.ts';
export { type DecideDeps, reassess, writeDecision } from './decide.ts';
export { type DrainDeps, drain } from './drain.ts';
export { PIPELINE } from './pipeline.ts';
export { ONE, ROW, SOME, type VulnerabilityRecord } from './queue-store.ts';
export { reassessNamed } from './reassess.ts';
export { findingsRoutes } from './routes.ts';
export { type Rules, readRules } from './rules.ts';
export { rowOf, tierOf } from './view.ts';
