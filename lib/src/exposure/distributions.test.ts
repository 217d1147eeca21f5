// Components of distributions meet the advisories of their own release, channel and stream; each trap in fixtures/distributions.txt
// has a partner that is not affected.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Advisory, RangeEvent } from '../advisory/index.ts';
import { buildIndex, claimFromRows, compile, componentRows, identify, match, toRows } from './index.ts';

const lines = readFileSync(new URL('./fixtures/distributions.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const advisory = (ecosystem: string, name: string, events: readonly RangeEvent[]): Advisory => ({
  id: 'TEST-1',
  aliases: [],
  related: [],
  upstream: [],
  summary: '',
  details: '',
  modified: '2026-01-01T00:00:00.000Z',
  vectors: [],
  weaknesses: [],
  affected: [{ ecosystem, name, versions: [], ranges: [{ type: 'ECOSYSTEM', events }] }],
  references: [],
  credits: [],
  informational: false,
});
const eventOf = (word: string): RangeEvent =>
  word.startsWith('>=')
    ? { introduced: word.slice(2) }
    : word.startsWith('<=')
      ? { lastAffected: word.slice(2) }
      : { fixed: word.slice(1) };

describe('a component of a distribution or of Maven', () => {
  it('has many traps', () => expect(lines.length).toBeGreaterThan(60));

  it.each(lines)('%s', (line) => {
    const [ecosystem = '', name = '', events = '', purl = '', wanted = ''] = line.split('|').map((cell) => cell.trim());
    const compiled = compile(advisory(ecosystem, name, events.split(' ').map(eventOf)));
    const component = { name: 'x', kind: 'library', purl } as const;
    const index = buildIndex([compiled]);
    const [found] = index.explain(component);
    expect(found ? `${found.state} ${found.reason.code}` : 'no-advisory').toBe(wanted);
    const verdict = index.verdict(component);
    expect(verdict.state).toBe(found?.state ?? 'no_advisory');
    // The rows of tables lead to the same: a component's row and an interval's row meet by package, and `match` says the same.
    const states = identify(component).keys.flatMap((key) => {
      const rows = toRows(compiled).filter((row) => row.package === key.package);
      return rows.length > 0 ? [match(key, claimFromRows(rows)).state] : [];
    });
    expect(componentRows(component).map((row) => row.package)).toEqual(identify(component).keys.map((k) => k.package));
    expect(states.includes(found?.state ?? 'affected')).toBe(found !== undefined);
  });
});
