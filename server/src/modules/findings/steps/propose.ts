// Candidates: vulnerabilities that share weak keys with a new one, found in other reports. A weak key only proposes.
import { proposals } from '@leadtime/lib/correlate';
import type { Uuid } from '@leadtime/lib/kit';
import { plainArray } from '../../../platform/db/values.ts';
import type { Batch, Item, Key, StepContext } from '../batch.ts';
import { WEAK_KNOWN } from '../store.ts';

/** A weak key that more vulnerabilities share than this says nothing: it is left out (its document frequency is too high). */
const COMMON = 40;
const CANDIDATES_PER_FINDING = 5;

/** Who has a weak key: vulnerabilities, each with the report in which it was seen with it. */
interface Holders {
  count: number;
  readonly others: { readonly vulnerability: Uuid; readonly report: Uuid }[];
}

export async function propose(batch: Batch, { tx, common }: StepContext): Promise<void> {
  const holders = await whoHas(batch, tx, common);
  const moved = new Map(batch.correlated.merges.map((m) => [m.absorbed, m.survivor]));
  for (const item of batch.items) {
    const shared = new Map<Uuid, Key[]>();
    for (const key of item.keys) {
      if (key.identity || common.has(key.key)) continue;
      const known = holders.get(key.key) ?? { count: 0, others: [] };
      let had = false;
      for (const { vulnerability, report } of known.others) {
        const other = moved.get(vulnerability) ?? vulnerability;
        if (other === item.vulnerabilityId) had = true;
        // Within a report its sender has told the findings apart.
        else if (report !== item.report.id) add(shared, other, key);
      }
      if (had) continue;
      holders.set(key.key, known);
      known.count += 1;
      known.others.push({ vulnerability: item.vulnerabilityId, report: item.report.id });
      if (known.count > COMMON) common.add(key.key);
      else batch.correlated.weakKeys.push({ key: key.key, finding: item.id });
    }
    if (shared.size > 0 && batch.correlated.created.has(item.vulnerabilityId)) proposeFor(item, shared, batch);
  }
}

function proposeFor(item: Item, shared: ReadonlyMap<Uuid, Key[]>, batch: Batch): void {
  const ranked = proposals([...shared].map(([other, keys]) => ({ other, keys })));
  for (const p of ranked.slice(0, CANDIDATES_PER_FINDING)) {
    const [a, b] = item.vulnerabilityId < p.other ? [item.vulnerabilityId, p.other] : [p.other, item.vulnerabilityId];
    batch.correlated.candidates.push({ a, b, score: p.score, reasons: p.reasons, settle: p.settle });
  }
}

async function whoHas(batch: Batch, tx: StepContext['tx'], common: Set<string>): Promise<Map<string, Holders>> {
  const wanted = new Set<string>();
  for (const item of batch.items) for (const k of item.keys) if (!k.identity && !common.has(k.key)) wanted.add(k.key);
  const holders = new Map<string, Holders>();
  if (wanted.size === 0) return holders;
  for (const row of await tx.all(WEAK_KNOWN, [plainArray([...wanted]), COMMON + 1])) {
    const { key } = row;
    if (row.holders.length > COMMON) common.add(key);
    else
      holders.set(key, {
        count: row.holders.length,
        others: row.holders.map((vulnerability, i) => ({ vulnerability, report: row.reports[i] ?? '' })),
      });
  }
  return holders;
}

function add(shared: Map<Uuid, Key[]>, other: Uuid, key: Key): void {
  const keys = shared.get(other);
  if (keys) keys.push(key);
  else shared.set(other, [key]);
}
