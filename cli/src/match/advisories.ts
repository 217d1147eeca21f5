// Reads advisories and keeps of them only the claims on packages that the inventory has: memory grows with what is run, not with
// what is published.
import { readOsv } from '@leadtime/lib/advisory';
import { type CompiledAdvisory, compile } from '@leadtime/lib/exposure';
import { type Problem, problemList } from '@leadtime/lib/kit';
import { Failure } from '../failure.ts';
import { advisoryRecords } from './advisory-records.ts';

export interface ReadAdvisories {
  readonly compiled: readonly CompiledAdvisory[];
  /** Different ones, by id; of several records with one id the newest counts. */
  readonly read: number;
  readonly withdrawn: number;
  /** Records that could not be read: what they say is not known. */
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  /** The newest date among files and records, milliseconds. */
  readonly newest: number;
}

export async function readAdvisories(
  places: readonly string[],
  wanted: ReadonlySet<string>,
  { signal, onBytes, now }: { signal: AbortSignal; onBytes: (sum: number) => void; now: number },
): Promise<ReadAdvisories> {
  const problems = problemList();
  const newestOf = new Map<string, { readonly modified: string; readonly compiled: CompiledAdvisory }>();
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
      const advisory = readOsv(record.bytes);
      if (!advisory.ok) {
        refused += 1;
        for (const { code, path, detail } of advisory.problems) problems.add(code, `${record.at}${path}`, detail);
        continue;
      }
      const { id, modified } = advisory.value;
      newest = Math.max(newest, Math.min(now, Date.parse(modified) || 0));
      const known = newestOf.get(id);
      if (!known || known.modified < modified)
        newestOf.set(id, { modified, compiled: only(compile(advisory.value), wanted) });
    }
    before += inPlace;
  }
  const compiled = [...newestOf.values()].map((entry) => entry.compiled);
  return {
    compiled,
    read: compiled.length,
    withdrawn: compiled.filter((advisory) => advisory.withdrawn).length,
    refused,
    problems: problems.kept,
    problemsTotal: problems.total,
    newest,
  };
}

function only(advisory: CompiledAdvisory, wanted: ReadonlySet<string>): CompiledAdvisory {
  const claims = advisory.claims.filter(({ namespace, name }) => wanted.has(`${namespace}/${name}`));
  return claims.length === advisory.claims.length ? advisory : { ...advisory, claims };
}
