// Goes through all records of all places once and gives each that is the newest of its name so far, with its advisories compiled.
import type { Advisory } from '@leadtime/lib/advisory';
import type { CompiledAdvisory } from '@leadtime/lib/exposure';
import { compile } from '@leadtime/lib/exposure/compile.ts';
import { type Problem, problemList } from '@leadtime/lib/kit';
import { Failure } from '../failure.ts';
import { advisoryRecords } from './advisory-records.ts';
import { readRecord } from './read-record.ts';

export interface Gathered {
  /** Records that could not be read: what they say is not known. */
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  /** The newest date among files and records, milliseconds. */
  readonly newest: number;
}

export interface GatherOptions {
  readonly signal: AbortSignal;
  /** Hears the sum of bytes read. */
  readonly onBytes: (sum: number) => void;
  /** Milliseconds; a date past it counts as now. */
  readonly now: number;
  /** Takes the advisories of a record, which replaces an older one of the same name that was given before. */
  readonly take: (compiled: readonly CompiledAdvisory[], record: string, advisories: readonly Advisory[]) => void;
}

export async function gather(places: readonly string[], options: GatherOptions): Promise<Gathered> {
  const { signal, onBytes, now, take } = options;
  const problems = problemList();
  const modifiedOf = new Map<string, string>();
  let refused = 0;
  let newest = 0;
  let before = 0;
  for (const place of places) {
    let inPlace = 0;
    for await (const record of advisoryRecords(place, (sum) => {
      inPlace = sum;
      onBytes(before + sum);
    })) {
      if (signal.aborted) throw new Failure(130, 'Stopped.');
      newest = Math.max(newest, Math.min(now, record.fileTime));
      if (record.bytes === undefined) {
        refused += 1;
        problems.add('input.too-large', record.at, 'the record is over the limit of one record');
        continue;
      }
      const { read, problems: wrong } = readRecord(record.bytes);
      for (const { code, path, detail } of wrong) problems.add(code, `${record.at}${path}`, detail);
      if (!read) {
        refused += 1;
        continue;
      }
      newest = Math.max(newest, Math.min(now, Date.parse(read.modified) || 0));
      const known = modifiedOf.get(read.id);
      if (known !== undefined && known >= read.modified) continue;
      modifiedOf.set(read.id, read.modified);
      take(read.advisories.map(compile), read.id, read.advisories);
    }
    before += inPlace;
  }
  return { refused, problems: problems.kept, problemsTotal: problems.total, newest };
}
