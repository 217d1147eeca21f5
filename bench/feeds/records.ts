// A made-up feed of OSV records for the benchmark of imports: a line each, as large as real ones (about 2 kB: text, references,
// aliases, one package to four). In a later edition one record in ten says something else.
import { closeSync, openSync, writeSync } from 'node:fs';
import { randomOf } from '../../examples/generate/random.ts';
import { worldAdvisory } from '../exposure/world.ts';

/** Writes records 0 to n - 1; answers their bytes. */
export function writeFeed(file: string, n: number, edition: number): number {
  const handle = openSync(file, 'w');
  let bytes = 0;
  try {
    let lines = '';
    for (let i = 0; i < n; i += 1) {
      lines += `${JSON.stringify(record(i, edition))}\n`;
      if (lines.length > 1_000_000 || i === n - 1) {
        bytes += writeSync(handle, lines);
        lines = '';
      }
    }
  } finally {
    closeSync(handle);
  }
  return bytes;
}

function record(i: number, edition: number) {
  const r = randomOf('feed', i);
  const changed = edition > 1 && i % 10 === 0;
  const cve = `CVE-2026-${10_000 + i}`;
  const packages = r.chance(20) ? r.between(2, 4) : 1;
  return {
    schema_version: '1.7.0',
    id: `WORLD-${i}`,
    modified: changed ? '2026-11-02T00:00:00Z' : '2026-11-01T00:00:00Z',
    published: '2026-10-01T00:00:00Z',
    aliases: [cve],
    summary: `A made-up weakness, number ${i}`,
    details: sentences(r.between(4, 14), (n) => r.below(n), changed ? 'Newly seen' : 'Seen'),
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N' }],
    affected: Array.from({ length: packages }, (_, n) => affectedOf(i * 4 + n)).flat(),
    references: Array.from({ length: r.between(2, 6) }, (_, n) => ({
      type: 'WEB',
      url: `https://advisories.example.org/${cve.toLowerCase()}/notes/${n}`,
    })),
    database_specific: { cwe_ids: ['CWE-787'], severity: 'HIGH' },
  };
}

/** A record may not have both last_affected and fixed in one range: each pair of events is a range of its own. */
const affectedOf = (n: number) =>
  worldAdvisory(n).affected.map(({ ecosystem, name, ranges, versions }) => ({
    package: { ecosystem, name },
    ranges: ranges.flatMap(({ type, events }) =>
      events.flatMap((_, at) => (at % 2 === 0 ? [{ type, events: events.slice(at, at + 2).map(eventOf) }] : [])),
    ),
    versions,
  }));

const eventOf = (event: object): object => ('lastAffected' in event ? { last_affected: event.lastAffected } : event);

const WORDS = [
  'buffer',
  'length',
  'parser',
  'before',
  'check',
  'remote',
  'header',
  'stream',
  'value',
  'crafted',
  'queue',
];

const sentences = (n: number, below: (n: number) => number, first: string): string =>
  Array.from(
    { length: n },
    () => `${first} ${Array.from({ length: 9 }, () => WORDS[below(WORDS.length)]).join(' ')}.`,
  ).join(' ');
