// The KEV catalogue: one document. What is new in it may shorten deadlines, so duties and findings are looked at again.
import { type KevCatalogue, readKev } from '@leadtime/lib/advisory';
import { parseInstant } from '@leadtime/lib/kit';
import { refuse } from '../../../edge/refusal.ts';
import { enqueue } from '../../../platform/jobs.ts';
import type { FeedDeps, Imported } from './import.ts';
import { jsonOf, plainBytes, textOf } from './records.ts';
import * as store from './store.ts';

export async function importKev({ db }: FeedDeps, bytes: AsyncIterable<Uint8Array>): Promise<Imported> {
  const catalogue = readKev(jsonOf(await textOf(plainBytes(bytes))));
  if (!catalogue.ok) throw refuse('request.invalid', 'This is not a KEV catalogue.', catalogue);
  const rows = catalogue.value.entries.map((e) => ({
    cve: e.cve,
    added_at: e.dateAdded,
    due_at: e.dueDate ?? null,
    ransomware: e.ransomware,
    record: e,
  }));
  await db.verb('advisories.import', async (tx) => {
    const changed = (await tx.all(store.UPSERT_KEV, [JSON.stringify(rows)])).map((r) => r.cve);
    if (changed.length === 0) return;
    for (const { id } of await tx.all(store.MARK_KEV, [changed]))
      await enqueue(tx, 'duties.reassess', { advisory: id });
    await enqueue(tx, 'findings.reassess', { cves: changed.slice(0, 5_000) });
  });
  const { entries, dropped, problems, problemCount } = catalogue.value;
  return {
    accepted: entries.length,
    passed: 0,
    refused: dropped,
    problems,
    problemsTotal: problemCount,
    stated: statedOf(catalogue.value),
  };
}

/** When it was released; a catalogue without that is versioned by its day, `2026.11.20`. */
const statedOf = ({ released, version }: Pick<KevCatalogue, 'released' | 'version'>): string | undefined =>
  released ?? parseInstant(`${/^\d{4}\.\d{2}\.\d{2}/.exec(version)?.[0].replaceAll('.', '-')}T00:00:00Z`);
