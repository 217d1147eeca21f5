// The keys by which findings meet. An identity key says "the same by itself" (evidence level E0) and may merge; a weak key
// only proposes. Measured on 4,993 real reports, every rule that merges on weak keys does worse than merging nothing.
// Keys never reach across targets, but for the one that proposes where the same proof bytes were sent for another target.
import type { CrashClaim, FindingClaim, FingerprintClaim } from '../advisory/finding-model.ts';
import { isRuntimeFrame, normaliseSymbol } from '../advisory/report/frame.ts';
import { type Digest, digestOf } from '../kit/index.ts';
import { titleSignature } from './title-signature.ts';
import { weaknessFamily } from './weakness-family.ts';

export type IdentityKind = 'proof' | 'alias' | 'lineage';
export type WeakKind = 'frames' | 'symbol' | 'place' | 'file' | 'title' | 'fingerprint' | 'proof-elsewhere';
export type KeyKind = IdentityKind | WeakKind;

export interface FindingKey<Kind extends KeyKind = KeyKind> {
  readonly kind: Kind;
  readonly level: 'E0' | 'candidate';
  /** SHA-256 of kind and facts, 64 hex digits: what is stored and compared. */
  readonly digest: Digest;
  /** The facts, for a person; completes "both have …". */
  readonly text: string;
}

export interface KeyContext {
  /** The resolved target: package URL without version, or repository. Undefined where nobody can say: then nothing is identical. */
  readonly target: string | undefined;
}

/** Proofs shorter than this say nothing: many bugs die of an empty file or a single quote. */
const LEAST_PROOF = 16;

/** Keys that show two findings to be one: same proof bytes, same advisory alias, same tool's own fingerprint. */
export function identityKeys(claim: FindingClaim, { target }: KeyContext): readonly FindingKey<IdentityKind>[] {
  if (target === undefined) return [];
  return unique([...proofKeys(claim, target), ...aliasKeys(claim, target), ...lineageKeys(claim, target)]);
}

/** Keys that make two findings worth comparing, from most to least telling. */
export function candidateKeys(claim: FindingClaim, { target }: KeyContext): readonly FindingKey<WeakKind>[] {
  const elsewhere = claim.attachments
    .filter((a) => a.role === 'proof' && a.size >= LEAST_PROOF)
    .map((a) => weak('proof-elsewhere', [a.digest], `the same proof bytes (sha256 ${a.digest.slice(0, 12)}…)`));
  if (target === undefined) return unique(elsewhere);
  return unique([
    ...elsewhere,
    ...fingerprintKeys(claim, target),
    ...frameKeys(claim.crash, target),
    ...placeKeys(claim, target),
    ...titleKeys(claim, target),
  ]);
}

function proofKeys(claim: FindingClaim, target: string): readonly FindingKey<IdentityKind>[] {
  return claim.attachments
    .filter((a) => a.role === 'proof' && a.size >= LEAST_PROOF)
    .map((a) => strong('proof', [target, a.digest], `the same proof bytes (sha256 ${a.digest.slice(0, 12)}…)`));
}

/** Identifiers that name one vulnerability. Vendor bulletins and issue links name many: they are left out. */
const ALIAS = /^(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[0-9a-z]{4}){3}|(?:GO|RUSTSEC|PYSEC|OSV|HSEC|MAL)-\d{4}-\d{1,12})$/;

function aliasKeys(claim: FindingClaim, target: string): readonly FindingKey<IdentityKind>[] {
  return claim.aliases
    .filter((alias) => ALIAS.test(alias))
    .map((alias) => strong('alias', [target, alias], `the same identifier ${alias} in ${target}`));
}

/**
 * A tool's own word that two results are one, for one rule in one file. A `full` fingerprint (SARIF §3.27.16) is that word;
 * of the `partial` ones (§3.27.17), which by their definition only contribute, those whose scheme is made to follow a line.
 */
function lineageKeys(claim: FindingClaim, target: string): readonly FindingKey<IdentityKind>[] {
  const tool = claim.discovery.tool?.name;
  const path = claim.locations[0]?.path;
  if (!tool || !path) return [];
  return claim.fingerprints
    .filter((f) => f.value.length >= LEAST_FINGERPRINT && (f.kind === 'full' || FOLLOWS_A_LINE.test(f.scheme)))
    .map((f) =>
      strong(
        'lineage',
        [tool.toLowerCase(), claim.ruleId ?? '', f.scheme, f.value, target, path],
        `${tool}'s own fingerprint ${f.scheme} for ${claim.ruleId ?? 'its result'} in ${path}`,
      ),
    );
}

const LEAST_FINGERPRINT = 8;
const FOLLOWS_A_LINE = /^(primaryLocationLineHash|matchBasedId)(\/v\d+)?$/;

/** The same without path and rule: the code was moved, or the rule renamed. And all partial fingerprints together. */
function fingerprintKeys(claim: FindingClaim, target: string): readonly FindingKey<WeakKind>[] {
  const tool = claim.discovery.tool?.name;
  if (!tool) return [];
  const named = (f: FingerprintClaim): string => `${f.scheme}=${f.value}`;
  const full = claim.fingerprints.filter((f) => f.kind === 'full' && f.value.length >= LEAST_FINGERPRINT).slice(0, 4);
  const partial = claim.fingerprints
    .filter((f) => f.kind === 'partial')
    .map(named)
    .sort();
  return [
    ...full.map((f) =>
      weak('fingerprint', [target, tool.toLowerCase(), named(f)], `${tool}'s fingerprint ${f.scheme}, wherever it is`),
    ),
    ...(partial.length === 0
      ? []
      : [
          weak(
            'fingerprint',
            [target, tool.toLowerCase(), claim.ruleId ?? '', ...partial],
            `${tool}'s partial fingerprints, wherever they are`,
          ),
        ]),
  ];
}

/** Three innermost frames that belong to the program, and the kind of crash: good enough to look, not to merge (precision 0.06). */
function frameKeys(crash: CrashClaim | undefined, target: string): readonly FindingKey<WeakKind>[] {
  const top = (crash?.frames ?? []).filter((frame) => !isRuntimeFrame(frame)).slice(0, 3);
  if (!crash || top.length === 0) return [];
  const symbols = top.map((frame) => foldSymbol(frame.symbol));
  return [weak('frames', [target, ...symbols], `the innermost frames ${symbols.join(' < ')}`)];
}

/** Where it is: the function, the lines, the file with the family of weakness. */
function placeKeys(claim: FindingClaim, target: string): readonly FindingKey<WeakKind>[] {
  const family = weaknessFamily(claim.weaknesses);
  const [at] = claim.locations;
  const crashed = claim.crash?.frames.find((frame) => !isRuntimeFrame(frame));
  const symbol = at?.symbol ?? crashed?.symbol;
  const path = at?.path || crashed?.path;
  const line = at?.startLine ?? crashed?.line;
  return [
    ...(symbol ? [weak('symbol', [target, foldSymbol(symbol)], `the function ${foldSymbol(symbol)}`)] : []),
    ...(path && line !== undefined
      ? windows(line).map((w) => weak('place', [target, path, w], `lines near ${line} of ${path}`))
      : []),
    ...(path && family !== 'unknown' && family !== 'other'
      ? [weak('file', [target, path, family], `the file ${path} and the family ${family}`)]
      : []),
  ];
}

/** Two overlapping windows of sixteen lines, so that lines up to eight apart always share one. */
const windows = (line: number): readonly string[] => [
  `even ${Math.floor(line / 16)}`,
  `odd ${Math.floor((line + 8) / 16)}`,
];

function titleKeys(claim: FindingClaim, target: string): readonly FindingKey<WeakKind>[] {
  const words = titleSignature(claim.title);
  return words.length === 0 ? [] : [weak('title', [target, ...words], `the words ${words.join(', ')} in the title`)];
}

/** As in frames, and without case: one tool writes `Parser::next`, another `parser::next(int)`. */
const foldSymbol = (symbol: string): string => normaliseSymbol(symbol).toLowerCase();

const strong = (kind: IdentityKind, facts: readonly string[], text: string): FindingKey<IdentityKind> => ({
  kind,
  level: 'E0',
  digest: digestOfFacts(kind, facts),
  text,
});
const weak = (kind: WeakKind, facts: readonly string[], text: string): FindingKey<WeakKind> => ({
  kind,
  level: 'candidate',
  digest: digestOfFacts(kind, facts),
  text,
});

/** JSON keeps the facts apart: no two lists of them run together into one text. The `1` is the version of all key forms. */
const digestOfFacts = (kind: KeyKind, facts: readonly string[]): Digest =>
  digestOf(JSON.stringify(['leadtime/key/1', kind, ...facts]));

const unique = <K extends KeyKind>(keys: readonly FindingKey<K>[]): readonly FindingKey<K>[] => [
  ...new Map(keys.map((key) => [key.digest, key])).values(),
];
