// One behaviour suite for every channel, and what only webhooks do.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settableClock } from '../../../platform/clock.ts';
import { openEgress } from '../../../platform/egress.ts';
import type { Channel, Letter } from './channel.ts';
import { inAppChannel } from './in-app.ts';
import { webhookChannel } from './webhook.ts';

const secret = Buffer.from('0123456789abcdef0123456789abcdef');
const clock = settableClock('2026-11-22T10:00:00.500Z');

interface Place {
  readonly channel: Channel;
  readonly letter: Letter;
  /** Ids of what the receiver has, each once. */
  received(): readonly string[];
  /** From now on the receiver is not there. */
  vanish(): Promise<void>;
  close(): Promise<void>;
}

const letter = (over: Partial<Letter> = {}): Letter => ({
  id: 'msg_1',
  notice: 'n1',
  event: 'case.message',
  at: '2026-11-22T09:59:00.000Z',
  href: '/cases/1',
  plain: 'There is a new message.',
  ...over,
});

async function inApp(): Promise<Place> {
  const shown = new Set<string>();
  let there = true;
  return {
    channel: inAppChannel(async (n) => there && Boolean(shown.add(n))),
    letter: letter(),
    received: () => [...shown],
    vanish: async () => {
      there = false;
    },
    close: async () => undefined,
  };
}

async function webhook(): Promise<Place & Receiver> {
  const receiver = await receive();
  return {
    ...receiver,
    channel: webhookChannel({ egress: openEgress([receiver.host]), clock, origin: 'https://leadtime.example' }),
    letter: letter({ to: { url: `http://${receiver.host}/hook`, secret } }),
    received: () => [...new Set(receiver.requests.map((r) => String(r.headers['webhook-id'])))],
    vanish: () => receiver.close(),
  };
}

describe.each([
  ['in-app', inApp],
  ['webhook', webhook],
] as const)('the channel %s', (name, open) => {
  let place: Place;
  beforeEach(async () => {
    place = await open();
  });
  afterEach(() => place.close());

  it('has its name', () => expect(place.channel.name).toBe(name));
  it('says that it sent what arrived', async () => {
    expect(await place.channel.send(place.letter)).toEqual({ outcome: 'sent' });
    expect(place.received()).toHaveLength(1);
  });
  it('gives the receiver one message when the same letter is sent twice', async () => {
    await place.channel.send(place.letter);
    await place.channel.send(place.letter);
    expect(place.received()).toHaveLength(1);
  });
  it('answers with a reason, and does not throw, when the receiver is not there', async () => {
    await place.vanish();
    const sent = await place.channel.send(place.letter);
    expect(sent.outcome).not.toBe('sent');
    expect('reason' in sent && sent.reason).toMatch(/^[a-z]/);
  });
});

describe('a webhook', () => {
  let place: Awaited<ReturnType<typeof webhook>>;
  beforeEach(async () => {
    place = await webhook();
  });
  afterEach(() => place.close());

  it('is signed as Standard Webhooks says, over id, time and body', async () => {
    await place.channel.send(place.letter);
    const [request] = place.requests;
    expect(request?.headers['webhook-timestamp']).toBe(String(Math.floor(Date.parse('2026-11-22T10:00:00Z') / 1000)));
    const signed = `msg_1.${request?.headers['webhook-timestamp']}.${request?.body}`;
    expect(request?.headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`,
    );
  });
  it('says where to read it and nothing of what it is about', async () => {
    await place.channel.send(place.letter);
    expect(JSON.parse(place.requests[0]?.body ?? '')).toEqual({
      type: 'case.message',
      timestamp: '2026-11-22T09:59:00.000Z',
      data: { notice: 'n1', text: 'There is a new message.', href: 'https://leadtime.example/cases/1' },
    });
  });
  it.each([
    [204, 'sent'],
    [302, 'again'],
    [404, 'again'],
    [410, 'never'],
    [500, 'again'],
  ])('takes an answer %i as %s', async (status, outcome) => {
    place.answer(status);
    expect((await place.channel.send(place.letter)).outcome).toBe(outcome);
    expect(place.requests).toHaveLength(1); // a redirect is not followed
  });
  it('does not call a host that is not on the list', async () => {
    const closed = webhookChannel({ egress: openEgress([]), clock, origin: 'https://leadtime.example' });
    const sent = await closed.send(place.letter);
    expect(sent).toMatchObject({ outcome: 'never', reason: expect.stringContaining('may not call') });
    expect(place.requests).toHaveLength(0);
  });
});

interface Receiver {
  readonly host: string;
  readonly requests: { headers: IncomingHttpHeaders; body: string }[];
  answer(status: number): void;
  close(): Promise<void>;
}

function receive(): Promise<Receiver> {
  const requests: Receiver['requests'] = [];
  let status = 200;
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(status, { location: '/elsewhere' }).end('not read');
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on a port
      resolve({
        host: `127.0.0.1:${port}`,
        requests,
        answer: (next) => {
          status = next;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}
