// Watching where something is wrong: a server whose key changed, a page that was meddled with, no connection, an old feed, a kill in the
// middle, somebody else's key.
import { appendFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import type { WatchPageAnswer } from '@leadtime/contract';
import { formatVerifierKey, signingKey } from '@leadtime/lib/ledger';
import { countKeyName, signCounts, startOf } from '@leadtime/lib/watch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bom } from '../../../server/test/operators.ts';
import type { Typed } from '../terminal.fixture.ts';
import { type Watching, watching } from './watching.fixture.ts';

let w: Watching;
let folder = 0;
/** In a state folder of its own for each test. */
const look = (argv: readonly string[] = [], more: Typed = {}) =>
  w.watch(['--dir', w.at(`state-${folder}`), '--sbom', w.at('erp.json'), '--no-counts', ...argv], more);
const json = ({ out }: { out: string }) => JSON.parse(out);
const dead: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
/** The server's answers, pages changed on the way. */
const changing =
  (change: (page: WatchPageAnswer, url: URL) => unknown): typeof fetch =>
  async (to, init) => {
    const answer = await fetch(to, init);
    const url = new URL(String(to));
    if (!url.pathname.includes('/watch/feed/')) return answer;
    const page = (await answer.json()) as WatchPageAnswer; // the route's own answer
    return Response.json(change(page, url) ?? page);
  };

beforeAll(async () => {
  w = await watching();
  await w.exploit({ 'CVE-2026-1000': '2026-11-20' });
  for (const id of ['GHSA-1111-aaaa-aaaa', 'GHSA-2222-aaaa-aaaa', 'GHSA-3333-aaaa-aaaa'])
    await w.advise({
      id,
      package: id === 'GHSA-1111-aaaa-aaaa' ? 'left-pad' : 'quiet',
      fixed: '1.0.0-rc',
      introduced: '0',
    });
  await w.advise({ id: 'GHSA-4444-aaaa-aaaa', package: 'left-pad', fixed: '1.3.0' });
  await writeFile(w.at('erp.json'), bom(['pkg:npm/left-pad@1.2.0', 'pkg:npm/quiet@1.0.0']));
}, 120_000);
afterAll(() => w.close());
beforeEach(() => {
  folder += 1;
});

describe('the key', () => {
  it('is pinned at the first contact and shown, to be compared', async () => {
    const first = await look();
    expect(first.out).toContain(`First contact with ${w.url}: its key is ${formatVerifierKey(w.t.house.key.verifier)}`);
    expect((await look()).out).not.toContain('First contact');
  });

  it('that changed stops everything, loudly, until a person gives the new one', async () => {
    await look();
    const other = signingKey(w.t.house.key.verifier.name, Buffer.alloc(32, 5));
    const shown = await look([], { fetch: changing((page) => ({ ...page, key: formatVerifierKey(other.verifier) })) });
    expect([shown.exit, shown.out]).toEqual([3, '']);
    expect(shown.err).toMatch(/^THE KEY HAS CHANGED\..*Nothing was pulled and nothing was sent\./);
    const given = await look(['--key', formatVerifierKey(other.verifier)]); // the server still signs with the old one
    expect([given.exit, given.err]).toEqual([3, expect.stringContaining('THE KEY HAS CHANGED')]);
    expect((await look(['--key', formatVerifierKey(w.t.house.key.verifier)])).exit).toBe(1);
  });

  it('is asked for with an inventory: without one there is nothing to do', async () => {
    expect(await w.watch([])).toMatchObject({ exit: 2, err: expect.stringContaining('No inventory is named') });
  });

  it('given beforehand is what the first contact is held to', async () => {
    const other = signingKey(w.t.house.key.verifier.name, Buffer.alloc(32, 5));
    expect((await look(['--key', formatVerifierKey(other.verifier)])).exit).toBe(3);
  });
});

describe('a page that was meddled with is refused as a whole, and what was pulled before stays', () => {
  it.each([
    ['an entry was left out', (p: WatchPageAnswer) => void p.entries.shift()],
    ['entries changed places', (p: WatchPageAnswer) => void p.entries.reverse()],
    [
      'a record is another',
      (p: WatchPageAnswer) => void Object.assign(p.entries[0] ?? {}, { record: p.entries[1]?.record }),
    ],
    ['the page is cut', (p: WatchPageAnswer) => void p.entries.pop()],
    ['the head is cut', (p: WatchPageAnswer) => ({ ...p, head: p.head.slice(0, -9) })],
  ])('%s', async (_, change) => {
    const shown = await look([], {
      fetch: changing((page, url) => (url.pathname.endsWith('/outside') ? change(page) : page) as never),
    });
    expect([shown.exit, shown.err]).toEqual([3, expect.stringContaining('Nothing of it was kept.')]);
    expect(json(await look(['--json'])).feed).toMatchObject({ outside: 4, fresh: 4 });
  });

  it('an older page is played again', async () => {
    let old: WatchPageAnswer | undefined;
    await look([], {
      fetch: changing((page, url) => {
        if (url.pathname.endsWith('/outside')) old = page;
      }),
    });
    w.t.clock.advance(60_000);
    await look();
    const replayed = changing((page, url) => (url.pathname.endsWith('/outside') ? { ...old, entries: [] } : page));
    const shown = await look([], { fetch: replayed });
    expect([shown.exit, shown.err]).toEqual([3, expect.stringContaining('watch.replayed')]);
  });

  it('a server that was restored to an earlier day is noticed; --again begins anew and keeps the duties', async () => {
    await look();
    await w.t.owner.query('UPDATE watch_outside SET chain = $1 WHERE sequence = 4', [Buffer.alloc(32, 1)]);
    try {
      expect(await look()).toMatchObject({ exit: 3, err: expect.stringContaining('watch.broken-chain') });
    } finally {
      await w.t.owner.query('UPDATE watch_outside SET chain = $1 WHERE sequence = 4', [
        Buffer.from(
          JSON.parse(await readFile(w.at(`state-${folder}/pulled.json`), 'utf8')).streams.outside.chain,
          'base64',
        ),
      ]);
    }
    const again = json(await look(['--again', '--json']));
    expect([again.feed.fresh, again.news]).toEqual([4, []]);
  });
});

describe('without a connection', () => {
  it('it says so at the first contact, and has nothing to work with', async () => {
    expect(await look([], { fetch: dead })).toMatchObject({
      exit: 3,
      err: expect.stringContaining('nothing was pulled from it before'),
    });
  });

  it('it works with what it has and says since when; past its age, not affected is not known', async () => {
    await writeFile(w.at('quiet.json'), bom(['pkg:npm/quiet@1.0.0']));
    await w.watch(['--dir', w.at(`state-${folder}`), '--sbom', w.at('quiet.json'), '--no-counts']);
    const later = (hours: number) => new Date(Date.parse(w.t.clock.now()) + hours * 3_600_000).toISOString();
    const at = (hours: number) =>
      w.watch(['--dir', w.at(`state-${folder}`), '--sbom', w.at('quiet.json')], { fetch: dead, now: later(hours) });
    const soon = await at(5);
    expect(soon).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Offline (no answer from the server): this is what was pulled 5 h ago.'),
    });
    expect(soon.out).toContain('Nothing was sent: there is no connection.');
    expect(soon.out).toContain('No component of 1 is known to be affected.');
    const late = await at(60);
    expect(late.out).toContain('1 undetermined. This is no all-clear.');
    expect(late.out).toContain('more than 48 h, so “not affected” is not known and reads undetermined.');
  });
});

describe('killed in the middle', () => {
  it('what was written of an unfinished page is cut off, and the next round goes on', async () => {
    await look();
    const file = w.at(`state-${folder}/feed-outside.ndjson`);
    await appendFile(file, '5 put half of a li');
    await w.advise({ id: `GHSA-5555-aaaa-${folder}`, package: 'left-pad', fixed: '1.2.5' });
    const next = json(await look(['--json']));
    expect(next.feed).toMatchObject({ outside: 5, fresh: 1, advisories: 5 });
    expect(next.counts.affected).toBe(1);
    expect(
      (await readdir(w.at(`state-${folder}`))).filter((name) => name.endsWith('.part') || name === 'lock'),
    ).toEqual([]);
  });

  it('a lock that was left behind holds nobody up; one that lives does', async () => {
    await look();
    await writeFile(w.at(`state-${folder}/lock`), '4194999\n'); // beyond the highest process id
    expect((await look()).exit).toBe(1);
    await writeFile(w.at(`state-${folder}/lock`), `${process.ppid}\n`);
    expect(await look()).toMatchObject({ exit: 2, err: expect.stringContaining('Another leadtime watch works in') });
    expect(json({ out: await readFile(w.at(`state-${folder}/duties.json`), 'utf8') }).duties.length).toBeGreaterThan(0);
  });

  it('a file that was damaged is named, not guessed at', async () => {
    await look();
    await truncate(w.at(`state-${folder}/duties.json`), 40);
    expect(await look()).toMatchObject({ exit: 2, err: expect.stringContaining('duties.json is damaged') });
  });
});

describe('counts that the server refuses', () => {
  const HOUSE = () => w.t.house.key.verifier.name;
  const sending = () => w.watch(['--dir', w.at(`state-${folder}`), '--sbom', w.at('erp.json'), '--count-outside']);
  const made = (number: number, seed = 1, change: { party?: string; sequence?: number; at?: string } = {}) => {
    const party = change.party ?? w.hospital.party;
    const chain = (stream: 'outside' | 'ours') => startOf({ origin: HOUSE(), party, stream }).chain;
    const streams = {
      outside: { sequence: change.sequence ?? 0, chain: chain('outside') },
      ours: { sequence: 0, chain: chain('ours') },
    };
    const key = signingKey(countKeyName(w.hospital.party), Buffer.alloc(32, seed));
    return signCounts(
      { origin: HOUSE(), party, number, at: (change.at ?? w.t.clock.now()) as never, streams },
      [],
      key,
    );
  };
  const send = async (body: { note: string; lines: string }) =>
    (await w.t.call(w.hospital, 'watch.send', { body })).body.code;

  it('by another key are refused until a person forgets the old one; a token cannot', async () => {
    expect((await sending()).out).toContain('Sent: numbers of');
    folder += 1; // another machine, with a key of its own
    const refused = await sending();
    expect([refused.exit, refused.out]).toEqual([2, expect.stringContaining('THE COUNTS WERE REFUSED')]);
    expect(refused.err).toContain('a person of your organisation forgets the old key');
    expect((await w.t.call(w.hospital, 'watch.held')).body.key.refusedAt).toBe(w.t.clock.now());
    const byToken = await fetch(`${w.url}/api/v1/watch/key`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await w.tokenOf(w.hospital, ['inventory:write'])}` },
    });
    expect(byToken.status).toBe(403);
    expect((await w.t.call(w.hospital, 'watch.forget')).status).toBe(200);
    expect((await sending()).out).toContain('Sent: numbers of');
  });

  it('that are old, of another party, from the future or on another feed are refused', async () => {
    const party = w.hospital.party;
    await w.t.owner.query('DELETE FROM watch_counts');
    const { verifier } = signingKey(countKeyName(party), Buffer.alloc(32, 1));
    await w.t.owner.query('UPDATE watch_key SET key = $1 WHERE party_id = $2', [formatVerifierKey(verifier), party]);
    expect(await send(made(5))).toBeUndefined();
    expect(await send(made(5))).toBe('watch.old-counts'); // the same again
    expect(await send(made(4))).toBe('watch.old-counts');
    expect(await send(made(6, 2))).toBe('watch.key-changed');
    expect(await send(made(6, 1, { party: w.bank.party }))).toBe('request.invalid');
    expect(await send(made(6, 1, { sequence: 3 }))).toBe('request.invalid'); // not the chain that was served
    expect(await send({ ...made(6), lines: '1 1 1 1 ours/X\n' })).toBe('request.invalid');
    expect(await send(made(6))).toBeUndefined();
    expect(await send(made(7, 1, { at: '2027-01-01T00:00:00.000Z' }))).toBe('request.invalid');
  });
});

describe('an answer', () => {
  it('survives the next rounds; a stop-gap that ends opens the duty again', async () => {
    const { duties } = json(await look(['--json']));
    const [{ id }] = duties;
    const dir = ['--dir', w.at(`state-${folder}`)];
    const said = await typed('watch', 'answer', id, 'mitigated', '--until', '2026-12-24', '--note', 'cut off', ...dir);
    expect(said).toMatchObject({ exit: 0 });
    const [kept] = json(await look(['--json'])).duties.filter((d: { id: string }) => d.id === id);
    expect(kept).toMatchObject({ state: 'mitigated', until: '2026-12-24', note: 'cut off' });
    const after = json(await look(['--json'], { now: '2026-12-25T10:00:00.000Z', fetch: dead }));
    expect(after.news).toContainEqual(expect.objectContaining({ id, kind: 'reopened' }));
    expect(await readFile(w.at(`state-${folder}/duties.txt`), 'utf8')).toContain('TO DO');
  });
  it('needs what somebody will ask for', async () => {
    await look();
    const { duties } = json(await look(['--json']));
    const dir = ['--dir', w.at(`state-${folder}`)];
    const [{ id }] = duties;
    for (const argv of [
      ['mitigated', '--note', 'x'],
      ['not_affected'],
      ['gone'],
      ['mitigated', '--until', 'soon', '--note', 'x'],
    ])
      expect(await typed('watch', 'answer', id, ...argv, ...dir), argv.join(' ')).toMatchObject({ exit: 2 });
    expect(await typed('watch', 'answer', 'nothing', 'fixed', ...dir)).toMatchObject({ exit: 2 });
  });
});

const typed = async (...argv: string[]) =>
  (await import('../terminal.fixture.ts')).type(argv, { now: w.t.clock.now() });
