// The identity edges among findings, from their keys. A key that one report gives to several of its findings does not tell
// them apart, whatever its tool says of it: it identifies none and becomes a reason to look. Only an advisory's
// identifier may stand on several findings of one report: they are places of one vulnerability.
import { digestOf } from '../kit/index.ts';
import type { Edge } from './evidence.ts';
import type { FindingKey } from './keys.ts';
import { reason, type TextReason } from './reasons.ts';

export interface KeyedFinding {
  readonly id: string;
  /** The report it came in. */
  readonly report: string;
  readonly keys: readonly FindingKey[];
}

export interface IdentityEdges {
  /** Level E0, from the oldest finding with a key to each other one; the same findings give the same ids. */
  readonly edges: readonly Edge[];
  /** Keys that turned out to identify nothing, with the findings that have them. */
  readonly ambiguous: readonly {
    readonly key: FindingKey;
    readonly findings: readonly string[];
    readonly reason: TextReason;
  }[];
}

export function identityEdges(findings: Iterable<KeyedFinding>): IdentityEdges {
  const holders = new Map<string, { key: FindingKey; findings: KeyedFinding[] }>();
  for (const finding of findings)
    for (const key of finding.keys) {
      if (key.level !== 'E0') continue;
      const known = holders.get(key.digest);
      if (known) known.findings.push(finding);
      else holders.set(key.digest, { key, findings: [finding] });
    }
  const edges: Edge[] = [];
  const ambiguous: IdentityEdges['ambiguous'][number][] = [];
  for (const { key, findings: all } of holders.values()) {
    if (all.length < 2) continue;
    const sorted = [...all].sort((x, y) => (x.id < y.id ? -1 : 1));
    const [oldest, ...others] = sorted;
    if (!oldest) continue;
    if (key.kind !== 'alias' && new Set(all.map((f) => f.report)).size < all.length)
      ambiguous.push({ key, findings: sorted.map((f) => f.id), reason: reason('ambiguous-key', { what: key.text }) });
    else for (const other of others) edges.push(edgeOf(oldest.id, other.id, key));
  }
  return {
    edges: edges.sort((x, y) => (x.id < y.id ? -1 : 1)),
    ambiguous: ambiguous.sort((x, y) => (x.key.digest < y.key.digest ? -1 : 1)),
  };
}

function edgeOf(a: string, b: string, key: FindingKey): Edge {
  const { code, params } = reason(`shared-${key.kind}`, { what: key.text });
  return {
    id: digestOf(JSON.stringify(['leadtime/edge/1', key.digest, a, b])),
    a,
    b,
    level: 'E0',
    reasons: [{ code, params }],
  };
}
