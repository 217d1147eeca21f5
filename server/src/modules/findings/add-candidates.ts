// Writes down which vulnerabilities look alike. A pair that evidence holds apart is not brought up again by mere likeness.
import { sha256, uuidFromDigest } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import { jsonText } from '../../platform/db/values.ts';
import type { CandidatePair } from './batch.ts';
import { ADD_CANDIDATES, RECOUNT_CANDIDATES } from './store.ts';

export async function addCandidates(pairs: readonly CandidatePair[], tx: Tx): Promise<void> {
  const unique = new Map(pairs.filter((c) => c.a !== c.b).map((c) => [`${c.a} ${c.b}`, c]));
  if (unique.size === 0) return;
  const rows = [...unique.values()].map((c) => ({ id: uuidFromDigest(sha256(`candidate/${c.a}/${c.b}`)), ...c }));
  await tx.run(ADD_CANDIDATES, [jsonText(rows), tx.now]);
  await tx.run(RECOUNT_CANDIDATES, [[...new Set(rows.flatMap((r) => [r.a, r.b]))]]);
}
