// The OSV records beside the project, each with the set it is from and a name for its case.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isObject } from './rules.ts';

export interface OutsideRecord {
  readonly id: string;
  readonly text: string;
}

const DATA = new URL('../../../shared/data/advisories/', import.meta.url);

const SETS: readonly (readonly [string, readonly string[]])[] = [
  ['golang-vulndb', ['osv', 'ghsa-fixtures']],
  ['pypa', ['osv']],
  ['rustsec', ['osv']],
  ['oss-fuzz-vulns', ['osv']],
];

/** undefined where the data is absent. */
export function outsideRecords(): readonly OutsideRecord[] | undefined {
  if (!existsSync(DATA)) return undefined;
  const plain = SETS.flatMap(([set, files]) =>
    files.flatMap((file) =>
      linesOf(`${set}/${file}.ndjson.gz`).map((text) => ({ id: `${set}/${JSON.parse(text).id}`, text })),
    ),
  );
  return [...plain, ...wrapped()];
}

/** The records that speak of one CVE each, by the ids that stand in the sets. */
export function groupedIds(): readonly string[] {
  const file = new URL('cross-source-groups/groups.json', DATA);
  const groups = JSON.parse(readFileSync(file, 'utf8')) as { records: string[] }[]; // the form that the set's note states
  return [...new Set(groups.flatMap(({ records }) => records))].filter((id) => !id.startsWith('CVE-'));
}

/** Scanners' fixtures hold records inside envelopes of their own. */
function wrapped(): readonly OutsideRecord[] {
  const records: OutsideRecord[] = [];
  for (const line of linesOf('grype-fixtures/files.ndjson.gz')) {
    const { path, text } = JSON.parse(line) as { path: string; text?: string }; // the form that the set's note states
    collect(jsonOf(text ?? ''), (value) => {
      if (isRecord(value))
        records.push({ id: `grype-fixtures/${records.length} ${path.slice(-60)}`, text: JSON.stringify(value) });
    });
  }
  return records;
}

const isRecord = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.id === 'string' &&
  typeof value.modified === 'string' &&
  Array.isArray(value.affected);

function collect(value: unknown, see: (value: unknown) => void): void {
  see(value);
  if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) collect(child, see);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not every fixture is JSON
  }
}

const linesOf = (file: string): string[] =>
  gunzipSync(readFileSync(new URL(file, DATA)))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
