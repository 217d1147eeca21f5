import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, PROBLEM_CODES } from '../kit/index.ts';
import { decide } from './bod2604.ts';
import { bodTable } from './rules.fixture.ts';
import { kevOfCveRecord, readSelectionList, readSsvcOptions, selectionListOf, ssvcOfCveRecord } from './ssvc.ts';

const outside = new URL('../../../../shared/data/advisories/cve-vulnrichment/cve5.ndjson.gz', import.meta.url);

const recordWith = (...contents: unknown[]) => ({
  containers: { adp: [{ metrics: contents.map((content) => ({ other: { type: 'ssvc', content } })) }] },
});

describe('readSsvcOptions', () => {
  it.each([
    [{ Automatable: 'yes' }, { 'Technical Impact': 'total' }],
    [{ Automatable: 'Yes' }, { 'Technical Impact': 'Total' }],
    [{ automatable: 'YES' }, { technicalImpact: 'TOTAL' }],
    [{ Automatable: ' yes ' }, { technical_impact: 'total' }],
  ])('case 5: %j and %j say the same, and give the same row', (...options) => {
    const points = readSsvcOptions([{ Exploitation: 'PoC' }, ...options]);
    expect(points).toEqual({ exploitation: 'poc', automatable: 'yes', technicalImpact: 'total', problems: [] });
    const decision = decide({ ...points, kev: { listed: false }, exposure: 'public' }, bodTable);
    expect(decision.row).toBe(14);
  });

  it('takes what is no value of its key as unknown, and names it', () => {
    const read = readSsvcOptions([{ Automatable: 'SLOW' }, { 'Technical Impact': null }], '/options');
    expect(read).toMatchObject({ automatable: 'unknown', technicalImpact: 'unknown' });
    expect(read.problems.map((p) => p.path)).toEqual(['/options/0/Automatable', '/options/1/Technical Impact']);
  });

  it('takes two values of one key as unknown', () => {
    const read = readSsvcOptions([{ Automatable: 'yes' }, { Automatable: 'no' }]);
    expect(read).toMatchObject({ automatable: 'unknown', problems: [{ code: 'field.value' }] });
  });

  it('ignores other decision points and inherited names', () => {
    const read = readSsvcOptions([
      { 'Mission Prevalence': 'minimal' },
      { constructor: 'yes' },
      { Automatable: 'toString' },
    ]);
    expect(read).toMatchObject({ automatable: 'unknown', problems: [{ path: '/2/Automatable' }] });
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        for (const problem of readSsvcOptions(junk).problems) expect(PROBLEM_CODES).toHaveProperty([problem.code]);
        ssvcOfCveRecord(junk);
        ssvcOfCveRecord(recordWith(junk));
        readSelectionList(junk);
        kevOfCveRecord(junk);
      }),
    );
  });
});

describe('ssvcOfCveRecord', () => {
  it('takes the newest of several and says where it stood', () => {
    const older = { timestamp: '2024-01-01T00:00:00Z', role: 'CISA Coordinator', options: [{ Automatable: 'no' }] };
    const newer = { timestamp: '2025-01-01T00:00:00Z', role: 'CISA Coordinator', options: [{ Automatable: 'yes' }] };
    for (const record of [recordWith(older, newer), recordWith(newer, older)]) {
      expect(ssvcOfCveRecord(record)).toMatchObject({ automatable: 'yes', role: 'CISA Coordinator' });
    }
    expect(ssvcOfCveRecord(recordWith(older, newer)).path).toBe('/containers/adp/0/metrics/1/other/content');
  });

  it('a record without values has none', () => {
    expect(ssvcOfCveRecord({})).toMatchObject({ exploitation: 'unknown', path: '', problems: [] });
  });
});

describe('selection lists', () => {
  it('written from a decision read back as the same points', () => {
    const kev = { listed: true, dateAdded: '2026-07-01' as Day }; // a day
    const decision = decide({ kev, exposure: 'internal', automatable: 'yes', technicalImpact: 'total' }, bodTable);
    const list = selectionListOf(decision, bodTable, '2026-07-02T00:00:00Z', ['CVE-2026-1']);
    expect(readSelectionList(list)).toMatchObject({ automatable: 'yes', technicalImpact: 'total', problems: [] });
    expect(list.selections.map((s) => `${s.namespace}:${s.key}:${s.version}=${s.values[0]?.key}`)).toEqual([
      'cisa:KEV:1.0.0=Y',
      'cisa:PE:1.0.0=N',
      'ssvc:A:2.0.0=Y',
      'ssvc:TI:1.0.0=T',
      'cisa:BOD2604:1.0.0=3DF',
    ]);
  });

  it('leave out what is not known', () => {
    const decision = decide(
      { kev: 'unknown', exposure: 'public', automatable: 'unknown', technicalImpact: 'total' },
      bodTable,
    );
    const list = selectionListOf(decision, bodTable, '2026-07-02T00:00:00Z');
    expect(list.selections.map((s) => s.key)).toEqual(['PE', 'TI']);
    expect(list).not.toHaveProperty('target_ids');
  });
});

it('every value of 25,000 published records is read, capitals included', (context) => {
  context.skip(!existsSync(outside), '../shared/data is absent');
  let scored = 0;
  let listed = 0;
  let missing = 0;
  const problems: string[] = [];
  for (const line of gunzipSync(readFileSync(outside)).toString().split('\n').filter(Boolean)) {
    const record: unknown = JSON.parse(line);
    const read = ssvcOfCveRecord(record);
    if (kevOfCveRecord(record)) listed += 1;
    if (read.path === '') continue;
    scored += 1;
    if ([read.exploitation, read.automatable, read.technicalImpact].includes('unknown')) missing += 1;
    problems.push(...read.problems.map((p) => p.detail));
  }
  console.log(`ssvc: ${scored} records scored, ${missing} with a missing value, ${problems.length} unreadable values`);
  expect(scored).toBe(24_911);
  expect(listed).toBe(224);
  expect(missing).toBe(0);
  expect(problems).toEqual([]);
});
