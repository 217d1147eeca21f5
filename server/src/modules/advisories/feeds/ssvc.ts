// SSVC decision points as CISA's Vulnrichment gives them: in a container of CVE records.
import type { ProblemList } from '@leadtime/lib/kit';
import { ssvcOfCveRecord } from '@leadtime/lib/triage';
import { enqueue } from '../../../platform/jobs.ts';
import * as store from '../store.ts';
import type { FeedDeps } from './import.ts';
import type { FeedRecord } from './record.ts';
import { safeJson } from './records.ts';

/** Answers how many records could be read. */
export async function storeSsvc(
  { db }: FeedDeps,
  items: readonly FeedRecord[],
  problems: ProblemList,
): Promise<number> {
  const rows = items.flatMap(({ text, at }) => {
    const json = safeJson(text);
    const cve =
      typeof json === 'object' && json !== null && 'cveMetadata' in json
        ? (json.cveMetadata as { cveId?: unknown })?.cveId
        : undefined;
    if (typeof cve !== 'string' || !/^CVE-\d{4}-\d{4,}$/.test(cve)) {
      problems.add('field.missing', `${at}/cveMetadata/cveId`, 'not a CVE record');
      return [];
    }
    const found = ssvcOfCveRecord(json);
    for (const p of found.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
    return [
      {
        cve,
        automatable: found.automatable,
        technical_impact: found.technicalImpact,
        exploitation: found.exploitation ?? 'unknown',
        at: found.timestamp ?? null,
        record: { path: found.path },
      },
    ];
  });
  const unique = [...new Map(rows.map((r) => [r.cve, r])).values()];
  await db.verb('advisories.import', async (tx) => {
    const changed = (await tx.all(store.UPSERT_SSVC, [JSON.stringify(unique)])).map((r) => r.cve);
    if (changed.length > 0) await enqueue(tx, 'findings.reassess', { cves: changed });
  });
  return rows.length;
}
