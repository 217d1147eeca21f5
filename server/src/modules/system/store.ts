// SQL of readiness.
import { query } from '../../platform/db/query.ts';

export const NEWEST_MIGRATION = query<{ name: string | null }>(
  'system.newest-migration',
  `SELECT newest_migration() AS name`,
);
export const QUEUE = query<{ workers: number; waiting_seconds: number }>(
  'system.queue',
  `SELECT workers, waiting_seconds FROM queue_state()`,
);
