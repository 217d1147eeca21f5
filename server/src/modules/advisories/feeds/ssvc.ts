// SSVC decision points as CISA's Vulnrichment gives them: in a container of CVE records.
import type { ProblemList } from '@leadtime/lib/kit';
import { ssvcOfCveRecord } from '@leadtime/lib/triage';
import { enqueue } from '../../../platform/jobs.ts';
import type { Batch, FeedDeps } from './import.ts';
import type { FeedRecord } from './record.ts';
import { safeJson } from './records.ts';
import * as store from './store.ts';
import { textDigest } from './text-digest.ts';

/** Reads what was not taken before; nothing is written until `write` is called. */
export async function readSsvc(deps: FeedDeps, items: readonly FeedRecord[], problems: ProblemList): Promise<Batch> {
  const texts = items.map(({ text }) => textDigest('ssvc', text));
  const taken = await deps.db.verb('advisories.import', (tx) => tx.all(store.KNOWN_SSVC_TEXTS, [texts]));
  const known = new Set(taken.map((t) => t.text_digest.toString('latin1')));
  let passed = 0;
  let refused = 0;
  const rows: Row[] = [];
  for (const [i, item] of items.entries()) {
    const own = texts[i] ?? Buffer.alloc(0);
    if (known.has(own.toString('latin1'))) passed += 1;
    else {
      const row = rowOf(item, own, problems);
      if (row) rows.push(row);
      else refused += 1;
    }
  }
  return {
    accepted: items.length - refused,
    passed,
    dates: [...taken, ...rows].flatMap(({ at }) => at ?? []),
    write: rows.length === 0 ? undefined : () => write(deps, [...new Map(rows.map((r) => [r.cve, r])).values()]),
  };
}

type Row = NonNullable<ReturnType<typeof rowOf>>;

function rowOf({ text, at }: FeedRecord, own: Buffer, problems: ProblemList) {
  const json = safeJson(text);
  const cve =
    typeof json === 'object' && json !== null && 'cveMetadata' in json
      ? (json.cveMetadata as { cveId?: unknown })?.cveId
      : undefined;
  if (typeof cve !== 'string' || !/^CVE-\d{4}-\d{4,}$/.test(cve)) {
    problems.add('field.missing', `${at}/cveMetadata/cveId`, 'not a CVE record');
    return undefined;
  }
  const found = ssvcOfCveRecord(json);
  for (const p of found.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
  return {
    cve,
    text: own,
    automatable: found.automatable,
    technical_impact: found.technicalImpact,
    exploitation: found.exploitation ?? 'unknown',
    at: found.timestamp ?? null,
    record: { path: found.path },
  };
}

const write = ({ db }: FeedDeps, rows: readonly Row[]): Promise<void> =>
  db.verb('advisories.import', async (tx) => {
    const said = JSON.stringify(rows.map(({ text, ...row }) => row));
    const changed = (await tx.all(store.UPSERT_SSVC, [said])).map((r) => r.cve);
    await tx.run(store.REMEMBER_SSVC_TEXTS, [rows.map((r) => r.cve), rows.map((r) => r.text)]);
    if (changed.length > 0) await enqueue(tx, 'findings.reassess', { cves: changed });
  });
