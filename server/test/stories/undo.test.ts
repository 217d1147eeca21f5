// Merging, splitting, settling candidates, and taking any of it back. What was before is there again: which finding is of
// which vulnerability, what is counted, who sees what. And the evidence alone, replayed, gives the partition that is stored.
import { partition } from '@leadtime/lib/correlate';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { type OneResult, sarifOf } from './sarif.ts';

const TARGET = 'pkg:npm/%40story/undo';
let story: TestHouse;
let labA: Somebody;
let labB: Somebody;
let coordinator: Somebody;

beforeAll(async () => {
  story = await testHouse();
  labA = await story.person(await story.party('Alpha lab', 'lab'), 'finder');
  labB = await story.person(await story.party('Beta lab', 'lab'), 'finder');
  coordinator = await story.person(story.clearinghouse, 'coordinator');
});
afterAll(() => story?.close());

let sent = 0;
/** Sends a report; answers the vulnerability of each of its findings. */
async function submit(as: Somebody, results: readonly Partial<OneResult>[]): Promise<string[]> {
  sent += 1;
  const answer = await story.app.inject({
    method: 'POST',
    url: `/api/v1/reports?target=${encodeURIComponent(TARGET)}`,
    headers: { cookie: as.cookie, 'leadtime-request': '1' },
    payload: sarifOf(
      results.map((given, i) => ({
        tool: `tool-${sent}`,
        rule: `rule-${sent}-${i}`,
        message: `Finding ${i} of report ${sent}`,
        path: `src/${sent}-${i}.c`,
        line: 10,
        ...given,
      })),
    ),
  });
  expect(answer.statusCode).toBe(202);
  await story.work('findings.drain');
  const { rows } = await story.owner.query(
    'SELECT vulnerability_id AS id FROM finding WHERE report_id = $1 ORDER BY ordinal',
    [answer.json().reportId],
  );
  return rows.map((r) => r.id);
}

const read = (as: Somebody, id: string) => story.call(as, 'vulnerabilities.read', { params: { id } });
const act = async (route: 'vulnerabilities.merge' | 'vulnerabilities.split', id: string, body: object) =>
  (await story.call(coordinator, route, { params: { id }, body: { reason: 'because of the story', ...body } })).body;
const undo = (decision: string) => story.call(coordinator, 'decisions.undo', { params: { id: decision }, body: {} });
const findingsOf = async (id: string): Promise<string[]> =>
  (await story.owner.query('SELECT id FROM finding WHERE vulnerability_id = $1 ORDER BY id', [id])).rows.map(
    (r) => r.id,
  );

/** All that must be the same after undoing: the partition, what is said and counted, what is open, who sees what. */
async function state(): Promise<unknown> {
  const rows = async (sql: string) => (await story.owner.query(sql)).rows;
  const now = `'${story.clock.now()}'::timestamptz`;
  return {
    vulnerabilities: await rows(
      `SELECT v.id, v.title, v.version, v.location, v.words, v.state, v.proof, v.findings, v.reports, v.finders, v.candidates, v.aliases,
         v.weaknesses, v.severity, v.priority_rank, v.first_seen_at,
         ARRAY(SELECT f.id FROM finding f WHERE f.vulnerability_id = v.id ORDER BY f.id) AS members
       FROM vulnerability v WHERE v.superseded_by IS NULL ORDER BY v.id`,
    ),
    seen: await rows(
      `SELECT v.wall, v.party_id, v.tier FROM visibility v JOIN vulnerability x ON x.id = v.wall
       WHERE x.superseded_by IS NULL AND (v.valid_until IS NULL OR v.valid_until > ${now}) ORDER BY 1, 2, 3`,
    ),
    candidates: await rows('SELECT id, a, b FROM candidate WHERE settled_at IS NULL ORDER BY id'),
    edges: await rows('SELECT id, a, b, vulnerability_id FROM edge WHERE undone_at IS NULL ORDER BY id'),
    apart: await rows('SELECT a, b FROM cannot_link WHERE undone_at IS NULL ORDER BY 1, 2'),
  };
}

describe('a merge', () => {
  it('keeps the credit of all finders, shows neither the other, and undone leaves everything as before', async () => {
    const [a = ''] = await submit(labA, [{ message: 'Alpha says it is here' }]);
    const [b = ''] = await submit(labB, [{ message: 'Beta says it is there' }]);
    const before = await state();
    story.clock.advance(60_000);
    const merged = await act('vulnerabilities.merge', a, { with: b });
    const both = await read(coordinator, a);
    expect(both.body.row).toMatchObject({ findings: 2, finders: 2, reports: 2 });
    expect(both.body.edges.at(-1)).toMatchObject({ level: 'person', text: 'because of the story' });
    for (const [who, own, other] of [
      [labA, 'Alpha', 'Beta'],
      [labB, 'Beta', 'Alpha'],
    ] as const) {
      const pages = [
        await read(who, a),
        await story.call(who, 'vulnerabilities.findings', { params: { id: a } }),
        await story.call(who, 'vulnerabilities.list'),
        await story.call(who, 'search.all', { query: { q: 'says' } }),
      ];
      for (const { text, status } of pages) {
        expect(status).toBe(200);
        expect(text).toContain(own);
        expect(text).not.toContain(other);
      }
      expect(pages[1]?.body).toMatchObject({ total: 1, items: [{ finder: { id: who.party } }] });
      expect((await story.call(who, 'vulnerabilities.list', { query: { q: other } })).body.total).toBe(0);
      expect((await story.call(who, 'search.all', { query: { q: other } })).body.items).toEqual([]);
    }
    expect((await undo(merged.decisionId)).status).toBe(200);
    expect(await state()).toEqual(before);
    expect((await read(labB, a)).status).toBe(404);
    expect((await read(labA, b)).status).toBe(404);
    const { timeline } = (await read(coordinator, a)).body;
    expect(timeline.some((t: { text: string }) => t.text.includes('(taken back)'))).toBe(true);
    expect((await undo(merged.decisionId)).body.code).toBe('state.conflict');
  });

  it('goes into the one that is validated, whichever was named first', async () => {
    const [a = ''] = await submit(labA, [{}]);
    const [b = ''] = await submit(labB, [{}]);
    await story.call(coordinator, 'vulnerabilities.validate', {
      params: { id: b },
      body: { outcome: 'reproduced', reason: 'ran it' },
    });
    await act('vulnerabilities.merge', a, { with: b });
    expect((await read(coordinator, a)).body.supersededBy).toBe(b);
  });

  it('is not taken back once its findings have gone on', async () => {
    const [a = ''] = await submit(labA, [{}]);
    const [b = ''] = await submit(labB, [{}]);
    const [moved = ''] = await findingsOf(b);
    const merged = await act('vulnerabilities.merge', a, { with: b });
    const parted = await act('vulnerabilities.split', a, { findings: [moved] });
    expect((await undo(merged.decisionId)).body.code).toBe('merge.too-late');
    expect((await undo(parted.decisionId)).status).toBe(200);
    expect((await undo(merged.decisionId)).status).toBe(200);
  });
});

describe('a finding that carries the identity of two', () => {
  /** One finding with an identifier, a proof, or both. */
  async function send(as: Somebody, { cve, proof }: { cve?: string; proof?: string }): Promise<string> {
    sent += 1;
    const data = Buffer.from(`${proof} is more than sixteen bytes`).toString('base64');
    const answer = await story.app.inject({
      method: 'POST',
      url: '/api/v1/reports?format=report',
      headers: { cookie: as.cookie, 'leadtime-request': '1' },
      payload: JSON.stringify({
        schema: 'leadtime.report/1',
        findings: [
          {
            title: `Sent as number ${sent}`,
            target: { purl: TARGET },
            ...(cve ? { aliases: [cve] } : {}),
            ...(proof ? { attachments: [{ role: 'proof', name: 'p', mediaType: 'text/plain', data }] } : {}),
          },
        ],
      }),
    });
    expect(answer.statusCode).toBe(202);
    await story.work('findings.drain');
    const { rows } = await story.owner.query('SELECT vulnerability_id AS id FROM finding WHERE report_id = $1', [
      answer.json().reportId,
    ]);
    return rows[0].id;
  }
  const someLab = async () => story.person(await story.party(`Lab ${sent}`, 'lab'), 'finder');

  it('joins them while nobody has acted on either', async () => {
    const [a, b] = [await send(labA, { cve: 'CVE-2099-50101' }), await send(labB, { proof: '101' })];
    expect(a).not.toBe(b);
    const joined = await send(await someLab(), { cve: 'CVE-2099-50101', proof: '101' });
    expect([a, b]).toContain(joined);
    expect((await read(coordinator, joined)).body.row).toMatchObject({ findings: 3 });
  });

  it('only proposes it once one of them is validated: that takes a person', async () => {
    const [a, b] = [await send(labA, { cve: 'CVE-2099-50102' }), await send(labB, { proof: '102' })];
    await story.call(coordinator, 'vulnerabilities.validate', {
      params: { id: b },
      body: { outcome: 'reproduced', reason: 'ran it' },
    });
    expect(await send(await someLab(), { cve: 'CVE-2099-50102', proof: '102' })).toBe(b);
    expect((await read(coordinator, a)).body).toMatchObject({
      row: { findings: 1 },
      supersededBy: null,
      candidates: [expect.objectContaining({ reasons: [expect.objectContaining({ code: 'identity-of-two' })] })],
    });
  });
});

describe('a split', () => {
  it('holds apart what it parted: against a person and against identity', async () => {
    const cve = 'CVE-2099-50001';
    const [id = ''] = await submit(labA, [{ cve }]);
    await submit(labB, [{ cve }]);
    const [, second = ''] = await findingsOf(id);
    const parted = await act('vulnerabilities.split', id, { findings: [second] });
    const again = await act('vulnerabilities.merge', id, { with: parted.newId });
    expect(again).toMatchObject({ code: 'merge.cannot-link', detail: expect.stringContaining('because of the story') });

    const labC = await story.person(await story.party('Gamma lab', 'lab'), 'finder');
    const [third = ''] = await submit(labC, [{ cve }]);
    expect([id, parted.newId]).toContain(third);
    const seen = await read(coordinator, third);
    expect(seen.body.candidates).toMatchObject([{ reasons: [{ code: 'identity-against-evidence' }] }]);

    expect((await undo(parted.decisionId)).status).toBe(200);
    expect((await read(coordinator, id)).body.row).toMatchObject({ findings: 3, finders: 3, candidates: 0 });
  });

  it('takes the finder along who has nothing left, and gives it back', async () => {
    const cve = 'CVE-2099-50002';
    const [id = ''] = await submit(labA, [{ cve }]);
    await submit(labB, [{ cve }]);
    const before = await state();
    const { rows } = await story.owner.query('SELECT id FROM finding WHERE vulnerability_id = $1 AND party_id = $2', [
      id,
      labB.party,
    ]);
    story.clock.advance(60_000);
    const parted = await act('vulnerabilities.split', id, { findings: [rows[0].id] });
    story.clock.advance(60_000);
    expect((await read(labB, id)).status).toBe(404);
    expect((await read(labB, parted.newId)).status).toBe(200);
    expect((await read(labA, parted.newId)).status).toBe(404);
    expect((await undo(parted.decisionId)).status).toBe(200);
    expect(await state()).toEqual(before);
    expect((await read(labB, id)).status).toBe(200);
  });
});

describe('a candidate', () => {
  it('is proposed with its reasons, never merged, and settled apart it stays apart until that is taken back', async () => {
    const near = { message: 'Quantile estimator overwrites histogram', path: 'src/near.c', line: 77 } as const;
    const [a = ''] = await submit(labA, [near]);
    const [b = ''] = await submit(labB, [near]);
    expect(a).not.toBe(b);
    const before = await state();
    const [candidate] = (await read(coordinator, a)).body.candidates;
    expect(candidate.other.id).toBe(b);
    expect(candidate.reasons.length).toBeGreaterThan(0);
    const decide = (decision: 'same' | 'distinct') =>
      story.call(coordinator, 'candidates.decide', {
        params: { id: candidate.id },
        body: { decision, reason: 'looked at both' },
      });
    const distinct = await decide('distinct');
    expect((await act('vulnerabilities.merge', a, { with: b })).code).toBe('merge.cannot-link');
    expect((await read(coordinator, b)).body.row.candidates).toBe(0);
    await undo(distinct.body.decisionId);
    expect(await state()).toEqual(before);
    const same = await decide('same');
    expect(same.status).toBe(200);
    await undo(same.body.decisionId);
    expect(await state()).toEqual(before);
  });

  it('of what was merged away is a candidate of the survivor', async () => {
    const odd = { message: 'Tessellation wraparound corrupts quadtree', path: 'src/odd.c', line: 300 } as const;
    const [a = ''] = await submit(labA, [odd]);
    const [b = ''] = await submit(labB, [odd]);
    const [c = ''] = await submit(labB, [{}]);
    const before = await state();
    const merged = await act('vulnerabilities.merge', c, { with: a });
    const other = (await read(coordinator, b)).body;
    expect(other.candidates).toMatchObject([{ other: { id: c } }]);
    expect(other.row.candidates).toBe(1);
    expect((await read(coordinator, c)).body.candidates).toMatchObject([{ other: { id: b } }]);
    await undo(merged.decisionId);
    expect(await state()).toEqual(before);
  });
});

describe('any series of merges, splits and settled candidates', () => {
  interface Move {
    readonly kind: 'merge' | 'split' | 'distinct';
    readonly x: number;
    readonly y: number;
  }
  const move: fc.Arbitrary<Move> = fc.record({
    kind: fc.constantFrom('merge', 'merge', 'split', 'distinct'),
    x: fc.nat(1_000),
    y: fc.nat(1_000),
  });

  it('taken back in the other order leaves everything as before; the evidence alone gives the stored partition', async () => {
    const shared = { message: 'Interpolated gradient overruns scanline', path: 'src/series.c', line: 50 } as const;
    for (const lab of [labA, labB, labA, labB, labA]) await submit(lab, [shared, { cve: `CVE-2099-5100${sent % 3}` }]);
    const before = await state();
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 7 }), async (moves) => {
        const done: string[] = [];
        for (const m of moves) {
          story.clock.advance(1_000);
          const decision = await play(m);
          if (decision !== undefined) done.push(decision);
          expect(await replayed()).toEqual(await stored());
        }
        for (const decision of done.reverse()) {
          story.clock.advance(1_000);
          expect((await undo(decision)).body).toEqual({ done: true });
        }
        expect(await state()).toEqual(before);
      }),
      { numRuns: 12, seed: 20261122, endOnFailure: true }, // each run begins where the last one ended: nothing to shrink
    );
  }, 300_000);

  /** The decision, or undefined where there is nothing to decide or it was refused with a reason. */
  async function play({ kind, x, y }: Move): Promise<string | undefined> {
    const { rows } = await story.owner.query('SELECT id FROM vulnerability WHERE superseded_by IS NULL ORDER BY id');
    const [one, two] = [rows[x % rows.length]?.id, rows[y % rows.length]?.id];
    if (kind === 'merge')
      return one === two ? undefined : (await act('vulnerabilities.merge', one, { with: two })).decisionId;
    if (kind === 'split') {
      const all = await findingsOf(one);
      const leaving = all.slice(0, 1 + (y % Math.max(1, all.length - 1)));
      return all.length < 2 ? undefined : (await act('vulnerabilities.split', one, { findings: leaving })).decisionId;
    }
    const open = await story.owner.query('SELECT id FROM candidate WHERE settled_at IS NULL ORDER BY id');
    const candidate = open.rows[x % Math.max(1, open.rows.length)]?.id;
    if (candidate === undefined) return undefined;
    const answer = await story.call(coordinator, 'candidates.decide', {
      params: { id: candidate },
      body: { decision: 'distinct', reason: 'held apart by the series' },
    });
    return answer.body.decisionId;
  }

  async function replayed(): Promise<string[]> {
    const rows = async (sql: string) => (await story.owner.query(sql)).rows;
    const live = (x: { undone_at: string | null }) => (x.undone_at === null ? {} : { undoneAt: x.undone_at });
    const { clusters } = partition({
      findings: await rows('SELECT id FROM finding'),
      edges: (await rows('SELECT id, a, b, level, undone_at FROM edge')).map((e) => ({
        ...e,
        reasons: [],
        ...live(e),
      })),
      cannotLinks: (await rows('SELECT id, a, b, undone_at FROM cannot_link')).map((c) => ({
        ...c,
        reasons: [],
        ...live(c),
      })),
    });
    return clusters.map((c) => [...c.members].sort().join(' ')).sort();
  }

  async function stored(): Promise<string[]> {
    const { rows } = await story.owner.query(
      `SELECT string_agg(id::text, ' ' ORDER BY id::text) AS members FROM finding GROUP BY vulnerability_id`,
    );
    return rows.map((r) => r.members).sort();
  }
});
