// The command line against a real server on a real database: what is sent arrives once, also over a broken line; what is fetched
// verifies; what may not be seen or done is said.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TokenScope } from '@leadtime/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../server/test/house.ts';
import { type Shown, type Typed, type } from './terminal.fixture.ts';

let t: TestHouse;
let url: string;
let place: string;
let finderToken: string;
let coordinatorToken: string;
const at = (name: string): string => path.join(place, name);

const REPORT = {
  schema: 'leadtime.report/1',
  findings: [{ title: 'Reads past the end of a line', target: { purl: 'pkg:npm/shoal' }, weaknesses: ['CWE-125'] }],
};

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-cli-'));
  t = await testHouse();
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`; // it listens on TCP
  const finder = await t.person(await t.party('A lab', 'lab'), 'finder');
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  finderToken = await tokenOf(finder, ['reports:write', 'vulnerabilities:read']);
  coordinatorToken = await tokenOf(coordinator, ['vulnerabilities:read', 'advisories:write', 'reports:write']);
  await writeFile(at('report.json'), JSON.stringify(REPORT));
}, 120_000);

afterAll(async () => {
  await t.close();
  await rm(place, { recursive: true, force: true });
});

async function tokenOf(somebody: Somebody, scopes: readonly TokenScope[]): Promise<string> {
  const made = await t.call(somebody, 'tokens.create', { body: { name: 'cli', scopes } });
  expect(made.status, made.text).toBe(201);
  return made.body.secret;
}

const as = (token: string, argv: readonly string[], more: Typed = {}): Promise<Shown> =>
  type(argv, { now: t.clock.now(), fetch, ...more, env: { LEADTIME_URL: url, LEADTIME_TOKEN: token, ...more.env } });
const finds = (...argv: string[]): Promise<Shown> => as(finderToken, argv);
const json = ({ out }: Shown) => JSON.parse(out);

describe('report submit', () => {
  it('prints the receipt; the same bytes give the same one', async () => {
    const first = await finds('report', 'submit', at('report.json'), '--by', 'model', '--model', 'm-1', '--json');
    expect(first.exit).toBe(0);
    const { file, receipt, error } = json(first).reports[0];
    expect([file, error]).toEqual([at('report.json'), null]);
    expect(receipt).toMatchObject({ seenBefore: false, size: Buffer.byteLength(JSON.stringify(REPORT)) });
    const again = await as(finderToken, ['report', 'submit', '-', '--json'], { stdin: JSON.stringify(REPORT) });
    expect(json(again).reports[0].receipt).toMatchObject({
      reportId: receipt.reportId,
      seenBefore: true,
      ledger: receipt.ledger,
    });
    await t.work();
    const status = await finds('report', 'status', receipt.reportId);
    expect(status).toMatchObject({ exit: 0, out: expect.stringContaining('report.json, ') });
    expect(status.out).toContain('read: 1 finding (1 new)');
  });

  it('waits until it is read, and ends with 1 where nothing could be', async () => {
    await writeFile(
      at('unread.json'),
      JSON.stringify({ schema: 'leadtime.report/1', findings: [{ title: 'nowhere' }] }),
    );
    const working = setInterval(() => void t.work('findings.drain'), 200);
    const shown = await finds('report', 'submit', at('unread.json'), '--wait', '--json').finally(() =>
      clearInterval(working),
    );
    expect(shown.exit).toBe(1);
    expect(json(shown).reports[0].status).toMatchObject({ stage: 'unreadable', problems: 1 });
    const problems = await finds('report', 'problems', json(shown).reports[0].receipt.reportId);
    expect(problems.exit).toBe(1);
    expect(problems.out).toMatch(/^1 problem\n\/findings\/0\/target {2}field\.missing: .* Add it\.\n/);
  });

  it('sends the others when one cannot be sent, and ends with the worst', async () => {
    const other = { ...REPORT, id: 'another' };
    await writeFile(at('other.json'), JSON.stringify(other));
    const shown = await finds('report', 'submit', at('none.json'), at('other.json'), '--json');
    expect(shown.exit).toBe(2);
    expect(json(shown).reports.map((r: { receipt: unknown }) => r.receipt !== null)).toEqual([false, true]);
    expect(shown.err).toContain('none.json cannot be read: there is no such file.');
  });

  it('passes on what the server says is wrong, with its request id', async () => {
    const shown = await finds('report', 'submit', at('report.json'), '--run-id', 'x'.repeat(200));
    expect(shown.exit).toBe(2);
    expect(shown.err).toMatch(/\/query\/runId {2}field\.too-long/);
    expect(shown.err).toMatch(/Request [0-9a-f-]{36} \(request\.invalid\)/);
  });
});

describe('a large report', () => {
  const SIZE = 20 * 1024 * 1024;
  let n = 0;
  let file: string;

  beforeEach(async () => {
    n += 1;
    file = at(`large-${n}.sarif`);
    const start = `{"version":"2.1.0","runs":[],"properties":{"n":${n},"padding":"`;
    await writeFile(file, `${start}${'x'.repeat(SIZE - start.length - 3)}"}}`);
  });
  afterEach(() => rm(file));

  const stored = async (): Promise<string[]> => {
    const { rows } = await t.owner.query<{ filename: string }>('SELECT filename FROM report WHERE filename LIKE $1', [
      'large-%',
    ]);
    return rows.map(({ filename }) => filename).filter((name) => file.endsWith(name));
  };
  /** The network, with something done at its n-th PATCH. */
  const network = (meddle: (patch: number, send: () => Promise<Response>) => Promise<Response>): typeof fetch => {
    let patches = 0;
    return ((to, init) => {
      const send = (): Promise<Response> => fetch(to, init);
      if (init?.method !== 'PATCH') return send();
      patches += 1;
      return meddle(patches, send);
    }) as typeof fetch;
  };

  it('goes up in parts of 8 MB with progress, and arrives whole', async () => {
    let parts = 0;
    const counting = network((patch, send) => {
      parts = patch;
      return send();
    });
    const shown = await as(finderToken, ['report', 'submit', file, '--progress'], { fetch: counting });
    expect(shown.exit).toBe(0);
    expect(parts).toBe(3);
    expect(shown.err).toContain('20.0 MB of 20.0 MB (100 %)');
    expect(await stored()).toHaveLength(1);
  });

  it('is resumed by itself when the line breaks, and when only an answer is lost', async () => {
    const breaking = network(async (patch, send) => {
      if (patch === 2) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      const response = await send();
      if (patch === 4) throw new TypeError('terminated'); // the last part arrived; its receipt did not
      return response;
    });
    const shown = await as(finderToken, ['report', 'submit', file, '--json'], { fetch: breaking });
    expect(shown.exit).toBe(0);
    expect(json(shown).reports[0].receipt).toMatchObject({ size: SIZE });
    expect(shown.err.match(/trying again/g)).toHaveLength(2);
    expect(await stored()).toHaveLength(1);
  });

  it('stopped with Ctrl+C stays resumable, says so, and goes on at its offset', async () => {
    const stop = new AbortController();
    const stopping = network(async (patch, send) => {
      if (patch === 2) stop.abort();
      return send();
    });
    const stopped = await as(finderToken, ['report', 'submit', file], { fetch: stopping, stop });
    expect(stopped.exit).toBe(130);
    expect(stopped.err).toContain('8.0 MB of 20.0 MB are there and kept. To go on, run the same command again.');
    expect(await stored()).toHaveLength(0);
    const offsets: string[] = [];
    const watched = ((to, init) => {
      if (init?.method === 'PATCH') offsets.push(new URL(String(to)).searchParams.get('offset') ?? '');
      return fetch(to, init);
    }) as typeof fetch;
    const again = await as(finderToken, ['report', 'submit', file], { fetch: watched });
    expect(again.exit).toBe(0);
    expect(offsets[0]).toBe(String(8 * 1024 * 1024));
    expect(await stored()).toHaveLength(1);
  });

  it('is given up after some tries, keeping what is there, and the rest is not tried', async () => {
    const dead = network(async () => {
      throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } });
    });
    const shown = await as(finderToken, ['report', 'submit', file, at('report.json'), '--json'], { fetch: dead });
    expect(shown.exit).toBe(3);
    expect(json(shown).reports[1].error.code).toBe('not-sent');
    expect(shown.err).toContain('Nothing listens there.');
  });
});

describe('asking an instance', () => {
  it('says who one is, and that a token is unknown', async () => {
    const shown = await finds('whoami', '--json');
    expect(shown.exit).toBe(0);
    expect(json(shown)).toMatchObject({
      url,
      signedIn: true,
      party: 'A lab',
      role: 'finder',
      tokenFrom: 'LEADTIME_TOKEN',
    });
    const unknown = await as('ltt_unknown-unknown-unknown', ['whoami']);
    expect([unknown.exit, unknown.out]).toEqual([2, '']);
    expect(unknown.err).toContain('The token is unknown, expired or revoked.');
  });

  it('lists the queue; what a hostile server puts into it is harmless', async () => {
    const shown = await finds('queue');
    expect(shown.exit).toBe(0);
    expect(shown.out).toContain('Reads past the end of a line');
    expect(shown.out).toMatch(/1 to \d+ of \d+ vulnerabilit/);
    const hostile = ((to: string, init: RequestInit) =>
      fetch(to, init).then(
        async (answer) => new Response((await answer.text()).replaceAll('Reads', '\\u001b[2J\\u202e')),
      )) as typeof fetch;
    for (const argv of [['queue'], ['queue', '--json']]) {
      const { out } = await as(finderToken, argv, { fetch: hostile });
      expect(out).toContain('past the end of a line');
      expect(out).not.toMatch(/[\p{Cf}\p{Cc}](?<!\n)/u);
    }
    const page = json(await finds('queue', '--limit', '1', '--state', 'found', '--json'));
    expect(page).toMatchObject({ limit: 1, offset: 0 });
    expect(page.items).toHaveLength(1);
  });

  it('says what a role or a token may not do', async () => {
    const shown = await finds('feeds', 'list');
    expect(shown).toMatchObject({ exit: 2, out: '' });
    expect(shown.err).toMatch(/may not do this.*Request /s);
  });

  it('says that a closed instance calls nobody, and imports from a file instead', async () => {
    const closed = await as(coordinatorToken, ['feeds', 'sync', 'kev']);
    expect(closed.exit).toBe(2);
    expect(closed.err).toContain('LEADTIME_EGRESS');
    const record = {
      schema_version: '1.7.0',
      id: 'TEST-1',
      modified: '2026-11-20T00:00:00Z',
      affected: [
        { package: { ecosystem: 'npm', name: 'shoal' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
      ],
    };
    await writeFile(at('osv.ndjson'), `${JSON.stringify(record)}\n{"id":"TEST-2"}\n`);
    const imported = await as(coordinatorToken, ['feeds', 'import', 'osv', at('osv.ndjson'), '--json']);
    expect(imported.exit).toBe(1);
    expect(json(imported)).toMatchObject({ accepted: 1, takenBefore: 0, refused: 1, whole: false, asOf: null });
    const again = await as(coordinatorToken, ['feeds', 'import', 'osv', at('osv.ndjson')]);
    expect(again.out).toContain('1 record taken, 1 of them before; 1 refused.');
    expect(again.out).toContain('import it again with --whole');
    const whole = ['feeds', 'import', 'osv', at('osv.ndjson'), '--whole'];
    expect((await as(coordinatorToken, [...whole, '--as-of', '2026-11-21'])).out).toContain(
      'osv is as of 2026-11-21T00:00:00.000Z.',
    );
    expect((await as(coordinatorToken, [...whole, '--as-of', '2099-01-01'])).err).toContain('has not come yet');
    expect((await as(coordinatorToken, ['feeds', 'list'])).out).toMatch(/osv +\d+ /);
  });
});

describe('the ledger', () => {
  it('is exported, verifies with the instance’s key, and holds the receipts that were printed', async () => {
    await writeFile(at('more.json'), JSON.stringify({ ...REPORT, id: 'for the ledger' }));
    const sent = await finds('report', 'submit', at('more.json'), '--json');
    await writeFile(at('receipt.json'), sent.out);
    await t.work();
    const { entryId } = json(sent).reports[0].receipt.ledger;
    const out = at('ledger.ndjson');
    expect(await finds('ledger', 'export', '--out', out)).toMatchObject({ exit: 0 });
    expect((await stat(out)).mode & 0o077).toBe(0);
    const { key } = JSON.parse((await readFile(out, 'utf8')).split('\n')[0] ?? '');
    const verified = await type(['ledger', 'verify', out, '--key', key, '--receipt', at('receipt.json')]);
    expect(verified.exit, verified.out).toBe(0);
    expect(verified.out).toContain('receipt.json: kept (unsigned');
    const proved = await finds('ledger', 'prove', entryId, '--key', key, '--json');
    expect(proved.exit).toBe(0);
    expect(json(proved)).toMatchObject({ stage: 'checkpointed', opens: true, proved: true, keyTrusted: true });
    expect((await finds('ledger', 'prove', entryId)).out).toContain('NOT PROVED');
    const lied = ((to: string, init: RequestInit) =>
      fetch(to, init).then(async (answer) => {
        const body = (await answer.json()) as { body: { facts: object } }; // an entry
        return Response.json({ ...body, body: { ...body.body, facts: { size: 1 } } });
      })) as typeof fetch;
    const changed = await as(finderToken, ['ledger', 'prove', entryId], { fetch: lied });
    expect(changed).toMatchObject({ exit: 1, out: expect.stringContaining('DO NOT OPEN THE COMMITMENT') });
  });

  it('does not open to those who may not see an entry', async () => {
    const sent = json(await finds('report', 'submit', at('more.json'), '--json'));
    const stranger = await t.person(await t.party('Another lab', 'lab'), 'finder');
    const token = await tokenOf(stranger, ['reports:write']);
    const shown = await as(token, ['ledger', 'prove', sent.reports[0].receipt.ledger.entryId]);
    expect(shown).toMatchObject({ exit: 2, out: '' });
    expect(shown.err).toContain('resource.not-found');
  });
});

describe('signing in', () => {
  it('keeps a token that works in a file only its owner reads, for that instance only', async () => {
    const env = { HOME: at('home'), LEADTIME_URL: '', LEADTIME_TOKEN: '' };
    const login = await type(['login', url], { env, fetch, stdin: `${finderToken}\n` });
    expect(login).toMatchObject({ exit: 0, out: expect.stringContaining('finder for A lab') });
    expect(login.out + login.err).not.toContain(finderToken);
    expect((await stat(at('home/.config/leadtime/credentials.json'))).mode & 0o777).toBe(0o600);
    expect(await type(['whoami'], { env, fetch })).toMatchObject({ exit: 0 });

    const sentTo: (string | null)[] = [];
    const elsewhere = ((_to: string, init: RequestInit) => {
      sentTo.push(new Headers(init.headers).get('authorization'));
      return Promise.reject(new TypeError('fetch failed'));
    }) as typeof fetch;
    await type(['whoami', '--url', 'https://elsewhere.example'], { env, fetch: elsewhere });
    expect(sentTo).toEqual([null]);

    expect(await type(['logout'], { env })).toMatchObject({ exit: 0 });
    expect(await type(['whoami', '--url', url], { env, fetch })).toMatchObject({
      exit: 1,
      out: expect.stringContaining('Not signed in'),
    });
  });

  it('keeps no token that does not work, and sends none in the clear', async () => {
    const env = { HOME: at('other-home') };
    expect(await type(['login', url], { env, fetch, stdin: 'ltt_not-a-token-that-works\n' })).toMatchObject({
      exit: 2,
    });
    expect(await type(['login', url], { env, fetch, stdin: 'two words\n' })).toMatchObject({ exit: 2 });
    const clear = await type(['queue', '--url', 'http://leadtime.example.org'], {
      env: { LEADTIME_TOKEN: finderToken },
    });
    expect(clear).toMatchObject({ exit: 2, err: expect.stringContaining('without encryption') });
    await expect(stat(at('other-home'))).rejects.toThrow('ENOENT');
  });
});
