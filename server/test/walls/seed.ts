// One row in every walled table, whatever its columns, and a party for every way of seeing it: one per tier, one whose time
// is over, one whose time has not come, and a stranger.
import { randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { TIERS, type Tier, WALLED } from './tables.ts';

export interface Seeded {
  /** The wall of the row in each table. */
  readonly walls: Readonly<Record<string, string>>;
  /** The row as inserted. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly byTier: Readonly<Record<Tier, string>>;
  readonly past: string;
  readonly future: string;
  readonly stranger: string;
}

const LATER = '2099-01-01T00:00:00Z';
/** What cannot be guessed from the columns. `party`, `vulnerability` and `priority` stand for the id of that row, `new` for a new id. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  advisory: { source: 'ours', state: 'draft', vulnerability_id: 'vulnerability' },
  hold: { since: '2026-01-01T00:00:00Z', expires_at: '2026-02-01T00:00:00Z' },
  membership: { role: 'a role' },
  message: { lane: 'shared' },
  session: { party_id: 'party', role: 'a role', seen_at: LATER, expires_at: LATER },
  sign_in_link: { party_id: 'party' },
  measure: { wall: 'new' },
  visibility: { party_id: 'party', tier: 'owner', wall: 'new' },
  watch_count: { affected: '[0,0]', undetermined: '[0,0]', fixed: '[0,0]', open: '[0,0]' },
  vulnerability: { findings: 1, priority_id: 'priority' },
};

export async function seed(owner: pg.Client): Promise<Seeded> {
  const rows: Record<string, Record<string, unknown>> = {};
  for (const table of await inOrder(owner)) rows[table] = await insert(owner, table, rows);
  const walls = Object.fromEntries(Object.entries(rows).map(([t, row]) => [t, String(row[WALLED[t]?.column ?? ''])]));
  const people = {
    byTier: Object.fromEntries(TIERS.map((t) => [t, randomUUID()])),
    past: randomUUID(),
    future: randomUUID(),
  };
  const seeded = { walls, rows, stranger: randomUUID(), ...people } as Seeded; // a party per tier
  await share(owner, seeded);
  return seeded;
}

async function share(owner: pg.Client, s: Seeded): Promise<void> {
  const see = (wall: string, party: string, tier: string, from: string, until: string | null) =>
    owner.query('INSERT INTO visibility VALUES ($1, $2, $3, $4, $5)', [wall, party, tier, from, until]);
  const findings = String(s.rows['vulnerability']?.['id']); // a finding is also seen through its vulnerability
  for (const wall of new Set([...Object.values(s.walls), findings])) {
    for (const tier of TIERS) {
      await see(wall, s.byTier[tier], tier, '2020-01-01T00:00:00Z', null);
      await see(wall, s.past, tier, '2020-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
      await see(wall, s.future, tier, '2030-01-01T00:00:00Z', null);
    }
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly needed: boolean;
  readonly generated: boolean;
  readonly refers: string | null;
  readonly refersTo: string | null;
  readonly check: string | null;
}

const COLUMNS = `
  SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS needed, a.attgenerated <> '' AS generated,
    f.confrelid::regclass::text AS refers, r.attname AS "refersTo",
    (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum] LIMIT 1) AS check
  FROM pg_attribute a
  LEFT JOIN pg_constraint f ON f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
  LEFT JOIN pg_attribute r ON r.attrelid = f.confrelid AND r.attnum = f.confkey[1]
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

async function insert(
  owner: pg.Client,
  table: string,
  rows: Record<string, Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { rows: columns } = await owner.query<Column>(COLUMNS, [table]);
  const wall = WALLED[table]?.column;
  const row: Record<string, unknown> = {};
  for (const c of columns) {
    const known = KNOWN[table]?.[c.name];
    if (c.generated) continue;
    if (table === 'candidate' && c.name === 'b') row['b'] = await another(owner, rows);
    else if (known === 'party' || known === 'vulnerability' || known === 'priority') row[c.name] = rows[known]?.['id'];
    else if (known === 'new') row[c.name] = randomUUID();
    else if (known !== undefined) row[c.name] = known;
    else if (c.refers && c.refers !== table && (c.needed || c.name === wall))
      row[c.name] = rows[c.refers]?.[c.refersTo ?? 'id'];
    else if (c.name === 'party_id' && c.needed) row[c.name] = rows['party']?.['id'];
    else if (c.needed || c.name === wall) row[c.name] = something(c);
  }
  if (table === 'candidate') [row['a'], row['b']] = [row['a'], row['b']].sort();
  if (table === 'delegation') row['to_party_id'] = await anotherParty(owner);
  const names = Object.keys(row);
  await owner.query(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    names.map((n) => row[n]),
  );
  return row;
}

function something({ type, check }: Column): unknown {
  const listed = /= ANY \(ARRAY\['([^']+)'/.exec(check ?? '')?.[1];
  if (listed !== undefined) return listed;
  if (type === 'uuid') return randomUUID();
  if (type === 'bytea') return randomBytes(16);
  if (/^jsonb?$/.test(type)) return '{}';
  if (type === 'boolean') return false;
  if (type.endsWith('[]')) return [];
  if (type.startsWith('timestamp') || type === 'date') return '2026-11-22T10:00:00Z';
  return type === 'text' ? `text ${randomUUID()}` : 1;
}

async function another(owner: pg.Client, rows: Record<string, Record<string, unknown>>): Promise<string> {
  const row = await insert(owner, 'vulnerability', rows);
  return String(row['id']);
}

async function anotherParty(owner: pg.Client): Promise<string> {
  const row = await insert(owner, 'party', {});
  return String(row['id']);
}

/** Walled tables, each after those that its rows refer to. */
async function inOrder(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ one: string; other: string }>(
    `SELECT conrelid::regclass::text AS one, confrelid::regclass::text AS other FROM pg_constraint WHERE contype = 'f' AND conrelid <> confrelid`,
  );
  const order: string[] = [];
  const visit = (table: string, path: readonly string[]): void => {
    if (order.includes(table) || path.includes(table) || !(table in WALLED)) return;
    for (const { other } of rows.filter((r) => r.one === table)) visit(other, [...path, table]);
    order.push(table);
  };
  visit('party', []);
  for (const table of Object.keys(WALLED)) visit(table, []);
  return order;
}
