// Watching against a real server on a real database: what is published arrives signed, is matched on the operator's machine, is taken
// back, and comes to the server as numbers only.
import { stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bom } from '../../../server/test/operators.ts';
import { type Published, type Watching, watching } from './watching.fixture.ts';

let w: Watching;
let ours: Published;
const json = ({ out, err }: { out: string; err: string }) => {
  if (out === '') throw new Error(err);
  return JSON.parse(out);
};
const look = async (...more: string[]) => json(await w.watch(['--sbom', w.at('erp.json'), '--json', ...more]));

beforeAll(async () => {
  w = await watching();
  await w.exploit({ 'CVE-2026-1000': '2026-11-20' });
  await w.advise(
    { id: 'GHSA-aaaa-bbbb-cccc', package: 'left-pad', fixed: '1.3.0', aliases: ['CVE-2026-1000'] },
    { id: 'GHSA-dddd-eeee-ffff', package: 'elsewhere', fixed: '9.0.0' },
  );
  ours = await w.publish({ package: 'shoal', fixed: '2.0.0' });
  await writeFile(w.at('erp.json'), bom(['pkg:npm/left-pad@1.2.0', 'pkg:npm/shoal@1.0.0', 'pkg:npm/quiet@1.0.0']));
}, 120_000);
afterAll(() => w.close());

describe('a first round', () => {
  it('pulls, matches here, and says what is new, by when, and what was sent', async () => {
    const first = await look();
    expect(first.counts).toMatchObject({ affected: 2, no_advisory: 1 });
    expect(first.feed).toMatchObject({ advisories: 3, outside: 2, ours: 1, offline: null, old: [] });
    expect(first.news.map((n: { kind: string; advisory: string }) => `${n.kind} ${n.advisory}`).sort()).toEqual([
      'opened GHSA-aaaa-bbbb-cccc',
      `opened ${ours.publicId}`,
    ]);
    expect(first.sent).toMatchObject({ lines: `1 0 0 1 ours/${ours.publicId}\n`, kept: 1, dropped: [] });
    expect((await stat(w.at('state'))).mode & 0o777).toBe(0o700);
    expect((await stat(w.at('state/key.json'))).mode & 0o777).toBe(0o600);
  });

  it('a second round finds nothing new, and sends nothing', async () => {
    const shown = await w.watch(['--sbom', w.at('erp.json')]);
    expect(shown).toMatchObject({ exit: 1, out: expect.stringContaining('Nothing new since last time.') });
    expect(shown.out).toContain('Nothing was sent: the server has the same numbers.');
  });

  it('a duty is due on the day that the server would set for the same inventory', async () => {
    await w.send(w.bank, 'erp', bom(['pkg:npm/left-pad@1.2.0', 'pkg:npm/shoal@1.0.0', 'pkg:npm/quiet@1.0.0']));
    const { rows } = await w.t.owner.query(
      `SELECT a.public_id AS advisory, d.due, d.worst_due AS "worstDue", d.state, d.package, d.fixed_in AS "fixedIn" FROM duty d JOIN advisory a ON a.id = d.advisory_id WHERE d.party_id = $1 ORDER BY 1`,
      [w.bank.party],
    );
    const { duties } = await look('--no-counts');
    const mine = duties
      .map((d: Record<string, string>) => ({
        advisory: d['advisory']?.split('/')[1],
        due: d['due'],
        worstDue: d['worstDue'],
        state: d['state'],
        package: d['package'],
        fixedIn: d['fixedIn'],
      }))
      .sort((a: { advisory: string }, b: { advisory: string }) => (a.advisory < b.advisory ? -1 : 1));
    expect(mine).toEqual(rows);
    expect(rows).toHaveLength(2);
  });
});

describe('counts', () => {
  it('stand in the sum by sector beside those whose inventories are here', async () => {
    const { rows } = await sectors(ours.vulnerability);
    expect(rows).toEqual([
      { sector: 'financial services', operators: 1, open: 1, closed: 0 },
      { sector: 'healthcare', operators: 1, open: 1, closed: 0 },
    ]);
  });

  it('are seen by the operator and by nobody else', async () => {
    const held = await w.t.call(w.hospital, 'watch.held');
    expect(held.body.counts.items).toEqual([
      expect.objectContaining({ advisory: ours.publicId, affected: { low: 1, high: 1 }, open: { low: 1, high: 1 } }),
    ]);
    for (const other of [w.bank, w.isac])
      expect((await w.t.call(other, 'watch.held')).body).toEqual({ key: null, counts: null });
    expect((await w.t.call(w.coordinator, 'watch.held')).status).toBe(403);
  });
});

describe('what is taken back', () => {
  it('an update in the inventory mends the duty, and the server learns of one fixed', async () => {
    await writeFile(w.at('erp.json'), bom(['pkg:npm/left-pad@1.2.0', 'pkg:npm/shoal@2.0.0', 'pkg:npm/quiet@1.0.0']));
    const { news, sent } = await look();
    expect(news).toEqual([expect.objectContaining({ kind: 'fixed', advisory: ours.publicId })]);
    expect(sent.lines).toBe(`0 0 1 0 ours/${ours.publicId}\n`);
    expect((await sectors(ours.vulnerability)).rows).toContainEqual({
      sector: 'healthcare',
      operators: 1,
      open: 0,
      closed: 1,
    });
  });

  it('a withdrawn advisory, outside or ours, retracts what it claimed', async () => {
    w.t.clock.advance(60_000);
    await w.advise({
      id: 'GHSA-aaaa-bbbb-cccc',
      package: 'left-pad',
      modified: '2026-11-23T00:00:00Z',
      withdrawn: '2026-11-23T00:00:00Z',
    });
    const gone = await w.t.call(w.coordinator, 'advisories.withdraw', {
      params: { id: ours.id },
      body: { reason: 'It was none.' },
    });
    expect(gone.status, gone.text).toBe(200);
    const { counts, news, feed } = await look();
    expect(counts.affected).toBe(0);
    expect(news).toEqual([expect.objectContaining({ kind: 'ended', text: expect.stringContaining('withdrawn') })]);
    expect(feed).toMatchObject({ advisories: 1, outside: 3, ours: 2 });
  });

  it('so does one that is not shown any more, and the stream shows no gap for what is not', async () => {
    const green = await w.publish({ package: 'reef', tlp: 'TLP:GREEN' });
    await w.publish({ package: 'hidden', tlp: 'TLP:AMBER' });
    await writeFile(w.at('erp.json'), bom(['pkg:npm/reef@1.0.0']));
    expect((await look()).counts.affected).toBe(1);
    await w.t.owner.query('UPDATE visibility SET valid_until = $2 WHERE wall = $1 AND party_id = $3', [
      green.id,
      w.t.clock.now(),
      w.hospital.party,
    ]);
    const { counts, news, feed } = await look();
    expect(counts.affected).toBe(0);
    expect(news).toEqual([
      expect.objectContaining({ kind: 'ended', text: expect.stringContaining('not shown to your organisation') }),
    ]);
    expect(feed.ours).toBe(4); // two entries of before, reef, and its end: nothing of what is hidden
  });
});

const sectors = (vulnerability: string) =>
  w.t.house.db.as(w.t.clearinghouse as never, async (tx) => ({
    rows: await tx.all<{ sector: string }>(
      { name: 'test.sectors', text: 'SELECT * FROM sector_exposure($1) ORDER BY sector' },
      [vulnerability],
    ),
  }));
