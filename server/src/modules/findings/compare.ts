// What becomes of findings after they are committed: they are held against what others sent, and vulnerabilities that share weak
// keys become candidates, with reasons. A weak key only proposes, so nobody waits for it: findings are read and committed first,
// and compared when nothing else waits. How far a report was compared is advanced in the same transaction.
import type { FindingClaim } from '@leadtime/lib/advisory';
import { candidateKeys, type FindingKey, proposals } from '@leadtime/lib/correlate';
import type { Uuid } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import { plainArray } from '../../platform/db/values.ts';
import type { Log } from '../../platform/log.ts';
import { addCandidates } from './add-candidates.ts';
import type { CandidatePair, Key } from './batch.ts';
import { UNKNOWN_TARGET } from './steps/resolve-target.ts';
import * as store from './store.ts';

const REPORTS_AT_ONCE = 500;
const FINDINGS_AT_ONCE = 1_000;
/** A weak key that more vulnerabilities share than this says nothing: it is left out (its document frequency is too high). */
const COMMON = 40;
const CANDIDATES_PER_FINDING = 5;

interface Compared {
  readonly id: Uuid;
  readonly report: Uuid;
  readonly vulnerability: Uuid;
  readonly keys: readonly Key[];
}

/**
 * Compares the next findings, oldest report first; how many reports that took.
 * @param common Weak keys known to be too common, kept for the length of one drain: once common, always common.
 */
export async function compare(tx: Tx, common: Set<string>, log: Log): Promise<number> {
  const reports = await tx.all(store.UNCOMPARED_REPORTS, [REPORTS_AT_ONCE]);
  if (reports.length === 0) return 0;
  const rows = await tx.all(store.UNCOMPARED, [
    plainArray(reports.map((r) => r.id)),
    reports.map((r) => r.compared_to),
    FINDINGS_AT_ONCE,
  ]);
  const findings = rows.map((r) => ({
    id: r.id,
    report: r.report_id,
    vulnerability: r.vulnerability_id,
    keys: weakKeys(r, log),
  }));
  const { pairs, kept } = match(findings, await whoHas(findings, common, tx), common);
  if (kept.length > 0)
    await tx.run(store.ADD_WEAK_KEYS, [plainArray(kept.map((k) => k.key)), plainArray(kept.map((k) => k.finding))]);
  await addCandidates(await notHeldApart(pairs, tx), tx);
  return await advance(reports, rows, tx);
}

/** One that cannot be compared has no keys: it never holds up those behind it. */
function weakKeys({ id, claim, target }: { id: Uuid; claim: unknown; target: string }, log: Log): readonly Key[] {
  try {
    const context = { target: target === UNKNOWN_TARGET ? undefined : target };
    const keys = candidateKeys(claim as FindingClaim, context); // as commit.ts stored it
    return keys.map(({ kind, digest, text }) => ({ kind, key: numberOf(digest), text }));
  } catch (error) {
    log.error('comparing a finding failed', { finding: id, error });
    return [];
  }
}

/** The first 64 bits of a digest as PostgreSQL writes a bigint. */
const numberOf = (digest: FindingKey['digest']): Key['key'] =>
  BigInt.asIntN(64, BigInt(`0x${digest.slice(0, 16)}`)).toString();

/** Who has a weak key: vulnerabilities, each with the report in which it was seen with it. */
interface Holders {
  count: number;
  readonly others: { readonly vulnerability: Uuid; readonly report: Uuid }[];
}

async function whoHas(findings: readonly Compared[], common: Set<string>, tx: Tx): Promise<Map<string, Holders>> {
  const wanted = new Set<string>();
  for (const { keys } of findings) for (const { key } of keys) if (!common.has(key)) wanted.add(key);
  const holders = new Map<string, Holders>();
  if (wanted.size === 0) return holders;
  for (const { key, holders: ids, reports } of await tx.all(store.WEAK_KNOWN, [plainArray([...wanted]), COMMON + 1])) {
    if (ids.length > COMMON) common.add(key);
    else
      holders.set(key, {
        count: ids.length,
        others: ids.map((vulnerability, i) => ({ vulnerability, report: reports[i] ?? '' })),
      });
  }
  return holders;
}

interface Matched {
  readonly pairs: CandidatePair[];
  /** Weak keys to keep, with the finding that stands for each. */
  readonly kept: { readonly key: string; readonly finding: Uuid }[];
}

function match(findings: readonly Compared[], holders: Map<string, Holders>, common: Set<string>): Matched {
  const matched: Matched = { pairs: [], kept: [] };
  for (const finding of findings) {
    const shared = new Map<Uuid, Key[]>();
    for (const key of finding.keys) {
      if (common.has(key.key)) continue;
      const known = holders.get(key.key) ?? { count: 0, others: [] };
      let had = false;
      for (const { vulnerability, report } of known.others) {
        if (vulnerability === finding.vulnerability) had = true;
        // Within a report its sender has told the findings apart.
        else if (report !== finding.report) add(shared, vulnerability, key);
      }
      if (had) continue;
      holders.set(key.key, known);
      known.count += 1;
      known.others.push({ vulnerability: finding.vulnerability, report: finding.report });
      if (known.count > COMMON) common.add(key.key);
      else matched.kept.push({ key: key.key, finding: finding.id });
    }
    // A vulnerability has the id of its first finding: of what joined by identity, likeness says nothing new.
    if (shared.size > 0 && finding.vulnerability === finding.id) matched.pairs.push(...pairsOf(finding.id, shared));
  }
  return matched;
}

function add(shared: Map<Uuid, Key[]>, other: Uuid, key: Key): void {
  const keys = shared.get(other);
  if (keys) keys.push(key);
  else shared.set(other, [key]);
}

function pairsOf(one: Uuid, shared: ReadonlyMap<Uuid, Key[]>): readonly CandidatePair[] {
  const ranked = proposals([...shared].map(([other, keys]) => ({ other, keys })));
  return ranked.slice(0, CANDIDATES_PER_FINDING).map(({ other, score, reasons, settle }) => {
    const [a, b] = one < other ? [one, other] : [other, one];
    return { a, b, score, reasons, settle };
  });
}

/** Somebody may have split them in the meantime: likeness does not bring up again what evidence holds apart. */
async function notHeldApart(pairs: readonly CandidatePair[], tx: Tx): Promise<readonly CandidatePair[]> {
  if (pairs.length === 0) return pairs;
  const held = await tx.all(store.HELD_APART, [plainArray(pairs.map((p) => p.a)), plainArray(pairs.map((p) => p.b))]);
  const apart = new Set(held.map(({ a, b }) => `${a} ${b}`));
  return pairs.filter(({ a, b }) => !apart.has(`${a} ${b}`));
}

/** A full batch may have stopped inside a report: that one goes on after its last finding, and those after it wait. */
async function advance(
  reports: readonly { readonly id: string }[],
  rows: readonly { readonly report_id: string; readonly ordinal: number }[],
  tx: Tx,
): Promise<number> {
  const last = rows.length < FINDINGS_AT_ONCE ? undefined : rows.at(-1);
  const stopped = last === undefined ? reports.length : reports.findIndex((r) => r.id === last.report_id);
  const done = reports.slice(0, stopped).map((r) => ({ id: r.id, upto: null }));
  const moved = [...done, ...(last === undefined ? [] : [{ id: last.report_id, upto: last.ordinal + 1 }])];
  await tx.run(store.ADVANCE_COMPARED, [moved.map((m) => m.id), moved.map((m) => m.upto), tx.now]);
  return moved.length;
}
