// All SQL of the ledger.
import { query } from '../../platform/db/query.ts';

export const WRITE = query(
  'ledger.write',
  `INSERT INTO ledger_entry (id, wall, commitment, nonce, body, written_at)
   SELECT e.id, e.wall, decode(e.commitment, 'hex'), decode(e.nonce, 'hex'), e.body, $6
   FROM ROWS FROM (unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]), jsonb_array_elements($5::jsonb)) AS e (id, wall, commitment, nonce, body)`,
);

// The sequencer. One at a time: the lock is held until the checkpoint is written.
export const ONE_SEQUENCER = query('ledger.one-sequencer', `SELECT pg_advisory_xact_lock(440904)`);
export const WAITING = query<{ id: string; commitment: Buffer }>(
  'ledger.waiting',
  `SELECT id, commitment FROM ledger_entry WHERE index IS NULL ORDER BY written_at, id LIMIT $1`,
);
export const PLACE = query(
  'ledger.place',
  `UPDATE ledger_entry e SET index = p.index FROM unnest($1::uuid[], $2::bigint[]) AS p (id, index) WHERE e.id = p.id AND e.index IS NULL`,
);
export const ADD_LEAVES = query(
  'ledger.add-leaves',
  `INSERT INTO ledger_leaf (index, commitment) SELECT * FROM unnest($1::bigint[], $2::bytea[])`,
);
export const LEAVES = query<{ commitment: Buffer }>(
  'ledger.leaves',
  `SELECT commitment FROM ledger_leaf WHERE index >= $1 AND index < $2 ORDER BY index`,
);
export const PUT_TILES = query(
  'ledger.put-tiles',
  `INSERT INTO ledger_tile (path, bytes) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes`,
);
export const TILES = query<{ path: string; bytes: Buffer }>(
  'ledger.tiles',
  `SELECT path, bytes FROM ledger_tile WHERE path = ANY ($1)`,
);
export const TILE = query<{ bytes: Buffer }>('ledger.tile', `SELECT bytes FROM ledger_tile WHERE path = $1`);
export const ADD_CHECKPOINT = query(
  'ledger.add-checkpoint',
  `INSERT INTO ledger_checkpoint (size, root, note, at) VALUES ($1, $2, $3, $4)`,
);
export const CHECKPOINT = query<{ size: number; note: string; root: Buffer }>(
  'ledger.checkpoint',
  `SELECT size, note, root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1`,
);
export const CHECKPOINTS = query<{ note: string }>(
  'ledger.checkpoints',
  `SELECT note FROM ledger_checkpoint WHERE size > 0 ORDER BY size`,
);

export interface EntryRow {
  id: string;
  commitment: Buffer;
  nonce: Buffer;
  body: unknown;
  index: number | null;
}
export const ENTRY = query<EntryRow>(
  'ledger.entry',
  `SELECT id, commitment, nonce, body, index FROM ledger_entry WHERE id = $1`,
);
/** For the export: every leaf below the checkpoint, with body and nonce where the asking party may open it. */
export const EXPORT_PAGE = query<{ index: number; commitment: Buffer; nonce: Buffer | null; body: unknown }>(
  'ledger.export-page',
  `SELECT l.index, l.commitment, e.nonce, e.body FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.index = l.index
   WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index`,
);
