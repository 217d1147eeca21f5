// Notices on a real database: from an event to the parties that may know, in the application and by webhook.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';
import { newId } from '../../platform/clock.ts';
import { emit } from '../../platform/events.ts';
import { delegate } from '../access/index.ts';
import { deliver, MAX_ATTEMPTS } from './deliver.ts';

let t: TestHouse;
let server: Server;
let host: string;
let status = 200;
const requests: { headers: IncomingHttpHeaders; body: string }[] = [];
let coordinator: Somebody;
let maintainer: Somebody;
let finder: Somebody;
let stranger: Somebody;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  t = await testHouse({ egress: [host, 'closed.example'] });
  coordinator = await t.person(t.clearinghouse, 'coordinator');
  maintainer = await t.person(await t.party('Project', 'project'), 'maintainer');
  finder = await t.person(await t.party('Lab', 'lab'), 'finder');
  stranger = await t.person(await t.party('Other lab', 'lab'), 'finder');
});
afterAll(async () => {
  await t.close();
  server.close();
});
beforeEach(() => {
  status = 200;
  requests.length = 0;
});

/** A vulnerability that the clearinghouse, the finder and the maintainer know of. */
async function vulnerability(title: string): Promise<string> {
  const id = newId(t.clock.now());
  await t.owner.query(
    `INSERT INTO vulnerability (id, title, target, priority_id, priority_rank, first_seen_at, changed_at) VALUES ($1, $2, 'pkg:npm/x', keep_priority('{}'), 1, $3, $3)`,
    [id, title, t.clock.now()],
  );
  for (const [party, tier] of [
    [t.clearinghouse, 'coordinator'],
    [finder.party, 'finder'],
    [maintainer.party, 'maintainer'],
  ])
    await t.owner.query('INSERT INTO visibility VALUES ($1, $2, $3, $4)', [id, party, tier, t.clock.now()]);
  return id;
}
const happens = (as: Somebody, kind: string, wall: string, more: { subject?: string; facts?: object } = {}) =>
  t.house.db.as(as.party, (tx) =>
    emit(tx, { kind, wall, subject: more.subject ?? wall, facts: { by: as.party, ...more.facts } }),
  );
const noticesOf = async (who: Somebody) => (await t.call(who, 'notices.list', { query: { limit: 200 } })).body.items;
const about = async (who: Somebody, title: string) =>
  (await noticesOf(who)).filter((n: { title: string }) => n.title.includes(title));
const hook = async (who: Somebody, events: string[]) =>
  (await t.call(who, 'webhooks.create', { body: { url: `http://${host}/${who.role}`, events } })).body;

describe('a notice', () => {
  it('reaches who sees the wall, but not the sender and not a stranger', async () => {
    const v = await vulnerability('overflow in header');
    await happens(finder, 'case.message', v);
    expect(await t.work()).toEqual([]);
    expect(await about(coordinator, 'overflow in header')).toHaveLength(1);
    expect(await about(maintainer, 'overflow in header')).toMatchObject([
      { event: 'case.message', readAt: null, deliveries: [{ channel: 'in-app', state: 'sent', attempts: 1 }] },
    ]);
    expect(await about(finder, 'overflow in header')).toEqual([]);
    expect(await about(stranger, 'overflow in header')).toEqual([]);
  });

  it('of a telling reaches the maintainer alone', async () => {
    const v = await vulnerability('told alone');
    await happens(coordinator, 'vulnerability.told', v);
    await t.work();
    expect(await about(maintainer, 'told alone')).toHaveLength(1);
    for (const who of [coordinator, finder, stranger]) expect(await about(who, 'told alone')).toEqual([]);
  });

  it('is not made for whom the wall was closed before the relay ran', async () => {
    const v = await vulnerability('closed before');
    await happens(coordinator, 'case.message', v);
    await t.owner.query('UPDATE visibility SET valid_until = $3 WHERE wall = $1 AND party_id = $2', [
      v,
      finder.party,
      t.clock.now(),
    ]);
    await t.work();
    expect(await about(finder, 'closed before')).toEqual([]);
    expect(await about(maintainer, 'closed before')).toHaveLength(1);
  });

  it('is made once, also when its event is relayed twice', async () => {
    const v = await vulnerability('relayed twice');
    const event = await happens(coordinator, 'case.message', v);
    await t.work();
    await t.house.db.as(coordinator.party, async (tx) => {
      const { enqueue } = await import('../../platform/jobs.ts');
      await enqueue(tx, 'notify.relay', { event });
    });
    await t.work();
    expect(await about(maintainer, 'relayed twice')).toHaveLength(1);
  });

  it('is read only in a role that may do what it is about', async () => {
    const overseer = await t.person(t.clearinghouse, 'overseer');
    const v = await vulnerability('not for overseers');
    await happens(finder, 'case.message', v);
    await t.work();
    const [notice] = await about(coordinator, 'not for overseers');
    expect(await about(overseer, 'not for overseers')).toEqual([]);
    expect((await t.call(overseer, 'notices.list')).text).not.toContain('not for overseers');
    expect((await t.call(overseer, 'notices.read', { params: { id: notice.id } })).status).toBe(404);
  });

  it('is marked as read by its own party and by nobody else', async () => {
    const v = await vulnerability('to be read');
    await happens(coordinator, 'case.message', v);
    await t.work();
    const [notice] = await about(finder, 'to be read');
    expect((await t.call(stranger, 'notices.read', { params: { id: notice.id } })).status).toBe(404);
    expect((await t.call(finder, 'notices.read', { params: { id: notice.id } })).status).toBe(200);
    expect((await about(finder, 'to be read'))[0].readAt).toBe(t.clock.now());
    const unread = await t.call(finder, 'notices.list', { query: { unread: 'true' } });
    expect(unread.body.items.map((n: { id: string }) => n.id)).not.toContain(notice.id);
    await t.call(finder, 'notices.readAll');
    expect((await t.call(finder, 'notices.list', { query: { unread: 'true' } })).body.total).toBe(0);
  });

  it('of an operator goes to its delegate too, as a notice of its own that says for whom', async () => {
    const operator = await t.person(await t.party('Juniper Hospital', 'operator', 'healthcare'), 'operator');
    const isac = await t.person(await t.party('Health ISAC', 'isac'), 'operator');
    await t.house.db.as(operator.party, (tx) =>
      delegate(
        tx,
        { party: { id: operator.party, name: 'x' }, person: { id: operator.person, name: 'x' } },
        { to: isac.party },
      ),
    );
    const advisory = newId(t.clock.now());
    await t.owner.query(
      `INSERT INTO advisory (id, public_id, source, title, state, record, content_digest, modified_at)
       VALUES ($1, 'OSV-1', 'osv', 'pump firmware', 'published', '{}', '', $2)`,
      [advisory, t.clock.now()],
    );
    await happens(operator, 'exposure.new', operator.party, { facts: { by: 'system', advisory } });
    await t.work();
    expect((await about(operator, 'pump firmware'))[0]).toMatchObject({
      title: 'An advisory reaches what you run: OSV-1 pump firmware',
    });
    expect((await about(isac, 'pump firmware'))[0]).toMatchObject({
      title: 'An advisory reaches what Juniper Hospital runs: OSV-1 pump firmware',
      text: expect.stringContaining('You act for Juniper Hospital.'),
      href: `/exposures?advisory=${advisory}&party=${operator.party}`,
    });
    expect(await about(coordinator, 'pump firmware')).toEqual([]); // it sees the party’s name, not its data
  });
});

describe('a webhook', () => {
  it('is refused where the host is not on the list, and its secret is shown once', async () => {
    const refused = await t.call(finder, 'webhooks.create', {
      body: { url: 'https://elsewhere.example/x', events: ['case.fix'] },
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'egress.closed' } });
    const made = await hook(finder, ['case.fix']);
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await t.call(finder, 'webhooks.list');
    expect(listed.body.items).toHaveLength(1);
    expect(listed.text).not.toContain(made.secret.slice(6));
    expect((await t.call(stranger, 'webhooks.list')).body.items).toEqual([]);
    for (const route of ['webhooks.test', 'webhooks.remove'] as const)
      expect((await t.call(stranger, route, { params: { id: made.webhook.id } })).status).toBe(404);
    await t.call(finder, 'webhooks.remove', { params: { id: made.webhook.id } });
    expect((await t.call(finder, 'webhooks.list')).body.items).toEqual([]);
  });

  it('cannot be made for events that the role may not read', async () => {
    const overseer = await t.person(t.clearinghouse, 'overseer');
    const made = await t.call(overseer, 'webhooks.create', {
      body: { url: `http://${host}/o`, events: ['vulnerability.told'] },
    });
    expect(made).toMatchObject({ status: 403, body: { code: 'access.not-allowed' } });
  });

  it('gets what it subscribed, once, without content', async () => {
    const { webhook } = await hook(maintainer, ['vulnerability.told']);
    const v = await vulnerability('secret of the house');
    await happens(coordinator, 'vulnerability.told', v);
    await happens(coordinator, 'case.embargo', v);
    expect(await t.work()).toEqual([]);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expect(requests[0]?.body).not.toContain('secret of the house');
    const [notice] = (await about(maintainer, 'secret of the house')).filter(
      (n: { event: string }) => n.event === 'vulnerability.told',
    );
    expect(notice.deliveries).toMatchObject([
      { channel: 'in-app', state: 'sent' },
      { channel: 'webhook', state: 'sent', attempts: 1 },
    ]);
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
  });

  it('is asked once more at send time: who may no longer know is not told', async () => {
    const { webhook } = await hook(maintainer, ['vulnerability.told']);
    const v = await vulnerability('withdrawn meanwhile');
    await happens(coordinator, 'vulnerability.told', v);
    await t.work('notify.relay');
    await t.owner.query(`UPDATE visibility SET valid_until = $2 WHERE wall = $1 AND tier = 'maintainer'`, [
      v,
      t.clock.now(),
    ]);
    await t.work();
    expect(requests).toHaveLength(0);
    expect((await about(maintainer, 'withdrawn meanwhile'))[0].deliveries[1]).toMatchObject({
      channel: 'webhook',
      state: 'dropped',
      reason: 'no longer allowed to know',
    });
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
  });

  it('is tried again under the same id, each attempt recorded, and never after a success', async () => {
    const { webhook } = await hook(maintainer, ['vulnerability.told']);
    const v = await vulnerability('retried');
    await happens(coordinator, 'vulnerability.told', v);
    status = 503;
    expect(await t.work()).toEqual(['notify.deliver']);
    status = 200;
    expect(await t.work()).toEqual([]);
    const delivery = (await t.owner.query(`SELECT id FROM delivery WHERE webhook_id = $1`, [webhook.id])).rows[0].id;
    await deliver({ ...t.house, db: t.house.workerDb }, { delivery });
    expect(requests.map((r) => r.headers['webhook-id'])).toEqual([`msg_${delivery}`, `msg_${delivery}`]);
    expect((await about(maintainer, 'retried'))[0].deliveries[1]).toMatchObject({
      state: 'sent',
      attempts: 2,
      reason: null,
      tries: [{ said: 'the host answered 503' }, { said: 'sent' }],
    });
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
  });

  it('fails with its reason after eight attempts', async () => {
    const { webhook } = await hook(maintainer, ['vulnerability.told']);
    const v = await vulnerability('never arrives');
    await happens(coordinator, 'vulnerability.told', v);
    status = 500;
    let rounds = 0;
    while ((await t.work()).length > 0) rounds += 1;
    expect(rounds).toBe(MAX_ATTEMPTS - 1);
    expect(requests).toHaveLength(MAX_ATTEMPTS);
    expect((await about(maintainer, 'never arrives'))[0].deliveries[1]).toMatchObject({
      state: 'failed',
      attempts: MAX_ATTEMPTS,
      reason: 'the host answered 500',
    });
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
  });

  it('pauses when the host says 410, gets nothing while paused, and goes on once a test arrives', async () => {
    const { webhook } = await hook(maintainer, ['case.message']);
    const paused = async () => (await t.call(maintainer, 'webhooks.list')).body.items[0].pausedAt;
    status = 410;
    await happens(coordinator, 'case.message', await vulnerability('gone'));
    expect(await t.work()).toEqual([]);
    expect(await paused()).not.toBeNull();
    await happens(coordinator, 'case.message', await vulnerability('while paused'));
    await t.work();
    expect(requests).toHaveLength(1);
    status = 200;
    expect((await t.call(maintainer, 'webhooks.test', { params: { id: webhook.id } })).status).toBe(202);
    await t.work();
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ type: 'webhook.test' });
    expect(await paused()).toBeNull();
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
  });

  it('that was removed before its turn gets nothing', async () => {
    const { webhook } = await hook(maintainer, ['case.message']);
    await happens(coordinator, 'case.message', await vulnerability('removed before'));
    await t.work('notify.relay');
    await t.call(maintainer, 'webhooks.remove', { params: { id: webhook.id } });
    await t.work();
    expect(requests).toHaveLength(0);
    expect((await about(maintainer, 'removed before'))[0].deliveries[1]).toMatchObject({
      state: 'dropped',
      reason: 'the webhook was removed',
    });
  });

  it('whose host was taken off the list fails with the reason, without being called', async () => {
    await t.owner.query(
      `INSERT INTO webhook (id, party_id, url, events, secret, created_at) VALUES ($1, $2, 'https://off.example/x', '{case.message}', '\\x00', $3)`,
      [newId(t.clock.now()), maintainer.party, t.clock.now()],
    );
    await happens(coordinator, 'case.message', await vulnerability('off the list'));
    expect(await t.work()).toEqual([]);
    expect((await about(maintainer, 'off the list'))[0].deliveries[1]).toMatchObject({
      state: 'failed',
      attempts: 1,
      reason: expect.stringContaining('may not call off.example'),
    });
  });
});
