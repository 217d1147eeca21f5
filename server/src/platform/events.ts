// Events: what happened, for those who subscribe. Written in the transaction of the change; one job per subscriber follows.
import { newId } from './clock.ts';
import type { Tx } from './db/database.ts';
import { query } from './db/query.ts';
import { enqueue } from './jobs.ts';

const ADD = query(
  'events.add',
  `INSERT INTO event (id, kind, wall, subject_id, facts, at)
   SELECT e.id, e.kind, e.wall, e.subject, e.facts, $2
   FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, kind text, wall uuid, subject uuid, facts jsonb)`,
);

export interface NewEvent {
  /** Dotted lower-case words; the list is in contract/notices. */
  readonly kind: string;
  /** Who may know of it: those who see this wall when the notice is made, and again when it is sent. */
  readonly wall: string;
  readonly subject: string;
  /** Ids and plain values only; no foreign text. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** The subscribers of every event, in one place. */
const SUBSCRIBERS = ['notify.relay'] as const;

export async function emit(tx: Tx, event: NewEvent): Promise<string> {
  const [id] = await emitAll(tx, [event]);
  if (id === undefined) throw new Error('one event has one id');
  return id;
}

/** Many events of one transaction: one job per subscriber for all of them. */
export async function emitAll(tx: Tx, events: readonly NewEvent[]): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const rows = events.map((e) => ({ id: newId(tx.now), ...e, facts: e.facts ?? {} }));
  const ids = rows.map((r) => r.id);
  await Promise.all([
    tx.run(ADD, [JSON.stringify(rows), tx.now]),
    ...SUBSCRIBERS.map((task) => enqueue(tx, task, { events: ids })),
  ]);
  return ids;
}
