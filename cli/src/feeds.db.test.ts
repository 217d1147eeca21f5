// leadtime feeds against a real server, whose feeds are asked at another side on this machine.
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Synced, synced } from '../../server/src/modules/advisories/sync/testing/synced.ts';
import { type Shown, type } from './terminal.fixture.ts';

let s: Synced;
let env: Record<string, string>;
beforeAll(async () => {
  s = await synced();
  await s.t.app.listen({ host: '127.0.0.1', port: 0 });
  const made = await s.t.call(s.coordinator, 'tokens.create', { body: { name: 'cli', scopes: ['advisories:write'] } });
  env = {
    LEADTIME_URL: `http://127.0.0.1:${(s.t.app.server.address() as AddressInfo).port}`, // it listens on TCP
    LEADTIME_TOKEN: made.body.secret,
  };
}, 120_000);
afterAll(() => s.close());

const feeds = (...argv: string[]): Promise<Shown> => type(['feeds', ...argv], { now: s.t.clock.now(), fetch, env });
/** With the worker at work. */
async function waited(...argv: string[]): Promise<Shown> {
  const working = setInterval(() => void s.t.work('feeds.sync'), 150);
  return feeds(...argv, '--wait').finally(() => clearInterval(working));
}
const KEV = '/known_exploited_vulnerabilities.json';

describe('leadtime feeds', () => {
  it('says of a closed feed which hosts to allow, in the list and when it is asked for', async () => {
    expect((await feeds('list')).out).toMatch(/^nvd .*to allow: services\.nvd\.nist\.gov/m);
    const closed = await feeds('sync', 'nvd');
    expect(closed.exit).toBe(2);
    expect(closed.err).toContain(`LEADTIME_EGRESS=${s.there.host},services.nvd.nist.gov`);
  });

  it('chooses mirrors and the hour, and shows the next one', async () => {
    const wrong = await feeds('set', 'kev', '--mirror', 'bucket=https://mirror.example');
    expect(wrong).toMatchObject({ exit: 2, err: expect.stringContaining('kev has no address named bucket') });
    expect((await feeds('set', 'kev', '--mirror', `catalogue=${s.there.url}`, '--every', '6')).exit).toBe(0);
    expect((await feeds('list')).out).toMatch(/^kev .*allowed +now, every 6 h/m);
    expect((await feeds('set', 'kev', '--every', '0')).exit).toBe(0);
    expect((await feeds('list')).out).toMatch(/^kev .*allowed +when asked/m);
    expect((await feeds('set', 'kev')).err).toContain('Nothing was chosen');
  });

  it('waits until a sync has ended: 0 when everything is in, 1 and why when not', async () => {
    s.there.files.set(KEV, { body: '<html>blocked</html>' });
    const failed = await waited('sync', 'kev');
    expect(failed.exit).toBe(1);
    expect(failed.out).toContain('Not all of it is in: ');
    expect(failed.out).toContain('sent an HTML page where JSON was asked for');
    s.t.clock.advance(1_000);
    s.there.files.set(KEV, {
      body: JSON.stringify({
        title: 'C',
        catalogVersion: '1',
        dateReleased: '2026-11-22T00:00:00Z',
        count: 0,
        vulnerabilities: [],
      }),
    });
    const done = await waited('sync', 'kev', '--json');
    expect(done.exit, done.out + done.err).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ source: 'kev', lastError: null, asOf: '2026-11-22T10:00:01.000Z' });
  });

  it('keeps the list of CSAF providers', async () => {
    const added = await feeds('providers', 'add', 'vendor.example');
    expect(added.out).toContain('First the instance must be allowed to call vendor.example');
    expect((await feeds('providers', 'list')).out).toMatch(/^vendor\.example .*to allow: vendor\.example/m);
    expect((await feeds('providers', 'remove', 'vendor.example')).exit).toBe(0);
    expect((await feeds('providers', 'list')).out).toContain('No provider is on the list');
    expect((await feeds('providers', 'remove', 'vendor.example')).exit).toBe(2);
    expect((await feeds('providers', 'add')).err).toContain('Say which PROVIDER to add');
  });
});
