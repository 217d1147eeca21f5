// What a party may DO: every route × every role × signed out × every token scope, enumerated from the route table. And the
// table itself against its printed form, so that a widened action is seen in review.
import {
  ACTIONS,
  ROLES,
  ROUTES,
  type Role,
  type RouteDef,
  type RouteId,
  TOKEN_SCOPES,
  type TokenScope,
} from '@leadtime/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { handlersOf } from '../../src/main/wire.ts';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { requestFor } from './requests.ts';

const routes = Object.keys(ROUTES) as RouteId[]; // keys of the table
const NOBODY = '00000000-0000-4000-8000-000000000000';
/** Ends the session that asks, so each role asks for it with another one. */
const ENDING = new Set<RouteId>(['session.close', 'session.switch']);

let t: TestHouse;
const people = new Map<Role, Somebody>();
const spare = new Map<Role, Somebody>();
const tokens = new Map<TokenScope, string>();
beforeAll(async () => {
  t = await testHouse();
  for (const role of ROLES) {
    const party = await t.party(`Party of ${role}`, role === 'operator' ? 'operator' : 'lab');
    people.set(role, await t.person(party, role));
    spare.set(role, await t.person(party, role));
  }
  for (const scope of Object.keys(TOKEN_SCOPES) as TokenScope[]) {
    const made = await t.call(people.get('coordinator'), 'tokens.create', { body: { name: scope, scopes: [scope] } });
    tokens.set(scope, made.body.secret);
  }
});
afterAll(() => t.close());

/** The action table as it was when this file was loaded: the tests below change the live one. */
const may = (role: Role | undefined, route: RouteId): boolean => {
  const roles = RULES[ACTION[route]];
  return roles === 'anyone' || (role !== undefined && roles?.includes(role) === true);
};
const RULES = structuredClone(Object.fromEntries(Object.entries(ACTIONS).map(([a, r]) => [a, r.roles]))) as Record<
  string,
  readonly Role[] | 'anyone'
>; // as in the table
const ACTION = Object.fromEntries(routes.map((r) => [r, ROUTES[r].action])) as Record<RouteId, string>;

type Verdict = 'admitted' | 'not signed in' | 'not allowed';
/** What the edge says before any handler runs; a handler may refuse later for reasons of its own. */
const verdictOf = ({ status, body }: { status: number; body: { code?: string; detail?: string } }): Verdict =>
  status === 401 && body.code === 'access.not-signed-in'
    ? 'not signed in'
    : status === 403 && /^The (role \w+ may not do this|token’s scopes do not cover this) \(/.test(body.detail ?? '')
      ? 'not allowed'
      : 'admitted';

/** Asks every route of `some` as everybody; answers where the server and the table differ. */
async function actionFaults(some: readonly RouteId[]): Promise<string[]> {
  const faults: string[] = [];
  for (const route of some) {
    for (const role of [undefined, ...ROLES]) {
      const who = role && (ENDING.has(route) ? spare : people).get(role);
      const verdict = verdictOf(await t.call(who, route, requestFor(route, NOBODY)));
      const expected = may(role, route) ? 'admitted' : role === undefined ? 'not signed in' : 'not allowed';
      if (verdict !== expected) faults.push(`${route} as ${role ?? 'nobody'}: ${verdict}, not ${expected}`);
    }
  }
  return faults;
}

describe('every route, every role', () => {
  it('has a handler', () => {
    const handlers = handlersOf(t.house);
    expect(routes.filter((r) => !(r in handlers))).toEqual([]);
  });
  it.each(routes)('%s', async (route) => expect(await actionFaults([route])).toEqual([]));
});

describe('every route, every token scope', () => {
  it.each(routes.filter((r) => !ENDING.has(r)))('%s', async (route) => {
    const def: RouteDef = ROUTES[route];
    for (const [scope, secret] of tokens) {
      const { params, query, body } = requestFor(route, NOBODY);
      const answer = await t.app.inject({
        method: def.method,
        url: def.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '').replace(/\*$/, 'x'),
        query,
        headers: { authorization: `Bearer ${secret}` },
        ...(body === undefined ? {} : { payload: body as object }), // JSON values
      });
      const within = (TOKEN_SCOPES[scope] as readonly string[]).includes(def.action) && may('coordinator', route);
      const reading = def.action === 'session.use' && def.method === 'GET';
      const expected = may(undefined, route) || within || reading;
      const verdict = verdictOf({ status: answer.statusCode, body: bodyOf(answer.payload) });
      expect(verdict === 'admitted', `${scope}: ${verdict}`).toBe(expected);
    }
  });
});

describe('a change from elsewhere', () => {
  it.each(routes.filter((r) => ROUTES[r].method !== 'GET'))('%s needs our header and our origin', async (route) => {
    const { method, path } = ROUTES[route];
    const url = path.replace(/:\w+/g, NOBODY);
    const cookie = people.get('coordinator')?.cookie ?? '';
    for (const headers of [
      { cookie },
      { cookie, 'leadtime-request': '1', origin: 'https://evil.example' },
      { cookie, 'leadtime-request': '1', 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await t.app.inject({ method, url, headers, payload: {} });
      expect(bodyOf(answer.payload).code).toBe('access.cross-site');
    }
  });
});

describe('a wall removed is noticed:', () => {
  const undo: (() => void)[] = [];
  afterEach(() => undo.splice(0).forEach((back) => void back()));
  const change = <T extends object, K extends keyof T>(of: T, key: K, value: T[K]) => {
    const before = of[key];
    undo.push(() => {
      of[key] = before;
    });
    of[key] = value;
  };
  const live = ACTIONS as unknown as Record<string, { roles: readonly Role[] | 'anyone' }>; // literals to the compiler, an object when it runs
  const routeOf = (r: RouteId) => ROUTES[r] as unknown as { action: string }; // as above

  const closed = Object.keys(ACTIONS).filter((a) => RULES[a] !== 'anyone' && routes.some((r) => ACTION[r] === a));
  it.each(closed)('the action %s open to anyone', async (action) => {
    change(live[action] ?? { roles: [] }, 'roles', 'anyone');
    const route = routes.find((r) => ACTION[r] === action && !ENDING.has(r));
    expect((await actionFaults(route ? [route] : [])).join('\n')).toMatch(/as nobody: admitted, not not signed in/);
  });
  it.each(closed.filter((a) => RULES[a]?.length !== ROLES.length))(
    'the action %s open to every role',
    async (action) => {
      change(live[action] ?? { roles: [] }, 'roles', ROLES);
      const route = routes.find((r) => ACTION[r] === action);
      expect((await actionFaults(route ? [route] : [])).join('\n')).toMatch(/: admitted, not not allowed/);
    },
  );
  it.each(closed)('the action %s open to nobody', async (action) => {
    change(live[action] ?? { roles: [] }, 'roles', []);
    const route = routes.find((r) => ACTION[r] === action && !ENDING.has(r));
    expect((await actionFaults(route ? [route] : [])).join('\n')).toMatch(/: not allowed, not admitted/);
  });
  it.each(routes.filter((r) => RULES[ACTION[r]] !== 'anyone' && !ENDING.has(r)))(
    '%s under another action',
    async (route) => {
      change(routeOf(route), 'action', 'public.read');
      expect((await actionFaults([route])).length).toBeGreaterThan(0);
    },
  );
});

describe('who may do what', () => {
  it('is what was reviewed: a change of it shows in this file', async () => {
    const actions = Object.entries(ACTIONS).map(
      ([a, r]) => `${a}: ${r.roles === 'anyone' ? 'anyone' : r.roles.join(' ')}`,
    );
    const scopes = Object.entries(TOKEN_SCOPES).map(([s, a]) => `token ${s}: ${a.join(' ')}`);
    const table = routes.map((r) => `${r}: ${ROUTES[r].action}`).sort();
    await expect([...actions, '', ...scopes, '', ...table, ''].join('\n')).toMatchFileSnapshot('who-may-do-what.txt');
  });
});

function bodyOf(text: string): { code?: string; detail?: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
