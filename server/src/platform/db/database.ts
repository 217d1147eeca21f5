// The one way to the database. Every transaction says for whom it runs (a party) or as which named verb, and at what
// time; without that it sees nothing, because every policy asks for it.
import type { Uuid } from '@leadtime/lib/kit';
import pg from 'pg';
import type { Clock } from '../clock.ts';
import type { Query } from './query.ts';

export interface Tx {
  all<Row>(q: Query<Row>, params?: readonly unknown[]): Promise<Row[]>;
  /** The only row; throws when there is another number of rows: that is a bug. */
  one<Row>(q: Query<Row>, params?: readonly unknown[]): Promise<Row>;
  maybe<Row>(q: Query<Row>, params?: readonly unknown[]): Promise<Row | undefined>;
  /** How many rows it changed. */
  run(q: Query<unknown>, params?: readonly unknown[]): Promise<number>;
  /** The transaction's time, the same for all its statements. */
  readonly now: string;
}

export interface Database {
  /** Runs as a party: sees and changes what the relation `visibility` gives it. */
  as<T>(party: Uuid, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs as nobody: sees what is public. */
  asAnyone<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs as a named verb of the short list in `verb_reach`, optionally for a party as well. */
  verb<T>(verb: string, work: (tx: Tx) => Promise<T>, party?: Uuid): Promise<T>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

pg.types.setTypeParser(pg.types.builtins.INT8, (v) => Number(v)); // counts and sizes stay below 2^53
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (v) => v);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (v) => new Date(v).toISOString());

const VERB = /^[a-z]+\.[a-z-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function openDatabase(config: pg.PoolConfig, clock: Clock): Database {
  // Statements go out without waiting for the answers of those before them, each in its order.
  const pool = new pg.Pool({ max: 16, idleTimeoutMillis: 30_000, pipeline: true, ...config } as pg.PoolConfig); // `pipeline` is too new for the types
  pool.on('error', () => undefined); // an idle connection died; the next checkout opens another

  const within = async <T>(settings: string, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    const now = clock.now();
    let broken: Error | undefined;
    try {
      const begun = client.query(
        `BEGIN; SELECT set_config('search_path', 'leadtime', true), set_config('leadtime.now', '${now}', true)${settings}`,
      );
      begun.catch(() => undefined); // whatever follows it fails too, and is waited for
      const result = await work(transaction(client, now));
      await begun;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((e: Error) => {
        broken = e;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };

  return {
    pool,
    as: (party, work) => within(`, set_config('leadtime.party', '${checked(UUID, party)}', true)`, work),
    asAnyone: (work) => within('', work),
    verb: (verb, work, party) =>
      within(
        `, set_config('leadtime.verb', '${checked(VERB, verb)}', true)${
          party === undefined ? '' : `, set_config('leadtime.party', '${checked(UUID, party)}', true)`
        }`,
        work,
      ),
    close: () => pool.end(),
  };
}

function transaction(client: pg.PoolClient, now: string): Tx {
  const send = async <Row>(q: Query<Row>, params: readonly unknown[] = []): Promise<pg.QueryResult> => {
    try {
      return await client.query({ name: q.name, text: q.text, values: [...params] });
    } catch (error) {
      if (error instanceof Error) error.message = `${error.message} (query ${q.name})`;
      throw error;
    }
  };
  const all = async <Row>(q: Query<Row>, params?: readonly unknown[]): Promise<Row[]> =>
    (await send(q, params)).rows as Row[]; // the query's author states its row
  return {
    now,
    all,
    async one(q, params) {
      const rows = await all(q, params);
      const [row] = rows;
      if (row === undefined || rows.length !== 1) throw new Error(`query ${q.name} gave ${rows.length} rows, not one`);
      return row;
    },
    async maybe(q, params) {
      return (await all(q, params))[0];
    },
    async run(q, params) {
      return (await send(q, params)).rowCount ?? 0;
    },
  };
}

/** Values that go into the settings text are of a closed form; anything else is a bug or an attack. */
function checked(form: RegExp, value: string): string {
  if (!form.test(value)) throw new TypeError('not a valid transaction identity');
  return value;
}
