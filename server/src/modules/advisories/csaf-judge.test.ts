// The judge against the OASIS test suite of CSAF 2.0: each document of its mandatory tests gets the verdict it asks for.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openCsafJudge } from './csaf-judge.ts';

const data = new URL('../../../../../shared/data/csaf/csaf_2.0/test/validator/data/', import.meta.url);
const there = existsSync(data);
interface Case {
  readonly name: string;
  readonly valid: boolean;
}
interface Test {
  readonly id: string;
  readonly group: string;
  readonly failures?: readonly Case[];
  readonly valid?: readonly Case[];
}
const tests = there
  ? (JSON.parse(readFileSync(new URL('testcases.json', data), 'utf8')) as { tests: readonly Test[] }).tests // its own schema
  : [];
const mandatory = tests.filter((t) => t.group === 'mandatory');
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, data), 'utf8'));

/** Documents on which the validator and the suite differ; an entry that agrees fails the test. */
const GAPS: readonly string[] = ['mandatory/oasis_csaf_tc-csaf_2_0-2021-6-1-26-04.json'];

const judge = openCsafJudge();
afterAll(() => judge.close());

describe('the OASIS suite of CSAF 2.0', () => {
  beforeEach((context) => context.skip(!there, '../shared/data is absent'));
  it('is there in full', () => {
    expect(mandatory.length).toBeGreaterThanOrEqual(40);
  });
  it.each(mandatory.map((t) => [t.id, t] as const))('mandatory test %s', async (id, test) => {
    const rule = `mandatoryTest_${id.replaceAll('.', '_')}`;
    const wrong: string[] = [];
    for (const { name, valid } of [...(test.failures ?? []), ...(test.valid ?? [])]) {
      const failed = await judge.judge(read(name));
      // A document that must fail may break the schema before the rule is asked; one that must pass may break other rules.
      const refused = failed.some((f) => f.test === rule || (!valid && f.test === 'csaf_2_0_strict'));
      if ((refused === valid) !== GAPS.includes(name)) wrong.push(`${name}: ${JSON.stringify(failed)}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('the judge', () => {
  it('answers several at once, each its own', async () => {
    const verdicts = await Promise.all([judge.judge({}), judge.judge({ document: 1 })]);
    expect(verdicts.map((v) => v.length > 0)).toEqual([true, true]);
    expect(verdicts[0]).not.toEqual(verdicts[1]);
  });
});
