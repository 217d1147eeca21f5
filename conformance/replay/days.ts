// The days of the outside data: which advisories were published or withdrawn on each, and which inventories were made. Read with plain
// means, so that a fault of our readers is not taken for the truth.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlainRecord } from '../naive/evaluate.ts';
import { outsideRecords } from '../osv/records.ts';
import { DATA, packed, type Sample } from '../sbom/samples.ts';

export interface Day {
  /** 2023-04-01. */
  readonly date: string;
  /** OSV records, each as it was on that day: without its withdrawal until it is withdrawn. */
  readonly advisories: readonly DatedRecord[];
  readonly inventories: readonly DatedInventory[];
}
export interface DatedRecord extends PlainRecord {
  readonly aliases?: readonly string[];
  readonly modified: string;
  readonly published?: string;
}
export interface DatedInventory {
  /** Whose it is. */
  readonly operator: string;
  /** A later one of the same name takes its place. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What has no date has always been there. */
const BEFORE_ALL = '2000-01-01';

/** undefined where the data is absent. In order; within a day advisories come before inventories. */
export function outsideDays(): readonly Day[] | undefined {
  const records = outsideRecords();
  if (!records || !existsSync(DATA)) return undefined;
  const advisories = new Map<string, DatedRecord[]>();
  for (const { text } of records) for (const [date, record] of lifeOf(JSON.parse(text))) add(advisories, date, record);
  const inventories = new Map<string, DatedInventory[]>();
  for (const sample of outsideInventories()) add(inventories, madeOn(sample), inventoryOf(sample));
  return [...new Set([...advisories.keys(), ...inventories.keys()])].sort().map((date) => ({
    date,
    advisories: advisories.get(date) ?? [],
    inventories: inventories.get(date) ?? [],
  }));
}

const add = <T>(to: Map<string, T[]>, key: string, value: T): void => {
  to.set(key, [...(to.get(key) ?? []), value]);
};

/** Published, and on a later day perhaps withdrawn. Only the newest text of a record is at hand: it stands for all of its days. */
function lifeOf(record: DatedRecord): readonly (readonly [string, DatedRecord])[] {
  const { withdrawn, ...standing } = record;
  const from = dayOf(record.published);
  if (withdrawn === undefined) return [[from, record]];
  const until = dayOf(withdrawn);
  return until <= from
    ? [[until, record]]
    : [
        [from, { ...standing, modified: `${from}T00:00:00Z` }],
        [until, { ...record, modified: `${until}T00:00:00Z` }],
      ];
}

const dayOf = (instant: string | undefined): string => instant?.slice(0, 10) ?? BEFORE_ALL;

const outsideInventories = (): readonly Sample[] =>
  [
    ...packed(path.join(DATA, 'cyclonedx-bom-examples/files.ndjson.gz')),
    ...packed(path.join(DATA, 'bom-shelter-in-the-lab/sample24.ndjson.gz')),
    ...readdirSync(path.join(DATA, 'spdx-examples'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(json|xml|spdx)$/.test(file))
      .map((file) => ({ id: file, bytes: readFileSync(path.join(DATA, 'spdx-examples', file)) })),
  ].filter(({ id, bytes }) => /\.(json|xml|spdx)$/.test(id) && Buffer.from(bytes).includes('pkg:'));

function madeOn({ bytes }: Sample): string {
  const text = Buffer.from(bytes).toString('utf8');
  const stated = /"(?:timestamp|created)"\s*:\s*"([^"]+)"|<timestamp>([^<]+)<|^Created: (\S+)/m.exec(text);
  return dayOf(stated?.[1] ?? stated?.[2] ?? stated?.[3]);
}

/** Several tools' lists of one image are one operator's; so are successive versions of a product, which replace each other. */
function inventoryOf({ id, bytes }: Sample): DatedInventory {
  const image = /(?:^|\/)spdx-(\w+)-(.+)-sha256/.exec(id);
  if (image) return { operator: image[2] ?? '', name: image[1] ?? '', bytes };
  const file = path.basename(id);
  return { operator: path.dirname(id).slice(-80), name: file.replace(/\d+(?:\.\d+)+/, ''), bytes };
}
