// What an advisory claims, as rows that an index answers from. Whoever stores or publishes an advisory calls this in its own
// transaction, and enqueues `exposures.matchAdvisory` beside it.
import type { Advisory } from '@leadtime/lib/advisory';
import { compile, type IntervalRow, toRows } from '@leadtime/lib/exposure';
import type { Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { packageCell } from './names.ts';
import { ADD_INTERVALS, DROP_INTERVALS } from './store.ts';

const ROWS_AT_ONCE = 5_000;

/** Puts the advisory's claims in the place of those before; a withdrawn one claims nothing. */
export async function storeIntervals(tx: Tx, advisoryId: string, advisory: Advisory): Promise<void> {
  const rows = toRows(compile(advisory));
  const before = (await tx.all(DROP_INTERVALS, [advisoryId])).map((r) => r.package);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await tx.run(ADD_INTERVALS, [advisoryId, ...columnsOf(rows.slice(from, from + ROWS_AT_ONCE))]);
  const now = new Set(rows.map((r) => packageCell(r.package)));
  const dropped = before.filter((name) => !now.has(name));
  // Nobody can see from the rows of now that these packages were named once: so the job is told.
  if (dropped.length > 0) await enqueue(tx, 'exposures.matchAdvisory', { advisory: advisoryId, dropped });
}

const columnsOf = (rows: readonly IntervalRow[]): readonly unknown[][] => [
  rows.map((r) => packageCell(r.package)),
  rows.map((r) => r.position),
  rows.map((r) => Buffer.from(r.lo)),
  rows.map((r) => Buffer.from(r.hi)),
  rows.map((r) => r.flags),
  rows.map((r) => r.opens),
  rows.map((r) => r.closes),
  rows.map((r) => r.closesKind),
  rows.map((r) => r.advisory),
  rows.map((r) => r.revision),
  rows.map((r) => r.informational),
];
