// The same days in a whole house on a database of its own: feeds are imported, inventories sent, jobs run, notices read.
import { type Somebody, type TestHouse, testHouse } from '../../server/test/house.ts';
import type { TestDatabase } from '../../server/test/test-server.ts';
import type { DatedInventory, DatedRecord } from './days.ts';

export interface ReplayHouse {
  /** The morning of a day. */
  begin(date: string): Promise<void>;
  /** `operator advisory` of which operators are told by this. */
  advise(records: readonly DatedRecord[]): Promise<readonly string[]>;
  send(inventory: DatedInventory): Promise<readonly string[]>;
  /** `operator advisory` of what stands as undetermined now. */
  undetermined(): Promise<ReadonlySet<string>>;
  close(): Promise<void>;
}

export async function replayHouse(start: string, database: TestDatabase): Promise<ReplayHouse> {
  const t = await testHouse({ now: `${start}T08:00:00.000Z`, database });
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  const operators = new Map<string, Somebody>();
  const operator = async (name: string): Promise<Somebody> => {
    const known = operators.get(name);
    if (known) return known;
    const made = await t.person(await t.party(name, 'operator'), 'operator');
    operators.set(name, made);
    return made;
  };
  return {
    async begin(date) {
      t.clock.set(`${date}T08:00:00.000Z`);
      await t.owner.query("UPDATE session SET seen_at = $1, expires_at = $1::timestamptz + interval '1 day'", [
        t.clock.now(),
      ]);
    },
    async advise(records) {
      t.clock.advance(60_000);
      const body = records.map((record) => JSON.stringify(record)).join('\n');
      const answer = await t.call(coordinator, 'feeds.import', {
        params: { source: 'osv' },
        query: { whole: 'true', asOf: t.clock.now() },
        body,
      });
      if (answer.status !== 202 || answer.body.refused > 0) throw new Error(`refused: ${answer.text.slice(0, 2_000)}`);
      return told(t);
    },
    async send({ operator: name, name: inventory, bytes }) {
      t.clock.advance(60_000);
      const as = await operator(name);
      const answer = await t.call(as, 'inventories.upload', { query: { name: inventory }, body: Buffer.from(bytes) });
      if (answer.status >= 300) throw new Error(`refused: ${answer.text.slice(0, 2_000)}`);
      return told(t);
    },
    async undetermined() {
      const { rows } = await t.owner.query(
        `SELECT DISTINCT p.name || ' ' || a.public_id AS pair FROM exposure e JOIN party p ON p.id = e.party_id JOIN advisory a ON a.id = e.advisory_id
         WHERE e.ended_at IS NULL AND e.state = 'undetermined'`,
      );
      return new Set(rows.map((row) => String(row.pair)));
    },
    close: () => t.close(),
  };
}

/** Lets every job run; what is told since. A notice of many advisories at once stands for those that newly reach its party. */
async function told(t: TestHouse): Promise<readonly string[]> {
  await t.work();
  const { rows: notices } = await t.owner.query(
    `SELECT p.name AS operator, a.public_id AS advisory, (e.facts->>'advisories')::int AS many
     FROM notice n JOIN event e ON e.id = n.event_id JOIN party p ON p.id = n.party_id LEFT JOIN advisory a ON a.id::text = e.facts->>'advisory'
     WHERE e.kind = 'exposure.new' AND e.at = $1`,
    [t.clock.now()],
  );
  const { rows: reached } = await t.owner.query(
    `SELECT p.name AS operator, a.public_id AS advisory FROM advisory_reach r JOIN party p ON p.id = r.party_id JOIN advisory a ON a.id = r.advisory_id
     WHERE r.since = $1`,
    [t.clock.now()],
  );
  return notices.flatMap(({ operator, advisory, many }) => {
    if (many === null) return `${operator} ${advisory}`;
    const all = reached.filter((row) => row.operator === operator);
    return all.length === many
      ? all.map((row) => `${operator} ${row.advisory}`)
      : [`${operator} is told of ${many}, and ${all.length} reach it`];
  });
}
