// The database answers as memory does: every hard case's advisory against every hard case's component, in both directions.
import { readFileSync } from 'node:fs';
import { readOsv } from '@leadtime/lib/advisory';
import { buildIndex, compile } from '@leadtime/lib/exposure';
import { expectOk } from '@leadtime/lib/kit';
import { parsePurl } from '@leadtime/lib/version';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bom, type Operators, operators } from '../../../test/operators.ts';

const cases = readFileSync(new URL('../../../../lib/src/exposure/fixtures/hard-cases.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#') && line.includes('| pkg:'))
  .map((line) =>
    line
      .replaceAll(' || ', ' \u0000 ')
      .split('|')
      .map((cell) => cell.trim()),
  );
const records = cases.map(([, ecosystem = '', name = '', ranges = '', listed = ''], n) => ({
  schema_version: '1.7.0',
  id: `HARD-${n}`,
  modified: '2026-11-22T09:00:00Z',
  affected: [
    {
      package: { ecosystem, name },
      ranges: ranges.split('\u0000').filter(Boolean).map(rangeOf),
      versions: listed.split(' ').filter(Boolean),
    },
  ],
}));
const components = [...new Set(cases.flatMap((cells) => [cells[5] ?? '', cells[7] ?? '']))];

function rangeOf(text: string) {
  const words = text.trim().split(' ');
  const git = words[0] === 'GIT';
  const events = (git ? words.slice(1) : words).map((word) => {
    const said = word.replaceAll('%5E', '^');
    if (said.startsWith('>=')) return { introduced: said.slice(2) };
    if (said.startsWith('<=')) return { last_affected: said.slice(2) };
    return said.startsWith('<') ? { fixed: said.slice(1) } : { limit: said.slice(1) };
  });
  return git ? { type: 'GIT', repo: 'https://example.org/r', events } : { type: 'ECOSYSTEM', events };
}

let o: Operators;
beforeAll(async () => {
  o = await operators();
});
afterAll(() => o.t.close());

const advise = async () => {
  const body = records.map((record) => JSON.stringify(record)).join('\n');
  const answer = await o.t.call(o.coordinator, 'feeds.import', {
    params: { source: 'osv' },
    query: { whole: 'true', asOf: o.t.clock.now() },
    body,
  });
  expect([answer.status, answer.body.refused]).toEqual([202, 0]);
  await o.t.work();
};

/** Advisory, package URL and verdict of whatever reaches a party. */
async function inTables(party: string): Promise<readonly string[]> {
  const { rows } = await o.t.owner.query(
    `SELECT a.public_id || ' ' || c.purl || ' ' || e.state AS line FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     JOIN component c ON c.id = e.component_id WHERE e.party_id = $1 AND e.ended_at IS NULL AND e.state <> 'not_affected'`,
    [party],
  );
  return rows.map((row) => row.line).sort();
}

function inMemory(): readonly string[] {
  const index = buildIndex(records.map((record) => compile(expectOk(readOsv(record)))));
  return components
    .flatMap((purl) =>
      index
        .explain({ name: 'thing', kind: 'library', purl })
        .filter(({ state }) => state !== 'not_affected')
        .map(({ state, evidence }) => `${evidence.advisory} ${expectOk(parsePurl(purl)).text} ${state}`),
    )
    .sort();
}

it('says of every advisory and component what memory says, whichever of the two came first', async () => {
  const expected = inMemory();
  expect(expected.length).toBeGreaterThan(200);
  await o.send(o.hospital, 'before', bom(components));
  await advise();
  await o.send(o.bank, 'after', bom(components));
  expect(await inTables(o.hospital.party)).toEqual(expected);
  expect(await inTables(o.bank.party)).toEqual(expected);
}, 120_000);
