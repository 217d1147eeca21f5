// A whole house on a database of its own, for tests: the API without a socket, the jobs without a queue, a clock that
// stands still, and people of every role to ask as.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PARTY_KINDS, Role, RouteId } from '@leadtime/contract';
import { ROUTES } from '@leadtime/contract';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type House, openApi, openHouse, tasksOf } from '../src/main/wire.ts';
import { addLink, addParty, addPerson, SET_INSTANCE } from '../src/modules/access/index.ts';
import { settableClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { type Log, silentLog } from '../src/platform/log.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export interface Somebody {
  readonly party: string;
  readonly person: string;
  readonly role: Role;
  readonly cookie: string;
}
export interface Answered {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the body
  readonly body: any;
  readonly text: string;
}
export interface TestHouse {
  readonly house: House;
  readonly app: FastifyInstance;
  readonly clock: ReturnType<typeof settableClock>;
  readonly database: TestDatabase;
  /** As the owner of the database, who passes every wall: for arranging and looking. */
  readonly owner: pg.Client;
  /** The clearinghouse. */
  readonly clearinghouse: string;
  party(name: string, kind: (typeof PARTY_KINDS)[number], sector?: string): Promise<string>;
  /** A new person with this role in the party, signed in. */
  person(party: string, role: Role): Promise<Somebody>;
  call(
    as: Somebody | undefined,
    route: RouteId,
    more?: { params?: Record<string, string>; query?: Record<string, string | number>; body?: unknown },
  ): Promise<Answered>;
  /** Runs every job that waits and is due by now, once each; answers the names of those that threw. */
  work(only?: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface TestHouseOptions {
  readonly egress?: readonly string[];
  readonly now?: string;
  readonly log?: Log;
  /** A database that was prepared by the caller, who also drops it. */
  readonly database?: TestDatabase;
}

export async function testHouse(options: TestHouseOptions = {}): Promise<TestHouse> {
  const database = options.database ?? (await testDatabase());
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-house-'));
  const clock = settableClock(options.now ?? '2026-11-22T10:00:00.000Z');
  const read = readConfig({ LEADTIME_DATA: dataDir, LEADTIME_EGRESS: (options.egress ?? []).join(',') });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const house = await openHouse(read.config, database, { log: options.log ?? silentLog, clock });
  const app = await openApi(house, { webRoot: path.join(dataDir, 'no-web'), perMinute: 1_000_000 });
  const owner = new pg.Client({ ...database.admin, options: '-c search_path=leadtime' });
  await owner.connect();
  let people = 0;
  const administer = house.db.verb.bind(house.db, 'access.administer');
  const party: TestHouse['party'] = (name, kind, sector) =>
    administer((tx) => addParty(tx, { name, kind, sector })) as Promise<string>; // verb's own type is lost by bind
  const clearinghouse = await party('Testing Clearinghouse', 'clearinghouse');
  await house.db.verb('access.administer', (tx) => tx.run(SET_INSTANCE, ['Test', false, clearinghouse, tx.now]));

  const call: TestHouse['call'] = async (as, route, more = {}) => {
    const { method, path: pattern } = ROUTES[route];
    const url = pattern
      .replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(more.params?.[name] ?? ''))
      .replace(/\*$/, more.params?.['*'] ?? '');
    const answer = await app.inject({
      method,
      url,
      ...(more.query ? { query: Object.fromEntries(Object.entries(more.query).map(([k, v]) => [k, String(v)])) } : {}),
      headers: { 'leadtime-request': '1', ...(as ? { cookie: as.cookie } : {}) },
      ...(more.body === undefined ? {} : { payload: more.body as object }), // JSON values
    });
    return { status: answer.statusCode, body: jsonOr(answer.payload), text: answer.payload };
  };
  return {
    house,
    app,
    clock,
    database,
    owner,
    clearinghouse,
    party,
    call,
    async person(partyId, role) {
      people += 1;
      const name = `Person ${people}`;
      const made = await house.db.verb('access.administer', async (tx) => {
        const id = await addPerson(tx, { name, email: `p${people}@example.org`, memberships: [{ partyId, role }] });
        return { id, link: await addLink(tx, id, { partyId, role }) };
      });
      const opened = await app.inject({
        method: 'POST',
        url: '/api/v1/session/link',
        headers: { 'leadtime-request': '1' },
        payload: { secret: made.link.split('#')[1] },
      });
      const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? '';
      if (opened.statusCode !== 200) throw new Error(`sign-in failed: ${opened.payload}`);
      return { party: partyId, person: made.id, role, cookie };
    },
    async work(only) {
      const tasks = tasksOf(house, { linger: false });
      const threw: string[] = [];
      const done = new Set<string>();
      for (;;) {
        const { rows } = await owner.query<{ id: string; task: string; payload: Record<string, unknown> }>(
          `SELECT j.id, j.task_identifier AS task, p.payload FROM graphile_worker.jobs j
           JOIN graphile_worker._private_jobs p ON p.id = j.id
           WHERE ($1::text IS NULL OR j.task_identifier = $1) ORDER BY j.id`,
          [only ?? null],
        );
        const next = rows.find((r) => !done.has(r.id));
        if (!next) return threw;
        done.add(next.id);
        const task = tasks[next.task];
        if (!task) throw new Error(`no task is named ${next.task}`);
        try {
          await task(next.payload);
          await owner.query('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [next.id]);
        } catch (error) {
          if (options.log === undefined && !(error instanceof Error && /tried again/.test(error.message))) throw error;
          threw.push(next.task);
        }
      }
    },
    async close() {
      await app.close();
      await house.close();
      await owner.end();
      rmSync(dataDir, { recursive: true, force: true });
      if (!options.database) await database.drop();
    },
  };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
