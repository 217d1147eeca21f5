// Events: what happened, for those who subscribe. Written in the transaction of the change; one job per subscriber follows.
import { newId } from './clock.ts';
import type { Tx } from './db/database.ts';
import { query } from './db/query.ts';
import { enqueue } from './jobs.ts';

const ADD = query('events.add', `INSERT INTO event (id, kind, wall, subject_id, facts, at) VALUES ($1, $2, $3, $4, $5, $6)`);

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
  const id = newId(tx.now);
  await tx.run(ADD, [id, event.kind, event.wall, event.subject, JSON.stringify(event.facts ?? {}), tx.now]);
  for (const task of SUBSCRIBERS) await enqueue(tx, task, { event: id });
  return id;
}
