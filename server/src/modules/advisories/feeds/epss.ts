// EPSS: the scores of one day as CSV, `#model_version:…,score_date:…` above a head and a line for each CVE. A day takes the place of the
// one before; an older one changes nothing.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { problemList } from '@leadtime/lib/kit';
import { refuse } from '../../../edge/refusal.ts';
import type { FeedDeps, Imported } from './import.ts';
import { plainBytes } from './records.ts';
import * as store from './store.ts';

const LINES_AT_ONCE = 10_000;
const LINES_MOST = 5_000_000;

export async function importEpss({ db }: FeedDeps, bytes: AsyncIterable<Uint8Array>): Promise<Imported> {
  const problems = problemList();
  const counts = { accepted: 0, refused: 0 };
  let day: string | undefined;
  let columns: readonly string[] | undefined;
  let rows: { cve: string; score: number; percentile: number }[] = [];
  const flush = async (): Promise<void> => {
    const taken = [...new Map(rows.map((row) => [row.cve, row])).values()];
    rows = [];
    if (taken.length > 0)
      await db.verb('advisories.import', (tx) => tx.run(store.UPSERT_EPSS, [JSON.stringify(taken), day]));
  };
  let n = 0;
  for await (const line of createInterface({
    input: Readable.from(plainBytes(bytes)),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    n += 1;
    if (n > LINES_MOST) throw refuse('request.too-large', `EPSS scores may have ${LINES_MOST} lines.`);
    if (line.startsWith('#')) {
      day ??= /score_date:(\d{4}-\d{2}-\d{2})/.exec(line)?.[1];
      continue;
    }
    if (line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    if (columns === undefined) {
      columns = cells.map((cell) => cell.toLowerCase());
      if (!['cve', 'epss', 'percentile'].every((name) => columns?.includes(name)))
        throw refuse(
          'request.invalid',
          'These are not EPSS scores: the first line does not name cve, epss and percentile.',
        );
      if (day === undefined)
        throw refuse(
          'request.invalid',
          'These EPSS scores do not say of which day they are: the line “#…score_date:…” is missing.',
        );
      continue;
    }
    const cell = (name: string): string => cells[columns?.indexOf(name) ?? -1] ?? '';
    const [cve, score, percentile] = [cell('cve'), probability(cell('epss')), probability(cell('percentile'))];
    if (!/^CVE-\d{4}-\d{4,19}$/.test(cve) || score === undefined || percentile === undefined) {
      problems.add('field.value', `/line/${n}`, 'It is not a CVE with two numbers from 0 to 1.');
      counts.refused += 1;
      continue;
    }
    counts.accepted += 1;
    rows.push({ cve, score, percentile });
    if (rows.length >= LINES_AT_ONCE) await flush();
  }
  if (columns === undefined) throw refuse('request.malformed', 'The file has no lines.');
  await flush();
  await db.verb('advisories.import', (tx) => tx.run(store.DROP_OLD_EPSS, [day]));
  return {
    ...counts,
    passed: 0,
    problems: problems.kept,
    problemsTotal: problems.total,
    stated: `${day}T00:00:00.000Z`,
  };
}

function probability(text: string): number | undefined {
  const value = /^(?:[01](?:\.\d{1,20})?|\.\d{1,20}|\d(?:\.\d{1,20})?e-\d{1,2})$/i.test(text)
    ? Number(text)
    : Number.NaN;
  return value >= 0 && value <= 1 ? value : undefined;
}
