// Puts what changed into the feed: the text of each advisory, and for outside ones, which are the same for everybody, the entry.
import { type Advisory, writeOsv } from '@leadtime/lib/advisory';
import { digestOf } from '@leadtime/lib/kit';
import { entryLine, firstLink, nextLink, type WatchEntry } from '@leadtime/lib/watch';
import type { Database, Tx } from '../../platform/db/database.ts';
import { type Basis, factsOf } from '../duties/index.ts';
import * as store from './store.ts';

const AT_ONCE = 500;

export interface AppendDeps {
  readonly db: Database;
  /** Name of the instance's key. */
  readonly origin: string;
}

/** The job: until nothing waits. */
export async function appendAll(deps: AppendDeps): Promise<void> {
  while ((await append(deps)) === AT_ONCE);
}

/** Up to 500 changes, in the order in which they were noted. Answers how many it took. */
export function append({ db, origin }: AppendDeps): Promise<number> {
  return db.verb('watch.append', async (tx) => {
    await tx.all(store.ONE_AT_A_TIME);
    const taken = await tx.all(store.TAKE_CHANGED, [AT_ONCE]);
    if (taken.length === 0) return 0;
    const ids = [...new Set(taken.map((t) => t.advisory_id))];
    const facts = await factsOf(tx, ids);
    const changed = (await tx.all(store.CHANGED, [ids])).map((row) => changeOf(row, facts.get(row.id)));
    const puts = changed.filter((c) => c.text !== undefined);
    await tx.run(store.KEEP_RECORDS, [puts.map((c) => c.id), puts.map((c) => c.digest), puts.map((c) => c.text)]);
    await tx.run(store.DROP_RECORDS, [changed.filter((c) => c.text === undefined).map((c) => c.id)]);
    await appendOutside(
      tx,
      origin,
      changed.filter((c) => !c.ours),
    );
    return taken.length;
  });
}

interface Change {
  readonly id: string;
  readonly advisory: string;
  readonly ours: boolean;
  /** Undefined: it is withdrawn. */
  readonly text: string | undefined;
  readonly digest: string | undefined;
}

function changeOf(row: store.ChangedRow, facts: Basis | undefined): Change {
  const text = row.state === 'published' && facts ? textOf(row, facts) : undefined;
  return {
    id: row.id,
    advisory: `${row.source}/${row.public_id}`,
    ours: row.source === 'ours',
    text,
    digest: text === undefined ? undefined : digestOf(text),
  };
}

/** Whether KEV was read at all stands in the head: that changes without any advisory changing. */
function textOf(row: store.ChangedRow, { kev, automatable, technicalImpact, exploitation, vectors }: Basis): string {
  const facts = { kev: kev === 'unknown' ? null : kev, automatable, technicalImpact, exploitation, vectors };
  return JSON.stringify({ record: recordOf(row), facts });
}

/** OSV; one of ours that names products without an ecosystem, which OSV cannot say, as CSAF. */
function recordOf({ source, record, osv, csaf }: store.ChangedRow): unknown {
  if (source !== 'ours') return writeOsv(record as Advisory); // written by importFeed from what its reader gave
  return affectedIn(osv) < affectedIn(record) ? csaf : osv;
}

const affectedIn = (value: unknown): number =>
  typeof value === 'object' && value !== null && 'affected' in value && Array.isArray(value.affected)
    ? value.affected.length
    : 0;

async function appendOutside(tx: Tx, origin: string, changed: readonly Change[]): Promise<void> {
  const last = new Map(
    (await tx.all(store.LAST_OUTSIDE_OF, [changed.map((c) => c.id)])).map((l) => [l.advisory_id, l]),
  );
  const fresh = changed.filter(({ id, digest }) => {
    const before = last.get(id);
    return digest === undefined ? before?.kind === 'put' : before?.digest?.toString('hex') !== digest;
  });
  const end = await tx.maybe(store.END.outside, [NOBODY, null]);
  const chain = firstLink({ origin, party: '-', stream: 'outside' });
  const rows = linked(
    fresh.map((c) => ({ ...c, withdrawn: true })),
    end ?? { sequence: 0, chain },
  );
  if (rows.length > 0) await tx.run(store.ADD_OUTSIDE, [JSON.stringify(rows)]);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

interface News {
  readonly id: string;
  readonly advisory: string;
  /** Undefined: it is taken back. */
  readonly digest: string | undefined;
  readonly withdrawn: boolean;
}

/** Rows of a stream: numbered and chained from its end. */
export function linked(news: readonly News[], end: store.EndRow) {
  let { sequence, chain } = end;
  return news.map(({ id, advisory, digest, withdrawn }) => {
    sequence += 1;
    const entry: WatchEntry =
      digest === undefined
        ? { kind: 'retract', sequence, advisory, why: withdrawn ? 'withdrawn' : 'access-ended' }
        : { kind: 'put', sequence, advisory, digest };
    const line = entryLine(entry);
    chain = nextLink(chain, line);
    const why = entry.kind === 'retract' ? entry.why : null;
    return { ...entry, advisory_id: id, digest: digest ?? null, why, line, chain: chain.toString('hex') };
  });
}
