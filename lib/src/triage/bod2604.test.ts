// The cases a practitioner would try first, by number, then what must hold for every input.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, daysBetween, type Instant } from '../kit/index.ts';
import { compareDecisions } from './bod-change.ts';
import { parseBodTable } from './bod-table.ts';
import { type BodInputs, daysOf, decide } from './bod2604.ts';
import { forensicClocks, mayClose, mayPatch } from './forensic.ts';
import { bodTable, ruleJson } from './rules.fixture.ts';

const outside = new URL(
  '../../../../shared/data/ssvc/certcc-ssvc/data/json/decision_tables/cisa/cisa_bod_26_04_1_0_0.json',
  import.meta.url,
);
const day = (text: string) => text as Day; // literals below are days
const at = (text: string) => text as Instant; // literals below are instants

const base: BodInputs = {
  kev: { listed: false },
  exposure: 'public',
  automatable: 'yes',
  technicalImpact: 'total',
  detectedAt: day('2026-07-20'),
};
const inKev = (added: string): BodInputs['kev'] => ({ listed: true, dateAdded: day(added) });

describe('case 1: the rows', () => {
  // kev exposed automatable impact outcome, as the directive's table reads
  it.each`
    row   | kev    | exposure      | automatable | impact       | outcome
    ${0}  | ${'N'} | ${'internal'} | ${'no'}     | ${'partial'} | ${'FSU'}
    ${1}  | ${'Y'} | ${'internal'} | ${'no'}     | ${'partial'} | ${'14D'}
    ${2}  | ${'N'} | ${'public'}   | ${'no'}     | ${'partial'} | ${'60D'}
    ${3}  | ${'N'} | ${'internal'} | ${'yes'}    | ${'partial'} | ${'60D'}
    ${4}  | ${'N'} | ${'internal'} | ${'no'}     | ${'total'}   | ${'FSU'}
    ${5}  | ${'Y'} | ${'public'}   | ${'no'}     | ${'partial'} | ${'14D'}
    ${6}  | ${'Y'} | ${'internal'} | ${'yes'}    | ${'partial'} | ${'14D'}
    ${7}  | ${'N'} | ${'public'}   | ${'yes'}    | ${'partial'} | ${'14D'}
    ${8}  | ${'Y'} | ${'internal'} | ${'no'}     | ${'total'}   | ${'14D'}
    ${9}  | ${'N'} | ${'public'}   | ${'no'}     | ${'total'}   | ${'14D'}
    ${10} | ${'N'} | ${'internal'} | ${'yes'}    | ${'total'}   | ${'60D'}
    ${11} | ${'Y'} | ${'public'}   | ${'yes'}    | ${'partial'} | ${'3D'}
    ${12} | ${'Y'} | ${'public'}   | ${'no'}     | ${'total'}   | ${'3DF'}
    ${13} | ${'Y'} | ${'internal'} | ${'yes'}    | ${'total'}   | ${'3DF'}
    ${14} | ${'N'} | ${'public'}   | ${'yes'}    | ${'total'}   | ${'3D'}
    ${15} | ${'Y'} | ${'public'}   | ${'yes'}    | ${'total'}   | ${'3DF'}
  `('row $row gives $outcome', ({ row, kev, exposure, automatable, impact, outcome }) => {
    const inputs = {
      ...base,
      kev: kev === 'Y' ? inKev('2026-07-01') : base.kev,
      exposure,
      automatable,
      technicalImpact: impact,
    };
    const decision = decide(inputs, bodTable);
    expect(decision).toMatchObject({ row, outcome, candidates: [row], unknowns: [] });
    expect(decision.forensic).toBe(outcome === '3DF' ? 'yes' : 'no');
    expect(decision.rule).toEqual({ id: 'bod-26-04', version: '1.0.0' });
  });

  it('equal those of the published table, row by row', (context) => {
    context.skip(!existsSync(outside), '../shared/data is absent');
    const published = JSON.parse(readFileSync(outside, 'utf8')) as { mapping: Record<string, string>[] }; // its own format
    const theirs = published.mapping.map((m) =>
      ['cisa:KEV:1.0.0', 'cisa:PE:1.0.0', 'ssvc:A:2.0.0', 'ssvc:TI:1.0.0', 'cisa:BOD2604:1.0.0'].map((key) => m[key]),
    );
    const { inputs, outcome } = bodTable.table;
    expect([inputs.kev.id, inputs.exposed.id, inputs.automatable.id, inputs.impact.id, outcome]).toEqual([
      'cisa:KEV:1.0.0',
      'cisa:PE:1.0.0',
      'ssvc:A:2.0.0',
      'ssvc:TI:1.0.0',
      'cisa:BOD2604:1.0.0',
    ]);
    expect(bodTable.rows.map((r) => [r.kev, r.exposed, r.automatable, r.impact, r.outcome])).toEqual(theirs);
    console.log(`bod 26-04: ${theirs.length} published rows compared`);
  });
});

describe('case 2: the clock', () => {
  it('is overdue on arrival and due on a Sunday', () => {
    const decision = decide({ ...base, kev: inKev('2026-06-18'), technicalImpact: 'partial' }, bodTable);
    expect(decision).toMatchObject({
      outcome: '3D',
      clock: 'running',
      start: '2026-06-18',
      startedBy: 'kev',
      due: '2026-06-21',
      overdueOnArrival: true,
    });
    expect(new Date('2026-06-21').getUTCDay()).toBe(0);
  });

  it('starts at detection when that was first', () => {
    const decision = decide({ ...base, kev: inKev('2026-08-01') }, bodTable);
    expect(decision).toMatchObject({
      start: '2026-07-20',
      startedBy: 'detection',
      due: '2026-07-23',
      overdueOnArrival: false,
    });
  });

  it('runs from the KEV listing alone', () => {
    const { detectedAt: _, ...undetected } = base;
    expect(decide({ ...undetected, kev: inKev('2026-08-01') }, bodTable)).toMatchObject({
      due: '2026-08-04',
      clock: 'running',
    });
  });

  it('takes the UTC day of an instant', () => {
    expect(decide({ ...base, detectedAt: at('2026-07-20T23:59:59.000Z') }, bodTable).due).toBe('2026-07-23');
  });

  it('has no date where the outcome has none', () => {
    const inputs: BodInputs = { ...base, exposure: 'internal', automatable: 'no' };
    const decision = decide(inputs, bodTable);
    expect(decision).toMatchObject({ outcome: 'FSU', clock: 'no-date', start: '2026-07-20' });
    expect(decision.due).toBeUndefined();
  });

  it('is unknown when the day of a KEV listing is not known', () => {
    const decision = decide({ ...base, kev: { listed: true } }, bodTable);
    expect(decision).toMatchObject({ outcome: '3DF', clock: 'unknown' });
    expect(decision.due).toBeUndefined();
  });
});

it('case 3: not in KEV and not detected: not started, no date', () => {
  const { detectedAt: _, ...undetected } = base;
  const decision = decide(undetected, bodTable);
  expect(decision).toMatchObject({ outcome: '3D', clock: 'not-started', notStarted: { code: 'no-detection' } });
  expect(decision.start).toBeUndefined();
  expect(decision.due).toBeUndefined();
});

describe('case 4: missing values', () => {
  const bare: BodInputs = { ...base, automatable: 'unknown', technicalImpact: 'unknown' };

  it.each`
    reading | exposure      | outcome
    ${'A'}  | ${'public'}   | ${'14D'}
    ${'A'}  | ${'internal'} | ${'FSU'}
    ${'A'}  | ${'unknown'}  | ${'14D'}
    ${'B'}  | ${'public'}   | ${'60D'}
    ${'B'}  | ${'internal'} | ${'60D'}
    ${'B'}  | ${'unknown'}  | ${'60D'}
  `('reading $reading, exposure $exposure gives $outcome and names the reading', ({ reading, exposure, outcome }) => {
    const decision = decide({ ...bare, exposure, reading }, bodTable);
    expect(decision).toMatchObject({ outcome, reading });
    expect(decision.basis.map((b) => b.code)).toContain(`missing-data-${reading}`);
  });

  it('reading B is the default', () => {
    expect(decide(bare, bodTable)).toMatchObject({ outcome: '60D', reading: 'B', due: '2026-09-18' });
  });

  it('unknown exposure counts as exposed, and says so', () => {
    const decision = decide({ ...base, exposure: 'unknown' }, bodTable);
    expect(decision).toMatchObject({ row: 14, outcome: '3D', unknowns: ['exposure'] });
    expect(decision.basis[0]).toMatchObject({ code: 'exposure-unknown', mark: 'V2' });
  });

  it('a KEV entry without values is unknown: no guess', () => {
    const decision = decide({ ...bare, kev: inKev('2026-07-01') }, bodTable);
    expect(decision).toMatchObject({
      outcome: 'unknown',
      clock: 'unknown',
      forensic: 'unknown',
      candidates: [5, 11, 12, 15],
    });
    expect(decision.basis.map((b) => b.code)).toContain('kev-without-values');
    expect(decision.due).toBeUndefined();
  });

  it('one missing value is unknown, with the rows it could be', () => {
    const decision = decide({ ...base, technicalImpact: 'unknown' }, bodTable);
    expect(decision).toMatchObject({
      outcome: 'unknown',
      candidates: [7, 14],
      forensic: 'no',
      unknowns: ['technicalImpact'],
    });
    expect(decide({ ...base, automatable: 'unknown' }, bodTable).candidates).toEqual([9, 14]);
  });

  it('unknown KEV status is unknown', () => {
    expect(decide({ ...base, kev: 'unknown' }, bodTable)).toMatchObject({ outcome: 'unknown', candidates: [14, 15] });
  });
});

it('case 6: exposure flips: both decisions, both dates, and a person is asked', () => {
  const before = decide({ ...base, exposure: 'internal' }, bodTable);
  const after = decide(base, bodTable);
  expect(compareDecisions(before, after)).toEqual({
    changed: true,
    inputs: ['exposure'],
    outcome: { before: '60D', after: '3D' },
    due: { before: '2026-09-18', after: '2026-07-23' },
    needsPerson: true,
  });
  expect(compareDecisions(after, after)).toMatchObject({ changed: false, needsPerson: false });
});

describe('case 7: forensic triage', () => {
  const decision = decide({ ...base, kev: inKev('2026-07-01') }, bodTable);
  const fixed = { remediatedAt: at('2026-07-03T10:00:00.000Z') };
  const triage = { at: at('2026-07-03T12:00:00.000Z'), decision: 'none' as const };

  it('stays open with remediation only', () => {
    const result = mayClose(decision, fixed);
    expect(result.closed).toBe(false);
    expect(result.missing.map((m) => m.code)).toEqual(['triage', 'volatile-evidence']);
  });

  it('closes with both, or with evidence waived by name', () => {
    const saved = { ...fixed, triage, evidenceSavedAt: at('2026-07-02T10:00:00.000Z') };
    expect(mayClose(decision, saved).closed).toBe(true);
    expect(mayClose(decision, { ...fixed, triage, evidenceWaived: { by: 'ciso', reason: 'disk wiped' } }).closed).toBe(
      true,
    );
    expect(mayClose(decision, { ...fixed, triage, evidenceWaived: { by: ' ', reason: 'x' } }).closed).toBe(false);
    expect(mayClose(decision, { triage, evidenceSavedAt: at('2026-07-02T10:00:00.000Z') }).closed).toBe(false);
  });

  it('asks for evidence before the patch', () => {
    expect(mayPatch(decision, {})).toMatchObject({ allowed: false, reason: { code: 'evidence-first' } });
    expect(mayPatch(decision, { evidenceSavedAt: at('2026-07-02T10:00:00.000Z') }).allowed).toBe(true);
    expect(mayPatch({ forensic: 'no' }, {}).allowed).toBe(true);
  });

  it('does not close while it is unknown whether triage is due', () => {
    expect(mayClose({ forensic: 'unknown' }, fixed).missing.map((m) => m.code)).toEqual(['forensic-unknown']);
  });

  it('has clocks of 2, 24 and 72 hours', () => {
    expect(forensicClocks(day('2026-07-01'), bodTable).map((c) => [c.id, c.due, c.mark])).toEqual([
      ['scope', '2026-07-01T02:00:00.000Z', 'V2'],
      ['volatile-evidence', '2026-07-02T00:00:00.000Z', 'V2'],
      ['decision', '2026-07-04T00:00:00.000Z', 'V2'],
    ]);
  });
});

describe('every input', () => {
  const days = fc.integer({ min: 0, max: 1_000 }).map((n) => addDays(day('2026-01-01'), n));
  const optionalDay = fc.option(days, { nil: undefined });
  const inputs: fc.Arbitrary<BodInputs> = fc
    .record({
      kev: fc.oneof(
        fc.constant('unknown' as const),
        fc.constant({ listed: false }),
        optionalDay.map((d) => ({ listed: true, ...(d ? { dateAdded: d } : {}) })),
      ),
      exposure: fc.constantFrom('public' as const, 'internal' as const, 'unknown' as const),
      automatable: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      technicalImpact: fc.constantFrom('partial' as const, 'total' as const, 'unknown' as const),
      reading: fc.constantFrom('A' as const, 'B' as const),
      detectedAt: optionalDay,
    })
    .map(({ detectedAt, ...rest }) => ({ ...rest, ...(detectedAt ? { detectedAt } : {}) }));

  it('is decided with a reason, and never with a date that it lacks the facts for', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const d = decide(input, bodTable);
        expect(d.basis.length + (d.notStarted ? 1 : 0)).toBeGreaterThan(0);
        expect(d.candidates.length).toBeGreaterThan(0);
        expect(d.due !== undefined).toBe(d.clock === 'running');
        if (d.outcome === 'unknown') expect(d.unknowns.length).toBeGreaterThan(0);
        if (d.due && d.start && d.outcome !== 'unknown') {
          expect(daysBetween(d.start, d.due)).toBe(daysOf(d.outcome, bodTable));
          expect(d.start <= (input.detectedAt ?? d.start)).toBe(true);
        }
        if (d.clock === 'not-started') expect(input.detectedAt).toBeUndefined();
      }),
    );
  });

  it('is never less urgent because exposure is unknown', () => {
    const order = ['FSU', '60D', '14D', '3D', '3DF'];
    fc.assert(
      fc.property(inputs, (input) => {
        const [unknown, internal] = [
          decide({ ...input, exposure: 'unknown' }, bodTable),
          decide({ ...input, exposure: 'internal' }, bodTable),
        ];
        expect(order.indexOf(unknown.outcome)).toBeGreaterThanOrEqual(order.indexOf(internal.outcome));
      }),
    );
  });
});

describe('the rule file', () => {
  it('refuses a table that lacks a case, and says where', () => {
    const json = structuredClone(ruleJson('bod-26-04')) as { rows: { kev: string }[] }; // our own file
    if (json.rows[0]) json.rows[0].kev = 'Y';
    expect(parseBodTable(json)).toMatchObject({ ok: false, problems: [{ code: 'field.value', path: '/rows' }] });
  });

  it('refuses unknown fields and what is not a table, all at once', () => {
    const json = structuredClone(ruleJson('bod-26-04')) as Record<string, unknown>; // our own file
    expect(parseBodTable({ ...json, version: 'x', more: 1 })).toMatchObject({ ok: false, total: 2 });
    for (const junk of [null, [], 'x', 1, {}]) expect(parseBodTable(junk).ok).toBe(false);
  });

  it('wants verify: true on what is general knowledge', () => {
    const json = structuredClone(ruleJson('bod-26-04')) as { citation: { mark: string } }; // our own file
    json.citation.mark = 'K';
    expect(parseBodTable(json)).toMatchObject({ ok: false, problems: [{ path: '/citation' }] });
  });

  it('counts the days of its phases right', () => {
    for (const phase of bodTable.directive.phases) {
      expect(addDays(day(bodTable.directive.issued), phase.days)).toBe(phase.due);
    }
  });
});
