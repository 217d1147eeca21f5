// SQL of backup and restore. What is done to each table (COPY, ALTER, TRUNCATE) is made from the catalogue, names escaped by it.
import { query } from '../../platform/db/query.ts';

/** Tables of the schema with the columns that hold data of their own (generated ones are computed again). */
export const TABLES = query<{ name: string; quoted: string; columns: string; forced: boolean; closed: boolean }>(
  'backup.tables',
  `SELECT c.relname AS name, format('leadtime.%I', c.relname) AS quoted,
     (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
     c.relforcerowsecurity AS forced,
     -- the owner would not see every row: no policy lets it, and it may not pass policies
     c.relforcerowsecurity
       AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
       AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
         AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)) AS closed
   FROM pg_class c WHERE c.relnamespace = 'leadtime'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`,
);
export const SEQUENCES = query<{ name: string; last: string | null }>(
  'backup.sequences',
  `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'leadtime' ORDER BY sequencename`,
);
export const SET_SEQUENCE = query(
  'backup.set-sequence',
  `SELECT setval(format('leadtime.%I', $1::text)::regclass, $2::bigint)`,
);
export const FOREIGN_KEYS = query<{ drop: string; add: string }>(
  'backup.foreign-keys',
  `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS drop,
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS add
   FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'leadtime'::regnamespace ORDER BY k.conrelid::regclass::text, k.conname`,
);
/** Tables whose rows stand for sealed bytes: in the row, or in a file named by the id. */
export const SEALED_TABLES = query<{ quoted: string }>(
  'backup.sealed-tables',
  `SELECT format('leadtime.%I', c.relname) AS quoted FROM pg_class c
   WHERE c.relnamespace = 'leadtime'::regnamespace AND c.relkind = 'r' AND 3 = (
     SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attname IN ('id', 'bytes', 'key_id'))
   ORDER BY c.relname`,
);
export const HAS_SCHEMA = query<{ there: boolean }>(
  'backup.has-schema',
  `SELECT to_regclass('leadtime_migrations.kysely_migration') IS NOT NULL AND to_regclass('leadtime.instance') IS NOT NULL AS there`,
);
export const MIGRATIONS = query<{ name: string }>(
  'backup.migrations',
  `SELECT name FROM leadtime_migrations.kysely_migration ORDER BY name`,
);
/** Anything that a person or a feed has put there. */
export const IN_USE = query<{ used: boolean }>(
  'backup.in-use',
  `SELECT EXISTS (SELECT 1 FROM leadtime.instance WHERE set_up_at IS NOT NULL) OR EXISTS (SELECT 1 FROM leadtime.person)
     OR EXISTS (SELECT 1 FROM leadtime.report) OR EXISTS (SELECT 1 FROM leadtime.advisory) OR EXISTS (SELECT 1 FROM leadtime.ledger_entry) AS used`,
);
export const LAST_CHECKPOINT = query<{ size: string; root: Buffer; note: string }>(
  'backup.last-checkpoint',
  `SELECT size::text, root, note FROM leadtime.ledger_checkpoint ORDER BY size DESC LIMIT 1`,
);
export const LEAVES = query<{ index: string; commitment: Buffer }>(
  'backup.leaves',
  `SELECT index::text, commitment FROM leadtime.ledger_leaf WHERE index >= $1 AND index < $2 ORDER BY index`,
);
export interface JobRow {
  readonly task: string;
  readonly payload: unknown;
  readonly run_at: string;
  readonly key: string | null;
  readonly queue: string | null;
  readonly max_attempts: number;
}
/** What is still to be done, also what somebody is doing just now: it may not come to its end. As leadtime_worker, whose tables they are. */
export const JOBS = query<JobRow>(
  'backup.jobs',
  `SELECT t.identifier AS task, j.payload, j.run_at, j.key, q.queue_name AS queue, j.max_attempts
   FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
   LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
   WHERE j.attempts < j.max_attempts OR j.locked_at IS NOT NULL ORDER BY j.id`,
);
export const ADD_JOBS = query(
  'backup.add-jobs',
  `SELECT count(graphile_worker.add_job(j.task, j.payload, queue_name => j.queue, run_at => j.run_at, max_attempts => j.max_attempts, job_key => j.key))
   FROM jsonb_to_recordset($1::jsonb) AS j (task text, payload json, run_at timestamptz, key text, queue text, max_attempts int)`,
);
export const SERVER_VERSION = query<{ version: string }>(
  'backup.server-version',
  `SELECT current_setting('server_version') AS version`,
);
