// Guessing passwords costs time, per account and per address, and tells nothing about who is here.
import type { ApiProblem } from '@leadtime/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';
import { openApi } from '../../main/wire.ts';
import { hashPassword } from './index.ts';
import { waitAfter } from './wait.ts';

const BEGIN = '2026-11-22T10:00:00.000Z';
const RIGHT = 'a long enough password';
let t: TestHouse;
let finder: Somebody;
let email: string;

beforeAll(async () => {
  t = await testHouse({ now: BEGIN });
  finder = await t.person(await t.party('A lab', 'lab'), 'finder');
  const { rows } = await t.owner.query('UPDATE person SET password_hash = $2 WHERE id = $1 RETURNING email', [
    finder.person,
    await hashPassword(RIGHT),
  ]);
  email = rows[0].email;
});
afterAll(() => t.close());
afterEach(async () => {
  t.clock.set(BEGIN);
  await t.owner.query('DELETE FROM sign_in_try');
});

let places = 0;
/** An address that nobody has called from. */
const newAddress = (): string => {
  places += 1;
  return `198.51.100.${places}`;
};

async function signIn({ as = email, password = 'wrong', from = newAddress(), forwarded = '' }) {
  const answer = await t.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    remoteAddress: from,
    headers: { 'leadtime-request': '1', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) },
    payload: { email: as, password },
  });
  const problem: Partial<ApiProblem> = answer.statusCode === 200 ? {} : answer.json();
  return { status: answer.statusCode, code: problem.code, problem, retryAfter: answer.headers['retry-after'] };
}
async function wrongTries(n: number, given: Parameters<typeof signIn>[0] = {}): Promise<void> {
  for (let i = 0; i < n; i += 1) expect(await signIn(given)).toMatchObject({ code: 'access.wrong-credentials' });
}
const later = (seconds: number): void =>
  t.clock.set(new Date(Date.parse(t.clock.now()) + seconds * 1_000).toISOString());

describe('an account', () => {
  it('waits after five wrong tries, from wherever they come, and says until when', async () => {
    await wrongTries(5);
    const refused = await signIn({});
    expect(refused).toMatchObject({ status: 429, code: 'access.wait', retryAfter: '15' });
    expect(refused.problem.detail).toContain(new Date(Date.parse(t.clock.now()) + 15_000).toISOString());
  });

  it('refuses the right password within the wait as it refuses a wrong one, and takes it after', async () => {
    await wrongTries(5);
    const [wrong, right] = [await signIn({}), await signIn({ password: RIGHT })];
    expect({ ...right.problem, requestId: '' }).toEqual({ ...wrong.problem, requestId: '' });
    later(15);
    expect(await signIn({ password: RIGHT })).toMatchObject({ status: 200 });
  });

  it('waits twice as long after each further wrong try, and never longer than a quarter of an hour', async () => {
    await wrongTries(5);
    for (const seconds of [15, 30, 60, 120, 240, 480, 900, 900]) {
      expect(await signIn({})).toMatchObject({ code: 'access.wait', retryAfter: String(seconds) });
      later(seconds - 1);
      expect(await signIn({})).toMatchObject({ code: 'access.wait', retryAfter: '1' });
      later(1);
      await wrongTries(1);
    }
  });

  it('that is not here waits like one that is: the answers are the same', async () => {
    const answers = async (as: string) => {
      const got: unknown[] = [];
      for (let i = 0; i < 7; i += 1) {
        const { status, problem, retryAfter } = await signIn({ as });
        got.push({ status, retryAfter, ...problem, requestId: '' });
      }
      return got;
    };
    expect(await answers('nobody@example.org')).toEqual(await answers(email));
  });

  it('is the same in whatever case its e-mail is written', async () => {
    await wrongTries(3, { as: email.toUpperCase() });
    await wrongTries(2);
    expect(await signIn({})).toMatchObject({ code: 'access.wait' });
  });

  it('begins anew after the right password, and after a day', async () => {
    await wrongTries(4);
    expect(await signIn({ password: RIGHT })).toMatchObject({ status: 200 });
    await wrongTries(5);
    later(24 * 3_600 + 1);
    await wrongTries(5);
  });

  it('gives five tries also to fifty that come at once', async () => {
    const got = await Promise.all(Array.from({ length: 50 }, () => signIn({})));
    expect(got.filter((g) => g.code === 'access.wrong-credentials')).toHaveLength(5);
    expect(got.filter((g) => g.code === 'access.wait')).toHaveLength(45);
  });

  it('counts those who guess the current password in an open session', async () => {
    const change = (current: string) =>
      t.call(finder, 'session.password', { body: { current, next: 'another long password' } });
    for (let i = 0; i < 5; i += 1) expect((await change('wrong')).body.code).toBe('access.wrong-credentials');
    expect((await change(RIGHT)).body.code).toBe('access.wait');
    expect(await signIn({ password: RIGHT })).toMatchObject({ code: 'access.wait' });
  });

  it('that waits can still be opened by a sign-in link', async () => {
    await wrongTries(5);
    const administrator = await t.person(t.clearinghouse, 'administrator');
    const { body } = await t.call(administrator, 'people.link', { params: { id: finder.person } });
    const secret = String(body.link).split('#')[1];
    expect((await t.call(undefined, 'session.redeem', { body: { secret } })).status).toBe(200);
  });
});

describe('an address', () => {
  const guess = (i: number, from: string) => ({ as: `guess-${i}@example.org`, from });

  it('waits after twenty wrong tries, on whichever accounts', async () => {
    const from = newAddress();
    for (let i = 0; i < 20; i += 1) await wrongTries(1, guess(i, from));
    expect(await signIn({ password: RIGHT, from })).toMatchObject({ code: 'access.wait', retryAfter: '15' });
    expect(await signIn({ password: RIGHT })).toMatchObject({ status: 200 });
  });

  it('is not cleared by signing in with an account of one’s own between guesses', async () => {
    const from = newAddress();
    for (let i = 0; i < 20; i += 1) {
      await wrongTries(1, guess(i, from));
      if (i < 19) expect(await signIn({ password: RIGHT, from })).toMatchObject({ status: 200 });
    }
    expect(await signIn({ password: RIGHT, from })).toMatchObject({ code: 'access.wait' });
  });

  it('of IPv6 is its whole /64', async () => {
    for (let i = 0; i < 20; i += 1) await wrongTries(1, guess(i, `2001:db8:0:7::${i + 1}`));
    expect(await signIn({ from: '2001:db8:0:7:ffff::1' })).toMatchObject({ code: 'access.wait' });
    expect(await signIn({ from: '2001:db8:0:8::1' })).toMatchObject({ code: 'access.wrong-credentials' });
  });

  it('behind a proxy is what the proxy saw, whatever the caller wrote before it', async () => {
    const behind = await openApi(
      { ...t.house, config: { ...t.house.config, trustProxy: true } },
      { webRoot: '/nowhere', perMinute: 1_000_000 },
    );
    const from = (i: number, forwarded: string) =>
      behind.inject({
        method: 'POST',
        url: '/api/v1/session',
        headers: { 'leadtime-request': '1', 'x-forwarded-for': forwarded },
        payload: { email: `guess-${i}@example.org`, password: 'wrong' },
      });
    for (let i = 0; i < 20; i += 1) expect((await from(i, `192.0.2.${i}, 203.0.113.9`)).statusCode).toBe(401);
    expect((await from(21, '192.0.2.99, 203.0.113.9')).statusCode).toBe(429);
    expect((await from(22, '192.0.2.99, 203.0.113.10')).statusCode).toBe(401);
    await behind.close();
  });
});

it('keeps no e-mail of a try, and nothing after a day', async () => {
  await wrongTries(1, { as: 'password-typed-here@example.org' });
  const { rows } = await t.owner.query('SELECT t::text AS text FROM sign_in_try t');
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain('example');
  later(24 * 3_600 + 1);
  await wrongTries(1);
  expect((await t.owner.query('SELECT 1 FROM sign_in_try')).rowCount).toBe(2);
});

it('waits as its table says, whatever the number of tries', () => {
  expect([0, 4, 5, 6, 10, 11, 12, 1_000_000].map((n) => waitAfter(n, 'account') / 1_000)).toEqual([
    0, 0, 15, 30, 480, 900, 900, 900,
  ]);
  expect([19, 20].map((n) => waitAfter(n, 'address') / 1_000)).toEqual([0, 15]);
});
