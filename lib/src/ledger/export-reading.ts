// The checks on each line of an export: what is known so far, and one function per kind of line.
import { createHash, type Hash as Hasher } from 'node:crypto';
import {
  canonicalJson,
  type Instant,
  isDigest,
  type Problem,
  type ProblemList,
  problemList,
  quote,
} from '../kit/index.ts';
import { type Commitment, entryLeafHash, openCommitment } from './commitment.ts';
import { type CompactTree, compactTree } from './compact-tree.ts';
import { EXPORT_FORMAT, sealText } from './export.ts';
import { type Hash, sameHash } from './hash.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from './key.ts';
import { isSize } from './merkle.ts';
import { verifyNote } from './note.ts';
import type { Verified } from './receipt.ts';
import { openCheckpoint } from './signed-checkpoint.ts';

export interface ExportTrust {
  /** The ledger's key, had from elsewhere. Without it the export is only shown to agree with the key in its own header. */
  readonly log?: VerifierKey;
  readonly witnesses?: readonly VerifierKey[];
  /** Checkpoint notes kept from earlier or had from others: the export must hold the same past. */
  readonly known?: readonly string[];
  /** Verified receipts: what they say must be in the export. */
  readonly receipts?: readonly Verified[];
}

export interface ExportReading {
  readonly trust: ExportTrust;
  readonly problems: ProblemList;
  readonly tree: CompactTree;
  /** Over every line before the seal. */
  readonly digest: Hasher;
  readonly witnessed: Map<string, { name: string; size: number; at: Instant }>;
  /** Roots of checkpoints the reader already holds, by size, until the export reaches them. */
  readonly known: Map<number, { root: Hash; path: string }[]>;
  readonly promisedAt: Map<number, { commitment: Commitment; path: string }[]>;
  readonly promisedAnywhere: Set<Commitment>;
  key: VerifierKey | undefined;
  stage: 'header' | 'body' | 'sealed';
  lines: number;
  entries: number;
  opened: number;
  checkpoints: number;
  verified: number;
  nextIndex: number;
  /** Size of the last checkpoint read; `covered` is the last one whose root holds. */
  checkpointed: number;
  covered: { size: number; root: Hash } | undefined;
  /** False once an entry is lost or wrong: from there no root can fit, and to say so again at each checkpoint would hide the cause. */
  rootsComparable: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type ReadKind = (r: ExportReading, path: string, line: Fields) => void;

export function startReading(trust: ExportTrust): ExportReading {
  const receipts = trust.receipts ?? [];
  const placed = receipts.flatMap((v, i) =>
    v.stage === 'stored' ? [] : [{ index: v.index, commitment: v.commitment, path: `/receipts/${i}` }],
  );
  return {
    trust,
    problems: problemList(),
    tree: compactTree(),
    digest: createHash('sha256'),
    witnessed: new Map(),
    known: new Map(),
    promisedAt: Map.groupBy(placed, (p) => p.index),
    promisedAnywhere: new Set(receipts.flatMap((v) => (v.stage === 'stored' ? [v.commitment] : []))),
    key: trust.log,
    stage: 'header',
    lines: 0,
    entries: 0,
    opened: 0,
    checkpoints: 0,
    verified: 0,
    nextIndex: 0,
    checkpointed: 0,
    covered: undefined,
    rootsComparable: true,
  };
}

export function readLine(
  r: ExportReading,
  { number, text, bytes }: { number: number; text: string; bytes: Uint8Array },
): void {
  const path = `/line/${number}`;
  r.lines = number;
  const line = parseLine(r, path, text);
  if (r.stage !== 'sealed' && line?.line !== 'seal') r.digest.update(bytes);
  if (line === undefined) {
    r.rootsComparable = false;
    return;
  }
  const kind = typeof line.line === 'string' ? KINDS.get(line.line) : undefined;
  const unknown = Object.keys(line).filter((field) => field !== 'line' && !kind?.fields.includes(field));
  if (kind === undefined) {
    r.rootsComparable = false; // it may have been an entry
    r.problems.add('field.value', `${path}/line`, `no kind of line: ${quote(line.line)}`);
    return;
  }
  if (unknown.length > 0)
    r.problems.add('field.unknown', path, `no field of this line: ${unknown.map((f) => quote(f)).join(', ')}`);
  if (r.stage !== kind.stage) {
    r.problems.add('ledger.order', path, `a ${line.line} line may not stand here`);
    if (r.stage !== 'header') return;
    r.stage = 'body'; // the header is missing: said once
    readKnown(r);
  }
  kind.read(r, path, line);
}

/** A line that is no text, is too long, or does not end. */
export function readBrokenLine(r: ExportReading, number: number, detail: string): void {
  r.lines = number;
  r.rootsComparable = false;
  r.problems.add('input.encoding', `/line/${number}`, detail);
}

/** What only the end shows. */
export function finish(r: ExportReading): void {
  const end = `/line/${r.lines + 1}`;
  if (r.stage !== 'sealed') r.problems.add('ledger.seal', end, 'the export ends without its seal');
  if (r.checkpoints === 0) r.problems.add('ledger.order', end, 'the export has no checkpoint');
  else if (r.checkpointed < r.nextIndex) {
    r.problems.add('ledger.order', end, `no checkpoint covers entries ${r.checkpointed} to ${r.nextIndex - 1}`);
  }
  for (const [size, heads] of r.known) {
    if (size <= r.nextIndex) continue; // passed over after an earlier fault
    const detail = `it has ${size} entries, the export ends at ${r.nextIndex}: the export is older, or the ledger went back`;
    for (const { path } of heads) r.problems.add('ledger.order', path, detail);
  }
  for (const [index, promises] of r.promisedAt) {
    if (index < r.nextIndex) continue;
    const detail = `it names entry ${index}, the export ends at ${r.nextIndex}: the export is older, or the ledger went back`;
    for (const { path } of promises) r.problems.add('ledger.receipt', path, detail);
  }
}

const readHeader: ReadKind = (r, path, line) => {
  r.stage = 'body';
  if (line.format !== EXPORT_FORMAT) {
    r.problems.add('input.unknown-format', `${path}/format`, `not ${EXPORT_FORMAT}: ${quote(line.format)}`);
  }
  const stated = parseVerifierKey(typeof line.key === 'string' ? line.key : '');
  if (!stated.ok) addAll(r, `${path}/key`, stated.problems);
  else if (stated.value.type !== 'ed25519') {
    r.problems.add('note.key', `${path}/key`, 'a witness key, which signs no ledger');
  } else if (r.trust.log && formatVerifierKey(r.trust.log) !== line.key) {
    r.problems.add('note.key', `${path}/key`, `the export is of ${quote(line.key, 120)}, not of the trusted key`);
  } else r.key = r.trust.log ?? stated.value;
  readKnown(r);
  compareKnown(r, path);
};

const readEntry: ReadKind = (r, path, { index, commitment, opening }) => {
  r.entries += 1;
  if (index !== r.nextIndex) {
    r.problems.add('ledger.order', `${path}/index`, `entry ${r.nextIndex} should stand here, not ${quote(index)}`);
    r.rootsComparable = false;
  }
  const at = typeof index === 'number' && isSize(index) && index < Number.MAX_SAFE_INTEGER ? index : r.nextIndex;
  r.nextIndex = at + 1;
  if (opening !== undefined) r.opened += 1;
  if (typeof commitment !== 'string' || !isDigest(commitment)) {
    r.rootsComparable = false;
    return r.problems.add('field.value', `${path}/commitment`, 'the commitment is not 64 hex digits');
  }
  for (const promise of r.promisedAt.get(at) ?? []) {
    if (promise.commitment === commitment) continue;
    r.problems.add(
      'ledger.receipt',
      promise.path,
      `it puts ${promise.commitment} at entry ${at}, where ${commitment} stands`,
    );
  }
  r.promisedAnywhere.delete(commitment);
  r.tree.add(entryLeafHash(commitment));
  if (opening !== undefined) checkOpening(r, path, commitment, opening);
  compareKnown(r, path);
};

const readCheckpoint: ReadKind = (r, path, { note }) => {
  r.checkpoints += 1;
  if (r.key === undefined) return; // named at the header
  const result = openCheckpoint(textOf(note), { log: r.key, witnesses: r.trust.witnesses ?? [] });
  if (!result.ok) return addAll(r, `${path}/note`, result.problems);
  const { size, root, cosignatures } = result.value;
  if (size !== r.nextIndex) {
    r.problems.add('ledger.order', path, `a checkpoint of ${size} entries stands after ${r.nextIndex}`);
    r.rootsComparable = false;
    if (size > r.nextIndex) r.nextIndex = size; // entries before it are missing: said once
  }
  const before = r.checkpointed;
  r.checkpointed = Math.max(before, size);
  if (!r.rootsComparable) return;
  if (!sameHash(root, r.tree.root())) {
    r.rootsComparable = false;
    return r.problems.add(
      'ledger.root',
      path,
      `of entries ${before} to ${size - 1} at least one is not what was signed here`,
    );
  }
  r.verified += 1;
  r.covered = { size, root };
  for (const { name, at } of cosignatures) r.witnessed.set(name, { name, size, at });
};

const readSeal: ReadKind = (r, path, { note }) => {
  r.stage = 'sealed';
  const digest = r.digest.digest('hex');
  if (r.key === undefined) return; // named at the header
  const seal = verifyNote(textOf(note), [r.key]);
  if (!seal.ok) return addAll(r, `${path}/note`, seal.problems);
  if (seal.value.ignored > 0) r.problems.add('ledger.seal', path, 'somebody else signed the seal too');
  if (seal.value.text !== sealText(r.key.name, r, digest)) {
    r.problems.add('ledger.seal', path, 'something before the seal was changed, added or left out after it was signed');
  }
};

const KINDS: ReadonlyMap<string, { stage: ExportReading['stage']; fields: readonly string[]; read: ReadKind }> =
  new Map([
    ['header', { stage: 'header', fields: ['format', 'key'], read: readHeader }],
    ['entry', { stage: 'body', fields: ['commitment', 'index', 'opening'], read: readEntry }],
    ['checkpoint', { stage: 'body', fields: ['note'], read: readCheckpoint }],
    ['seal', { stage: 'body', fields: ['note'], read: readSeal }],
  ]);

function checkOpening(r: ExportReading, path: string, commitment: Commitment, opening: unknown): void {
  const { body, nonce, ...others } = isObject(opening) ? opening : {};
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    r.problems.add(
      'field.unknown',
      `${path}/opening`,
      `no field of an opening: ${unknown.map((f) => quote(f)).join(', ')}`,
    );
  const opened = openCommitment(commitment, { body, nonce });
  if (!opened.ok) addAll(r, `${path}/opening`, opened.problems);
}

/** Checkpoints that the reader holds are opened once the key is known. */
function readKnown(r: ExportReading): void {
  const log = r.key;
  if (log === undefined) return;
  r.trust.known?.forEach((note, i) => {
    const path = `/known/${i}`;
    const opened = openCheckpoint(note, { log });
    if (!opened.ok) addAll(r, path, opened.problems);
    else r.known.set(opened.value.size, [...(r.known.get(opened.value.size) ?? []), { root: opened.value.root, path }]);
  });
}

function compareKnown(r: ExportReading, path: string): void {
  const heads = r.known.get(r.nextIndex);
  if (heads === undefined || !r.rootsComparable) return;
  r.known.delete(r.nextIndex);
  const root = r.tree.root();
  for (const head of heads) {
    if (sameHash(head.root, root)) continue;
    const detail = `it was signed over ${r.nextIndex} entries that are not those of the export up to ${path}: the past was changed`;
    r.problems.add('ledger.root', head.path, detail);
  }
}

/** The object of a line. One that is JSON but not in canonical form is named, and read all the same. */
function parseLine(r: ExportReading, path: string, text: string): Fields | undefined {
  const plain = PLAIN_ENTRY.exec(text);
  if (plain) return { line: 'entry', commitment: plain[1], index: Number(plain[2]) };
  const value = parseJson(text);
  if (!isObject(value)) {
    r.problems.add('json.syntax', path, `not a JSON object: ${quote(text)}`);
    return undefined;
  }
  if (canonicalOrNone(value) !== text)
    r.problems.add('ledger.canonical', path, 'the line is not written in canonical form');
  return value;
}

/** The canonical form of an entry without an opening, as nearly all are: matching it takes a quarter of the time of parsing and printing it. */
const PLAIN_ENTRY = /^\{"commitment":"([0-9a-f]{64})","index":(0|[1-9]\d{0,14}),"line":"entry"\}$/;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function canonicalOrNone(value: unknown): string | undefined {
  try {
    return canonicalJson(value);
  } catch {
    return undefined; // too deep for the stack, or half a character: no line of ours
  }
}

function addAll(r: ExportReading, path: string, problems: readonly Problem[]): void {
  for (const p of problems) r.problems.add(p.code, `${path}${p.path}`, p.detail);
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
