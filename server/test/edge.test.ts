// What the edge answers before any route: to whom, and how often.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../src/main/wire.ts';
import { type TestHouse, testHouse } from './house.ts';

let t: TestHouse;
beforeAll(async () => {
  t = await testHouse();
});
afterAll(() => t.close());

describe('/metrics', () => {
  it.each<[who: string, from: string, headers: Record<string, string>, status: number]>([
    ['a program on this machine', '127.0.0.1', {}, 200],
    ['a program on this machine, by IPv6', '::1', {}, 200],
    ['a program elsewhere', '203.0.113.7', {}, 404],
    ['a program elsewhere that says it is here', '203.0.113.7', { 'x-forwarded-for': '127.0.0.1' }, 404],
    ['a caller of a proxy on this machine', '127.0.0.1', { 'x-forwarded-for': '203.0.113.7' }, 404],
    ['a caller of a proxy that follows RFC 7239', '127.0.0.1', { forwarded: 'for=203.0.113.7' }, 404],
  ])('answers %s as it should', async (_, remoteAddress, headers, status) => {
    const answer = await t.app.inject({ url: '/metrics', remoteAddress, headers });
    expect(answer.statusCode).toBe(status);
    expect(answer.payload.includes('# HELP')).toBe(status === 200);
  });
});

describe('the limit where a secret could be guessed', () => {
  it('counts by address, whatever credential is shown, and leaves other routes alone', async () => {
    const app = await openApi(t.house, { webRoot: '/nowhere' });
    const guess = (from: string, i: number) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/session/link',
        remoteAddress: from,
        headers: { 'leadtime-request': '1', cookie: `leadtime_session=made-up-${i}` },
        payload: { secret: `ltl_made_up_secret_${i}` },
      });
    const statuses: number[] = [];
    for (let i = 0; i < 31; i += 1) statuses.push((await guess('203.0.113.7', i)).statusCode);
    expect(statuses).toEqual([...Array<number>(30).fill(410), 429]);
    expect((await guess('203.0.113.8', 31)).statusCode).toBe(410);
    expect((await app.inject({ url: '/api/v1/session', remoteAddress: '203.0.113.7' })).statusCode).toBe(200);
    await app.close();
  });
});
