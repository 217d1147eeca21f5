// What an advisory claims, as rows that an index answers from. Whoever stores or publishes an advisory calls this in its own
// transaction, and enqueues `exposures.matchAdvisory` beside it.
import type { Advisory } from '@leadtime/lib/advisory';
import { compile, type IntervalRow, toRows } from '@leadtime/lib/exposure';
import type { Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { packageCell } from './names.ts';
import { ADD_INTERVALS, DROP_INTERVALS, NAMED_FIRST } from './store.ts';

const ROWS_AT_ONCE = 5_000;

export interface Claiming {
  readonly id: string;
  readonly advisory: Advisory;
}

/** Puts the advisories' claims in the place of those before; a withdrawn one claims nothing. */
export async function storeIntervals(tx: Tx, claiming: readonly Claiming[]): Promise<void> {
  const coming = claiming.map(({ id, advisory }) => ({ id, rows: toRows(compile(advisory)) }));
  const before = Map.groupBy(await tx.all(DROP_INTERVALS, [claiming.map(({ id }) => id)]), (row) => row.advisory_id);
  const packages = new Set(coming.flatMap(({ rows }) => rows.map((r) => packageCell(r.package))));
  const named = packages.size > 0 ? (await tx.all(NAMED_FIRST, [[...packages]])).map((r) => r.package) : [];
  let waiting: OwnedRow[] = [];
  const write = async (): Promise<void> => {
    if (waiting.length > 0) await tx.run(ADD_INTERVALS, columnsOf(waiting));
    waiting = [];
  };
  for (const { id, rows } of coming) {
    for (const row of rows) {
      waiting.push({ id, row });
      if (waiting.length >= ROWS_AT_ONCE) await write();
    }
    const now = new Set(rows.map((r) => packageCell(r.package)));
    const dropped = (before.get(id) ?? []).map((r) => r.package).filter((name) => !now.has(name));
    // Nobody can see from the rows of now that these packages were named once: so the job is told.
    if (dropped.length > 0) await enqueue(tx, 'exposures.matchAdvisory', { advisory: id, dropped });
  }
  await write();
  // Nor that these were named by nobody: of several advisories that come together each would take another for the first.
  if (named.length > 0) await enqueue(tx, 'exposures.matchAdvisory', { named });
}

interface OwnedRow {
  readonly id: string;
  readonly row: IntervalRow;
}

const columnsOf = (owned: readonly OwnedRow[]): readonly unknown[][] => {
  const rows = owned.map(({ row }) => row);
  return [
    owned.map(({ id }) => id),
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
};
