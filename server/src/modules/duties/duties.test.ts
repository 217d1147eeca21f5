// Duties on a real database: their day, what moves it, what is answered, and that nothing of it is lost.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Somebody } from '../../../test/house.ts';
import { bom, type Operators, operators } from '../../../test/operators.ts';

let o: Operators;
beforeAll(async () => {
  o = await operators('2026-11-20T10:00:00.000Z');
  await o.exploit({ 'CVE-2026-11111': '2026-11-19' });
  await o.rate({
    'CVE-2026-11111': ['yes', 'total'],
    'CVE-2026-22222': ['no', 'partial'],
    'CVE-2026-33333': ['yes', 'total'],
  });
  await o.advise(
    { id: 'GHSA-kev', package: 'attacked', fixed: '2.0.0', aliases: ['CVE-2026-11111'] },
    { id: 'GHSA-calm', package: 'calm', fixed: '2.0.0', aliases: ['CVE-2026-22222'] },
    { id: 'GHSA-bare', package: 'bare', fixed: '2.0.0' },
    { id: 'GHSA-next', package: 'next', fixed: '2.0.0', aliases: ['CVE-2026-33333'] },
  );
  await o.send(
    o.bank,
    'front',
    bom(['pkg:npm/attacked@1.0.0', 'pkg:npm/calm@1.0.0', 'pkg:npm/bare@1.0.0', 'pkg:npm/next@1.0.0']),
    {
      exposure: 'internal',
    },
  );
});
afterAll(() => o.t.close());

const duties = async (as: Somebody, query: Record<string, string> = {}) =>
  (await o.t.call(as, 'duties.list', { query: { limit: 200, ...query } })).body.items;
const one = async (as: Somebody, q: string, query: Record<string, string> = {}) =>
  (await duties(as, { q, ...query }))[0];
const answer = (as: Somebody, id: string, body: object) => o.t.call(as, 'duties.answer', { params: { id }, body });
const decisions = async (id: string) =>
  (
    await o.t.owner.query(
      `SELECT kind, decision ->> 'outcome' AS outcome, decision ->> 'due' AS due FROM duty_event WHERE duty_id = $1 AND decision IS NOT NULL ORDER BY n`,
      [id],
    )
  ).rows;

describe('the day of a duty', () => {
  it('comes from BOD 26-04 for its asset, with row, inputs and the start of the clock', async () => {
    const duty = await one(o.bank, 'attacked');
    expect(duty).toMatchObject({ due: '2026-11-22', needsForensics: true, advisory: { kev: true } });
    expect(duty.priority.bod).toMatchObject({
      row: 13,
      outcome: '3DF',
      start: '2026-11-19T00:00:00.000Z',
      unknowns: [],
    });
    expect(duty.priority.bod.inputs).toMatchObject({
      kev: 'yes, since 2026-11-19',
      exposed: 'no',
      automatable: 'yes',
      impact: 'total',
    });
    expect(duty.forensic.map((f: { id: string }) => f.id)).toEqual(['scope', 'volatile-evidence', 'decision']);
    expect(duty.why).toContain('Attacks are known');
  });

  it('is none where the rule says next upgrade, and the reading for missing values where nothing is known', async () => {
    expect(await one(o.bank, 'calm')).toMatchObject({
      due: null,
      dueText: 'With the next scheduled upgrade or rebuild.',
    });
    expect(await one(o.bank, 'bare')).toMatchObject({
      due: '2027-01-19',
      priority: { bod: { outcome: '60D', row: null } },
    });
  });

  it('counts from the day it was found here, not from the day the advisory was published', async () => {
    await o.advise({ id: 'GHSA-old', package: 'aged', fixed: '9.0.0', modified: '2020-01-01T00:00:00Z' });
    await o.send(o.bank, 'aged', bom(['pkg:npm/aged@1.0.0']));
    expect(await one(o.bank, 'GHSA-old')).toMatchObject({ detectedAt: o.t.clock.now(), due: '2027-01-19' });
  });

  it('orders the list: what is due first comes first', async () => {
    const due = (await duties(o.bank)).map((d: { due: string | null }) => d.due ?? '9');
    expect(due).toEqual([...due].sort());
  });
});

describe('when what it rests on changes', () => {
  it('an asset turns out to be public: decided anew, the old decision stays', async () => {
    const before = await one(o.bank, 'next');
    expect(before).toMatchObject({ due: '2027-01-19', priority: { bod: { row: 10 } } });
    const [asset] = (await o.t.call(o.bank, 'assets.list', { query: { q: 'front' } })).body.items;
    expect(asset).toMatchObject({ components: 4, openDuties: 4, exposure: 'internal' });
    expect(
      (await o.t.call(o.bank, 'assets.update', { params: { id: asset.id }, body: { exposure: 'public' } })).status,
    ).toBe(200);
    await o.t.work();
    const after = await one(o.bank, 'next');
    expect(after).toMatchObject({
      id: before.id,
      due: '2026-11-23',
      assetExposure: 'public',
      priority: { bod: { row: 14 } },
    });
    expect(after.history.at(-1).note).toMatch(/60D, due 2027-01-19, becomes 3D, due 2026-11-23/);
    expect(await decisions(before.id)).toEqual([
      { kind: 'opened', outcome: '60D', due: '2027-01-19' },
      { kind: 'decided', outcome: '3D', due: '2026-11-23' },
    ]);
  });

  it('a person’s tag outlives the next inventory', async () => {
    await o.send(
      o.bank,
      'front',
      bom([
        'pkg:npm/attacked@1.0.0',
        'pkg:npm/calm@1.0.0',
        'pkg:npm/bare@1.0.0',
        'pkg:npm/next@1.0.0',
        'pkg:npm/x@1.0.0',
      ]),
      { exposure: 'internal' },
    );
    expect(await one(o.bank, 'next')).toMatchObject({ assetExposure: 'public', due: '2026-11-23' });
  });

  it('CISA adds it to KEV: three days from then, and a look for a break-in', async () => {
    await o.days(1);
    await o.exploit({ 'CVE-2026-11111': '2026-11-19', 'CVE-2026-33333': '2026-11-21' });
    const duty = await one(o.bank, 'next');
    expect(duty).toMatchObject({
      due: '2026-11-23',
      needsForensics: true,
      priority: { bod: { row: 15, outcome: '3DF' } },
    });
    expect((await decisions(duty.id)).map((d) => d.outcome)).toEqual(['60D', '3D', '3DF']);
  });

  it('SSVC values arrive: the sweep sees it by itself', async () => {
    await o.advise({ id: 'GHSA-late', package: 'late', fixed: '2.0.0', aliases: ['CVE-2026-44444'] });
    await o.send(o.bank, 'late', bom(['pkg:npm/late@1.0.0']), { exposure: 'public' });
    expect(await one(o.bank, 'GHSA-late')).toMatchObject({ priority: { bod: { outcome: '60D' } } });
    o.t.clock.advance(60_000);
    await o.rate({ 'CVE-2026-44444': ['yes', 'total'] });
    await sweep();
    expect(await one(o.bank, 'GHSA-late')).toMatchObject({ priority: { bod: { outcome: '3D', row: 14 } } });
  });
});

describe('an answer', () => {
  it('of not affected needs one of the five reasons, of mitigated a day, of a forensic duty the look', async () => {
    const duty = await one(o.bank, 'next');
    const missing = async (body: object) => {
      const refused = await answer(o.bank, duty.id, { note: 'n', ...body });
      return [refused.status, ...refused.body.errors.map((e: { path: string }) => e.path)];
    };
    expect(await missing({ state: 'not_affected' })).toEqual([422, '/justification']);
    expect(await missing({ state: 'mitigated' })).toEqual([422, '/until']);
    expect(await missing({ state: 'mitigated', until: '2026-11-21' })).toEqual([422, '/until']);
    expect(await missing({ state: 'fixed' })).toEqual([422, '/evidence']);
    expect(await missing({ state: 'fixed', until: '2027-01-01', evidence: 'x' })).toEqual([422, '/until']);
    expect((await answer(o.bank, duty.id, { state: 'open', note: 'n' })).status).toBe(409);
    expect(await one(o.bank, 'next')).toMatchObject({ state: 'open', answeredAt: null });
  });

  it('is kept with who gave it and on what evidence, and can be taken back by another one', async () => {
    const { id } = await one(o.bank, 'next');
    const fixed = await answer(o.bank, id, {
      state: 'fixed',
      note: 'Updated.',
      evidence: 'Look for a break-in: none. Logs in safe 3.',
    });
    expect(fixed).toMatchObject({ status: 200, body: { state: 'fixed', overdue: false, answeredAt: o.t.clock.now() } });
    o.t.clock.advance(1_000);
    const again = await answer(o.bank, id, { state: 'open', note: 'The update was rolled back.' });
    expect(again.body).toMatchObject({ state: 'open', answeredAt: null });
    const said = again.body.history.slice(-2);
    expect(said).toMatchObject([
      { state: 'fixed', by: 'Person 3', note: 'Updated.', evidence: 'Look for a break-in: none. Logs in safe 3.' },
      { state: 'open', by: 'Person 3', note: 'The update was rolled back.' },
    ]);
    const { rows } = await o.t.owner.query(`SELECT body FROM ledger_entry WHERE body -> 'refs' ->> 'duty' = $1`, [id]);
    expect(rows.map((r) => r.body.kind).sort()).toEqual(['duty.answered', 'duty.reopened']);
    await o.t.work();
  });

  it('of mitigated ends on its day: the duty is due again', async () => {
    const { id } = await one(o.bank, 'calm');
    await answer(o.bank, id, { state: 'mitigated', note: 'Cut off.', until: '2026-11-25' });
    expect(await one(o.bank, 'calm')).toMatchObject({ state: 'mitigated', due: '2026-11-25' });
    await o.days(4);
    await sweep();
    expect(await one(o.bank, 'calm')).toMatchObject({ state: 'mitigated' }); // the day itself still counts
    await o.days(1);
    await sweep();
    const duty = await one(o.bank, 'calm');
    expect(duty).toMatchObject({ state: 'open', due: '2027-01-19' });
    expect(duty.history.at(-1)).toMatchObject({ state: 'open', by: 'Leadtime' });
  });
});

describe('what could not be decided', () => {
  it('sets no duty, unless attacks are known: then to look', async () => {
    await o.advise(
      { id: 'GHSA-dim', package: 'dim', fixed: '2.0.0' },
      { id: 'GHSA-dim-kev', package: 'grim', fixed: '2.0.0', aliases: ['CVE-2026-11111'] },
    );
    await o.send(o.hospital, 'dim', bom(['pkg:npm/dim@latest', 'pkg:npm/grim@latest']));
    const exposures = (await o.t.call(o.hospital, 'exposures.list', { query: { state: 'undetermined' } })).body.items;
    expect(exposures).toHaveLength(2);
    const open = await duties(o.hospital);
    expect(open).toMatchObject([
      {
        exposureState: 'undetermined',
        advisory: { publicId: 'GHSA-dim-kev' },
        doThis: expect.stringMatching(/^Find out which version of grim/),
      },
    ]);
    expect(exposures.find((e: { component: string }) => e.component === 'dim').dutyId).toBeNull();
    expect((await o.t.call(o.hospital, 'today.read')).body).toMatchObject({ undeterminedTotal: 2 });
  });

  it('becomes a duty when it enters KEV', async () => {
    await o.advise({ id: 'GHSA-fog', package: 'fog', fixed: '2.0.0', aliases: ['CVE-2026-55555'] });
    await o.send(o.hospital, 'fog', bom(['pkg:npm/fog@latest']));
    expect(await duties(o.hospital, { q: 'GHSA-fog' })).toEqual([]);
    await o.exploit({ 'CVE-2026-55555': '2026-11-26' });
    expect(await duties(o.hospital, { q: 'GHSA-fog' })).toMatchObject([
      { exposureState: 'undetermined', state: 'open' },
    ]);
  });
});

describe('a forensic duty', () => {
  it('is not closed by an inventory that shows the update: the look for a break-in has no answer yet', async () => {
    const { id } = await one(o.bank, 'attacked');
    await o.days(1);
    await o.send(
      o.bank,
      'front',
      bom(['pkg:npm/attacked@2.0.0', 'pkg:npm/calm@1.0.0', 'pkg:npm/bare@1.0.0', 'pkg:npm/next@1.0.0']),
    );
    const duty = (await o.t.call(o.bank, 'duties.read', { params: { id } })).body;
    expect(duty).toMatchObject({ state: 'open', exposureState: 'not_affected' });
    expect(duty.doThis).toMatch(/^Say what the look for a break-in/);
    const closed = await answer(o.bank, id, { state: 'fixed', note: 'Done.', evidence: 'Look for a break-in: none.' });
    expect(closed.body).toMatchObject({ state: 'fixed' });
  });
});

describe('today', () => {
  it('says in one sentence what is due, and lists due and coming in order', async () => {
    const { body } = await o.t.call(o.bank, 'today.read');
    expect(body.conclusion).toMatch(/^\d+ things? (is|are) due by /);
    expect(body.dueTotal).toBe(body.due.length);
    expect(body.due.every((d: { due: string }) => d.due <= '2026-11-29')).toBe(true);
    expect(body.closedTotal).toBeGreaterThan(0);
    expect(body.inventories.length).toBe(3);
    const stranger = await o.t.person(await o.t.party('New', 'operator'), 'operator');
    expect((await o.t.call(stranger, 'today.read')).body).toMatchObject({
      conclusion: 'Nobody can warn you yet: no inventory has been sent.',
      due: [],
      couldNotMatchTotal: 0,
    });
  });

  it('tells each duty once when its day is two days away', async () => {
    const told = async () =>
      (
        await o.t.owner.query(`SELECT facts ->> 'due' AS due FROM event WHERE kind = 'duty.due' ORDER BY at, id`)
      ).rows.map((r) => r.due);
    await sweep();
    const before = await told();
    expect(before.length).toBeGreaterThan(0);
    await sweep();
    expect(await told()).toEqual(before);
  });
});

describe('the one page', () => {
  it('is in plain words, marked, and says hit, look, act, by when, whom to call', async () => {
    const duty = await one(o.bank, 'next');
    const { status, body } = await o.t.call(o.bank, 'duties.notice', { params: { id: duty.id } });
    expect(status).toBe(200);
    expect(body).toMatchObject({ tlp: 'TLP:AMBER', forParty: 'Fern Bank' });
    expect(body.grade).toBeLessThanOrEqual(8);
    expect(body.sections.map((s: { heading: string }) => s.heading)).toEqual([
      'Are we hit?',
      'How to look',
      'Do this',
      'By when',
      'If you cannot do it',
      'Who to call',
      'Why',
      'Where this comes from',
    ]);
    const text = body.sections.flatMap((s: { lines: string[] }) => s.lines).join('\n');
    expect(text).toContain('Yes. You use next 1.0.0 (front).');
    expect(text).toContain('Update it to version 2.0.0 or newer.');
    expect(text).toContain('These versions have the hole: < 2.0.0.');
    expect(text).toContain('Criminals use this hole now.');
  });
});

async function sweep(): Promise<void> {
  const { tasksOf } = await import('../../main/wire.ts');
  await tasksOf(o.t.house)['duties.sweep']?.({});
  await o.t.work();
}
