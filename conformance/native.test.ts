// A sample of the suite for every judge that is on this machine.
import { describe, expect, it } from 'vitest';
import { JUDGES } from './native/judges.ts';
import { nativeCases } from './native.ts';

describe('versions are ordered as the tool does that defines their order', () => {
  it.for(JUDGES)('$ecosystem beside $tool', { timeout: 120_000 }, (one, context) => {
    const cases = nativeCases(one, 5_000, console.log);
    const [skipped] = cases.filter((c) => c.outcome === 'skipped');
    context.skip(skipped !== undefined, skipped?.outcome === 'skipped' ? skipped.why : '');
    expect(cases.filter((c) => c.outcome !== 'passed')).toEqual([]);
  });
});
