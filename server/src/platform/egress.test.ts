// What leaves this instance goes where the list says, to the address that was checked.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EgressClosed, type EgressOptions, isInside, openEgress } from './egress.ts';

let place: Server;
let port: number;
let heard: IncomingMessage[];

beforeEach(async () => {
  heard = [];
  place = createServer((request, answer) => {
    heard.push(request);
    if (request.url === '/elsewhere') answer.writeHead(302, { location: 'http://10.0.0.1/' }).end();
    else if (request.url === '/nothing') answer.writeHead(204).end();
    else answer.writeHead(200, { etag: '"1"', 'set-cookie': ['a=1', 'b=2'] }).end('bytes');
  });
  await new Promise<void>((done) => place.listen(0, '127.0.0.1', done));
  ({ port } = place.address() as AddressInfo); // it listens on a port
});
afterEach(() => place.close());

/** A name server that answers differently each time; `asked` counts. */
function answering(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const resolve: NonNullable<EgressOptions['resolve']> = async (hostname) => {
    asked.push(hostname);
    return (answers[asked.length - 1] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return { asked, resolve };
}

describe('a listed name', () => {
  const only = (bad: string) => (address: string) => address === bad;

  it('is resolved once: the socket goes to the address that was checked, whatever the name says a moment later', async () => {
    const names = answering(['127.0.0.1'], ['127.0.0.9']);
    const egress = openEgress([`feed.example:${port}`], { ...names, inside: only('127.0.0.9') });
    const answer = await egress.fetch(`http://feed.example:${port}/all.zip`, { headers: { range: 'bytes=5-' } });
    expect(await answer.text()).toBe('bytes');
    expect(names.asked).toEqual(['feed.example']);
    expect(heard[0]?.headers).toMatchObject({ host: `feed.example:${port}`, range: 'bytes=5-' });
  });

  it('is not called when it resolves to an inside address, though it would answer an outside one next', async () => {
    const names = answering(['127.0.0.1'], ['192.0.2.7']);
    const egress = openEgress([`feed.example:${port}`], names);
    await expect(egress.fetch(`http://feed.example:${port}/`)).rejects.toThrow(EgressClosed);
    expect(names.asked).toHaveLength(1);
    expect(heard).toEqual([]);
  });

  it('is not called when one of its addresses is inside', async () => {
    const egress = openEgress([`feed.example:${port}`], answering(['192.0.2.7', '::1']));
    await expect(egress.fetch(`http://feed.example:${port}/`)).rejects.toThrow('resolves to an inside address');
  });

  it('is asked for anew on the next call: nothing is kept of an answer or a connection', async () => {
    const names = answering(['127.0.0.1'], ['127.0.0.9']);
    const egress = openEgress([`feed.example:${port}`], { ...names, inside: only('127.0.0.9') });
    await (await egress.fetch(`http://feed.example:${port}/`)).text();
    await expect(egress.fetch(`http://feed.example:${port}/`)).rejects.toThrow(EgressClosed);
    expect(heard).toHaveLength(1);
  });

  it('that has no address is a fault of the network, not of the list', async () => {
    const egress = openEgress([`feed.example:${port}`], answering([]));
    await expect(egress.fetch(`http://feed.example:${port}/`)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('keeps its name in TLS, so that its certificate is asked for', async () => {
    const named: string[] = [];
    const secure = tls.createServer({
      SNICallback: (name, done) => {
        named.push(name);
        done(new Error('no certificate in this test'));
      },
    });
    secure.on('tlsClientError', () => undefined);
    await new Promise<void>((done) => secure.listen(0, '127.0.0.1', done));
    const { port: at } = secure.address() as AddressInfo; // it listens on a port
    const egress = openEgress([`feed.example:${at}`], { ...answering(['127.0.0.1']), inside: () => false });
    await expect(egress.fetch(`https://feed.example:${at}/`)).rejects.toThrow();
    secure.close();
    expect(named).toEqual(['feed.example']);
  });
});

describe('the door', () => {
  it.each([
    'http://other.example/',
    'http://feed.example:81/',
    'ftp://feed.example/',
    'http://feed.example@other.example/',
    'http://user:word@feed.example/',
    'feed.example',
  ])('is closed for %s', async (url) => {
    const names = answering(['192.0.2.7']);
    const egress = openEgress(['feed.example'], names);
    expect(egress.allows(url)).toBe(false);
    await expect(egress.fetch(url)).rejects.toThrow(EgressClosed);
    expect(names.asked).toEqual([]);
  });

  it('is open for an inside host that was listed by its address', async () => {
    const answer = await openEgress([`127.0.0.1:${port}`]).fetch(`http://127.0.0.1:${port}/x`, {
      method: 'POST',
      body: 'hello',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(heard[0]).toMatchObject({ method: 'POST', url: '/x' });
  });

  it('does not follow a redirect, and gives an answer without a body as one', async () => {
    const egress = openEgress([`127.0.0.1:${port}`]);
    expect((await egress.fetch(`http://127.0.0.1:${port}/elsewhere`)).status).toBe(302);
    const nothing = await egress.fetch(`http://127.0.0.1:${port}/nothing`);
    expect([nothing.status, nothing.body]).toEqual([204, null]);
  });

  it('ends a call when it is told to', async () => {
    place.removeAllListeners('request'); // it never answers
    const egress = openEgress([`127.0.0.1:${port}`]);
    const stop = new AbortController();
    const call = egress.fetch(`http://127.0.0.1:${port}/`, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    place.closeAllConnections();
  });
});

describe('an address', () => {
  it.each(
    '127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1%eth0 fd00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:a00:1 64:ff9b::7f00:1 2002:7f00:1::'.split(
      ' ',
    ),
  )('%s is inside', (address) => expect(isInside(address)).toBe(true));
  it.each('8.8.8.8 172.32.0.1 100.128.0.1 192.0.2.7 223.255.255.255 2606:4700::1111 2a00::1 ::ffff:8.8.8.8'.split(' '))(
    '%s is outside',
    (address) => expect(isInside(address)).toBe(false),
  );
});
