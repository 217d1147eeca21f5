// Priority of each new vulnerability: KEV and SSVC by alias, the finder's CVSS, the row of BOD 26-04 for an exposed asset
// (exposure is not known before an operator's inventory is matched, and unknown counts as exposed).

import { assess } from '../assess.ts';
import type { Batch, StepContext, TriageRow } from '../batch.ts';
import { KEV_OF, SSVC_OF } from '../store.ts';

export async function triage(batch: Batch, { tx, rules }: StepContext): Promise<void> {
  const fresh = [...batch.correlated.created.values()];
  const aliases = [...new Set(fresh.flatMap((i) => i.claim.aliases.filter((a) => a.startsWith('CVE-'))))];
  const kev = new Map(aliases.length ? (await tx.all(KEV_OF, [aliases])).map((r) => [r.cve, r.added_at]) : []);
  const ssvc = new Map(aliases.length ? (await tx.all(SSVC_OF, [aliases])).map((r) => [r.cve, r]) : []);
  const same = new Map<string, TriageRow>();
  for (const item of fresh) {
    const { claim } = item;
    const points = claim.aliases.map((a) => ssvc.get(a)).find(Boolean);
    const facts = {
      kevAt: claim.aliases.map((a) => kev.get(a)).find(Boolean),
      automatable: points?.automatable ?? 'unknown',
      technicalImpact: points?.technical_impact ?? 'unknown',
      finder: { level: claim.severity.level, vector: claim.severity.vectors[0] },
      validator: undefined,
      vendor: undefined,
      exposedOperators: undefined,
      exposure: 'unknown' as const,
      detectedAt: item.report.receivedAt,
      receivedAt: item.report.receivedAt,
    };
    // Thousands of findings of one scan have the same inputs: assess each combination once.
    const name = JSON.stringify(facts);
    const row = same.get(name) ?? assess(item.vulnerabilityId, facts, rules);
    same.set(name, row);
    batch.priorities.set(item.vulnerabilityId, row);
  }
}
