import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Result } from '../kit/index.ts';
import { parseBodTable } from './bod-table.ts';
import { parseClocks } from './clocks.ts';
import { parseEmbargoPolicy } from './embargo.ts';
import { parsePriorityRule } from './priority.ts';
import { ruleJson } from './rules.fixture.ts';

const parsers: {
  readonly [kind: string]: (json: unknown) => Result<{ readonly id: string; readonly version: string }>;
} = {
  'bod-table': parseBodTable,
  clocks: parseClocks,
  'embargo-policy': parseEmbargoPolicy,
  'priority-rule': parsePriorityRule,
};
const files = readdirSync(new URL('../../../rules/', import.meta.url)).filter((name) => name.endsWith('.json'));
const ours = files
  .map((name) => ({ name, json: ruleJson(name.slice(0, -5)) as { kind?: string } })) // any JSON object
  .filter(({ json }) => json.kind !== undefined && Object.hasOwn(parsers, json.kind));

describe('every rule file of triage', () => {
  it('is there', () => {
    expect(new Set(ours.map(({ json }) => json.kind))).toEqual(new Set(Object.keys(parsers)));
  });

  it.each(ours)('$name is read', ({ json }) => {
    expect(parsers[json.kind ?? '']?.(json)).toMatchObject({ ok: true, value: { version: '1.0.0' } });
  });

  it.each(ours)('$name has a mark on every citation, and verify on what was not checked', ({ json }) => {
    const marks: unknown[] = [];
    JSON.stringify(json, (key, value: unknown) => {
      if (key === 'mark') marks.push(value);
      return value;
    });
    expect(marks.length).toBeGreaterThan(0);
    for (const mark of marks) expect(['V', 'V2', 'K', 'C', 'I']).toContain(mark);
  });
});
