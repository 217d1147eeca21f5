// Advisories: ours drafted, checked and published; those of others imported; feeds kept fresh.
export { type CsafJudge, openCsafJudge } from './csaf-judge.ts';
export { importFeed } from './feeds/index.ts';
export { type AdvisoryDeps, draft, edit, publish, withdraw } from './publish.ts';
export { advisoriesRoutes } from './routes.ts';
export { scheduleFeeds } from './sync/schedule.ts';
export { type SyncDeps, syncFeed } from './sync/sync.ts';
