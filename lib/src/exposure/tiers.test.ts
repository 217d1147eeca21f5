// By which name a component is found: fixtures/tiers.txt, asked of both indexes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Advisory, Affected, RangeEvent } from '../advisory/index.ts';
import { buildIndex, compile, type Identifiable, indexBuilder, openIndexInMemory, packedIndex } from './index.ts';

const lines = readFileSync(new URL('./fixtures/tiers.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const eventOf = (word: string): RangeEvent =>
  word.startsWith('>=') ? { introduced: word.slice(2) } : { fixed: word.slice(1) };

function entryOf(text: string): Affected {
  const [said = '', context] = text.trim().split(' in ');
  const [ecosystem = '', product = '', ...words] = said.split(' ');
  const [vendor, name = ''] = ecosystem === 'product' ? product.split('/') : [undefined, product];
  const events = words.filter((word) => !word.startsWith('sha256='));
  return {
    ecosystem,
    name,
    versions: [],
    ranges: [{ type: 'ECOSYSTEM', events: events.map(eventOf) }],
    ...(vendor === undefined ? {} : { vendor }),
    hashes: hashesOf(words),
    ...(context === undefined ? {} : { context: [context] }),
    ...(ecosystem === 'cpe' ? { cpes: [`cpe:2.3:${name}:*:*:*:*:*:*:*:*`] } : {}),
  };
}
const hashesOf = (words: readonly string[]) =>
  words
    .filter((word) => word.startsWith('sha256='))
    .map((word) => ({ algorithm: 'SHA-256', value: word.slice('sha256='.length) }));
const advisoryOf = (text: string): Advisory => ({
  id: 'TEST-1',
  aliases: [],
  related: [],
  upstream: [],
  summary: '',
  details: '',
  modified: '2026-01-01T00:00:00.000Z',
  vectors: [],
  weaknesses: [],
  affected: text.split(' || ').map(entryOf),
  references: [],
  credits: [],
  informational: false,
});

function componentOf(text: string): Identifiable {
  const words = text.trim().split(' ');
  const after = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [purl, cpe] = ['pkg:', 'cpe:'].map((head) => words.find((word) => word.startsWith(head)));
  const [version, other, from] = [after('version'), after('other'), after('from')];
  return {
    kind: 'library',
    name: 'x',
    hashes: hashesOf(words),
    ...(purl === undefined ? {} : { purl }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(version === undefined ? {} : { version }),
    ...(other === undefined ? {} : { otherPurls: [other] }),
    ...(from === undefined ? {} : { derivedFrom: [{ path: '', name: 'x', hashes: [], purl: from }] }),
  };
}

describe('a component is found by', () => {
  it.each(lines)('%s', (line) => {
    const [advisory = '', component = '', wanted = ''] = line.split(' | ');
    const compiled = compile(advisoryOf(advisory));
    const builder = indexBuilder();
    builder.add(compiled);
    const bytes = Uint8Array.from(Buffer.concat([...builder.finish({ newest: null, refused: 0 })]));
    for (const index of [buildIndex([compiled]), packedIndex(openIndexInMemory(bytes.buffer))]) {
      const { state, reason, matches } = index.verdict(componentOf(component));
      expect(`${state} ${matches[0]?.tier ?? '-'} ${reason.code}`).toBe(wanted.trim());
    }
  });
});
