// A stand-in for osv-scanner's offline matcher, written from what is known of it (osv-scalibr, enricher/vulnmatch/osvlocal): every run
// reads the ecosystem's whole archive, keeps the records that name a package of the inventory, then goes through all kept records for
// every component, reading versions and sorting events anew. Node is not Go: its times say nothing about the real one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readInventory } from '../../lib/src/advisory/index.ts';
import { type Asked, askedOf, truthOf } from './adjudicate.ts';
import type { Engine, Hit } from './engine.ts';
import type { OsvRecord } from './sets.ts';

export const likeOsvScanner: Engine = {
  name: 'a stand-in for osv-scanner',
  standIn: true,
  async prepare(folder, advisories) {
    const place = path.join(folder, 'like-osv-scanner');
    mkdirSync(place, { recursive: true });
    const names = new Set(advisories.flatMap(({ record }) => ecosystemsOf(record)));
    for (const name of names) {
      const texts = advisories.filter(({ record }) => ecosystemsOf(record).includes(name)).map(({ text }) => text);
      writeFileSync(path.join(place, `${name}.ndjson`), '');
      for (let i = 0; i < texts.length; i += 10_000)
        writeFileSync(path.join(place, `${name}.ndjson`), `${texts.slice(i, i + 10_000).join('\n')}\n`, { flag: 'a' });
    }
  },
  async ask(folder, file) {
    const began = performance.now();
    const asked = componentsOf(readFileSync(file, 'utf8'));
    const hits: Hit[] = [];
    for (const ecosystem of new Set(asked.map((one) => parentOf(one.ecosystem)))) {
      const mine = asked.filter((one) => parentOf(one.ecosystem) === ecosystem);
      const names = new Set(mine.map(({ name }) => name));
      const records = recordsOf(path.join(folder, 'like-osv-scanner', `${ecosystem}.ndjson`), names);
      for (const one of mine)
        for (const record of records) if (truthOf(record, one) === 'affected') hits.push({ asked: one, id: record.id });
    }
    return { ms: performance.now() - began, peak: process.memoryUsage.rss() / 1e6, hits };
  },
};

/** Components of an inventory that this bench has advisories for. */
export function componentsOf(text: string): Asked[] {
  const inventory = readInventory(Buffer.from(text));
  if (!inventory.ok) throw new Error('an inventory could not be read');
  return inventory.value.components.flatMap(({ purl }) => (purl === undefined ? [] : (askedOf(purl) ?? [])));
}

function* recordsIn(file: string): Generator<OsvRecord> {
  for (const line of readLines(file)) yield JSON.parse(line) as OsvRecord; // written by prepare
}

function recordsOf(file: string, names: ReadonlySet<string>): OsvRecord[] {
  const kept: OsvRecord[] = [];
  for (const record of recordsIn(file))
    if (record.affected?.some(({ package: pkg }) => names.has(pkg?.name ?? ''))) kept.push(record);
  return kept;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return []; // no advisory of this ecosystem
  }
}

const parentOf = (ecosystem: string): string => ecosystem.split(':')[0] ?? '';
const ecosystemsOf = (record: OsvRecord): string[] =>
  (record.affected ?? []).map(({ package: pkg }) => parentOf(pkg?.ecosystem ?? ''));
