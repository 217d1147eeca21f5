// The keys by which findings meet. An identity key says "the same by itself" (evidence level E0) and may merge; a weak key
// only proposes. Measured on 4,993 real reports, every rule that merges on weak keys does worse than merging nothing.
import type { CrashClaim, FindingClaim, FingerprintClaim } from '../advisory/index.ts';
import { digestOf } from '../kit/index.ts';
import { weaknessFamily } from './weakness-family.ts';

export type IdentityKind = 'proof' | 'alias' | 'lineage';
export type WeakKind = 'frames' | 'symbol' | 'place' | 'file' | 'title';

export interface FindingKey<Kind extends string = IdentityKind | WeakKind> {
  readonly kind: Kind;
  /** SHA-256 of kind and facts, 64 hex digits: what is stored and compared. */
  readonly digest: string;
  /** The facts, for a person. */
  readonly text: string;
}

export interface KeyContext {
  /** The resolved target: keys never reach across targets. */
  readonly target: string;
}

/** Identifiers that name one vulnerability in one package. Vendor bulletins and issue links name many: they are left out. */
const ALIAS =
  /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|(?:GO|RUSTSEC|PYSEC|OSV|HSEC|MAL|DSA|DLA)-[\d-]{3,})$/;

/** Keys that show two findings to be one: same proof bytes, same advisory alias, same tool's own fingerprint. */
export function identityKeys(claim: FindingClaim, { target }: KeyContext): readonly FindingKey<IdentityKind>[] {
  const proofs = claim.attachments
    .filter((a) => a.role === 'proof' && a.size > 0)
    .map((a) => keyOf('proof', [target, a.digest], `the same proof bytes (sha256 ${a.digest.slice(0, 12)}…)`));
  const aliases = claim.aliases
    .filter((alias) => ALIAS.test(alias))
    .map((alias) => keyOf('alias', [target, alias], `the same identifier ${alias} in ${target}`));
  return unique([...proofs, ...aliases, ...lineage(claim, target)]);
}

/** Keys that make two findings worth comparing. From most to least telling. */
export function candidateKeys(claim: FindingClaim, { target }: KeyContext): readonly FindingKey<WeakKind>[] {
  const family = weaknessFamily(claim.weaknesses);
  const at = claim.locations[0];
  const symbol = at?.symbol ?? claim.crash?.frames[0]?.symbol;
  return unique([
    ...frames(claim.crash, target),
    ...(symbol
      ? [keyOf('symbol', [target, fold(symbol), family], `the same function ${symbol} and family ${family}`)]
      : []),
    ...(at?.startLine
      ? windows(at.startLine).map((w) =>
          keyOf('place', [target, at.path, String(w)], `lines near ${at.startLine} of ${at.path}`),
        )
      : []),
    ...(at && family !== 'unknown'
      ? [keyOf('file', [target, at.path, family], `the same file ${at.path} and family ${family}`)]
      : []),
    ...title(claim, target),
  ]);
}

/**
 * A tool's own word that two results are one. `full` fingerprints (SARIF `fingerprints`, §3.27.16) stand alone; `partial`
 * ones (§3.27.17) need all of them, the rule and the path, as their specification says that they only contribute.
 */
function lineage(claim: FindingClaim, target: string): FindingKey<IdentityKind>[] {
  const tool = claim.discovery.tool?.name;
  if (!tool) return [];
  const named = (f: FingerprintClaim): string => `${f.scheme}=${f.value}`;
  const full = claim.fingerprints.filter((f) => f.kind === 'full');
  if (full.length > 0)
    return full.map((f) =>
      keyOf('lineage', [target, tool, claim.ruleId ?? '', named(f)], `${tool} gives both the fingerprint ${f.scheme}`),
    );
  const partial = claim.fingerprints
    .filter((f) => f.kind === 'partial')
    .map(named)
    .sort();
  const path = claim.locations[0]?.path;
  if (partial.length === 0 || !path || !claim.ruleId) return [];
  return [
    keyOf(
      'lineage',
      [target, tool, claim.ruleId, path, ...partial],
      `${tool} gives both the same partial fingerprints for rule ${claim.ruleId} in ${path}`,
    ),
  ];
}

/** Three innermost frames and the kind of crash: a signature good enough to look, not to merge (precision 0.06). */
function frames(crash: CrashClaim | undefined, target: string): FindingKey<WeakKind>[] {
  const top = (crash?.frames ?? []).slice(0, 3).map((f) => fold(f.symbol));
  if (!crash || top.length === 0) return [];
  return [keyOf('frames', [target, crash.kind, ...top], `the same crash ${crash.kind} in ${top.join(' < ')}`)];
}

/** Two overlapping windows of eight lines, so that lines up to four apart always share one. */
const windows = (line: number): readonly number[] => [Math.floor(line / 8) * 2, Math.floor((line + 4) / 8) * 2 + 1];

/** The rarer words of a title, sorted: the same words in another order still meet. */
function title(claim: FindingClaim, target: string): FindingKey<WeakKind>[] {
  const words = [
    ...new Set(
      claim.title
        .slice(0, 400)
        .toLowerCase()
        .match(/[\p{L}\p{N}_]{4,40}/gu) ?? [],
    ),
  ]
    .filter((w) => !COMMON.has(w))
    .sort();
  if (words.length < 3) return [];
  return [
    keyOf(
      'title',
      [target, words.slice(0, 8).join(' ')],
      `the same words in the title: ${words.slice(0, 5).join(', ')}`,
    ),
  ];
}

const COMMON = new Set([
  'vulnerability',
  'vulnerable',
  'possible',
  'potential',
  'allows',
  'attacker',
  'remote',
  'could',
  'when',
  'with',
  'this',
  'that',
  'from',
  'into',
  'user',
  'input',
  'value',
  'function',
  'issue',
  'error',
]);

const fold = (symbol: string): string =>
  symbol
    .replace(/\(.*$/s, '')
    .replace(/<[^<>]*>/g, '')
    .trim()
    .toLowerCase();

function keyOf<Kind extends string>(kind: Kind, facts: readonly string[], text: string): FindingKey<Kind> {
  // The unit separator cannot stand in a fact: two facts never run together into another pair.
  return { kind, digest: digestOf([kind, ...facts.map((f) => f.replaceAll('\u001f', ' '))].join('\u001f')), text };
}

const unique = <K extends string>(keys: readonly FindingKey<K>[]): FindingKey<K>[] => [
  ...new Map(keys.map((k) => [k.digest, k])).values(),
];
