// What goes into the tree for each change of state: a commitment, and nothing else.
//
//   body         {"actor":…,"at":…,"facts":{…},"kind":"case.vendor-told","refs":{…}}     canonical JSON (RFC 8785)
//   commitment   SHA-256("leadtime/commitment/v1\n" ‖ 32-byte nonce ‖ body)
//   leaf data    leadtime/entry/v1 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n
//
// The nonce hides the body: without it, whoever can guess a text ("vendor X was told on Tuesday") could confirm it from its hash.
// Kind and time stay inside for the same reason: a public stream of kinds tells when something serious is going on.
import {
  canonicalJson,
  type Digest,
  digestOf,
  expectOk,
  failed,
  type Instant,
  isDigest,
  ok,
  type ProblemList,
  parseInstant,
  problemList,
  quote,
  type Result,
} from '../kit/index.ts';
import { type Hash, leafHash } from './hash.ts';

/** SHA-256 in 64 hex digits: what the public sees of an entry. */
export type Commitment = Digest;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One change of state. */
export interface EntryBody {
  /** What changed: dotted lower-case words, such as `case.vendor-told`. */
  readonly kind: string;
  readonly at: Instant;
  /** Who did it: the id of a party or person, or `system`. */
  readonly actor: string;
  /** The things it is about, by role: `{"case": "0197…", "party": "0197…"}`. */
  readonly refs: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, Json>>;
}

/** What opens a commitment: shown to those who may see the entry. */
export interface Opening {
  readonly body: EntryBody;
  /** 32 random bytes as 64 hex digits; as secret as the body. */
  readonly nonce: string;
}

export const NONCE_BYTES = 32;
export const BODY_LIMIT_BYTES = 64 * 1024;
const DEPTH_LIMIT = 16;
const REFS_LIMIT = 64;

/** The commitment to a body. Throws on a nonce that is not 32 bytes or a body that `parseEntryBody` refuses: those are bugs. */
export function commit(body: EntryBody, nonce: Uint8Array): Commitment {
  if (nonce.length !== NONCE_BYTES) throw new RangeError('a nonce has 32 bytes');
  return commitmentOf(canonicalJson(expectOk(parseEntryBody(body))), nonce);
}

/** The body, when body and nonce are what was committed to; every problem otherwise. Takes unknown values from outside. */
export function openCommitment(commitment: Commitment, opening: { body: unknown; nonce: unknown }): Result<EntryBody> {
  const body = parseEntryBody(opening.body);
  if (!body.ok) return body;
  if (typeof opening.nonce !== 'string' || !isDigest(opening.nonce)) {
    return failed([{ code: 'field.value', path: '/nonce', detail: 'the nonce is not 64 hex digits' }]);
  }
  if (commitmentOf(canonicalJson(body.value), Buffer.from(opening.nonce, 'hex')) === commitment) return body;
  const detail = 'body and nonce do not give the commitment: one of the three was changed';
  return failed([{ code: 'ledger.commitment', path: '', detail }]);
}

/** The 83 bytes that are hashed as a leaf and stand in entry bundles. */
export const leafData = (commitment: Commitment): Uint8Array => Buffer.from(`${LEAF_PREFIX}${commitment}\n`);

/** The commitment in leaf data, or undefined where the bytes are not exactly such a leaf. */
export function parseLeafData(data: Uint8Array): Commitment | undefined {
  const text = Buffer.from(data).toString('latin1');
  const commitment = text.slice(LEAF_PREFIX.length, -1);
  return isDigest(commitment) && text === `${LEAF_PREFIX}${commitment}\n` ? commitment : undefined;
}

/** The entry's hash in the tree. */
export const entryLeafHash = (commitment: Commitment): Hash => leafHash(leafData(commitment));

/** A body from outside: its five fields, within limits, in the forms that canonical JSON can hold. */
export function parseEntryBody(value: unknown): Result<EntryBody> {
  const problems = problemList();
  if (!isObject(value)) return failed([{ code: 'field.type', path: '', detail: 'the body is not an object' }]);
  for (const key of Object.keys(value)) {
    if (!FIELDS.has(key)) problems.add('field.unknown', '', `${quote(key)} is no field of an entry`);
  }
  const { kind, at, actor, refs, facts } = value;
  if (typeof kind !== 'string' || kind.length > 100 || !KIND.test(kind)) {
    problems.add('field.value', '/kind', `not dotted lower-case words: ${quote(kind)}`);
  }
  if (typeof at !== 'string' || parseInstant(at) !== at) {
    problems.add('date.syntax', '/at', `not an instant in UTC with milliseconds: ${quote(at)}`);
  }
  if (!isShortText(actor)) problems.add('field.value', '/actor', 'not a text of 1 to 300 characters');
  if (!isObject(refs) || Object.keys(refs).length > REFS_LIMIT || !Object.entries(refs).flat().every(isShortText)) {
    problems.add('field.value', '/refs', `not an object of at most ${REFS_LIMIT} short texts`);
  }
  if (!isObject(facts)) problems.add('field.type', '/facts', 'not an object');
  else checkJson(facts, '/facts', 1, problems);
  if (problems.total === 0 && Buffer.byteLength(canonicalJson(value)) > BODY_LIMIT_BYTES) {
    problems.add('input.too-large', '', `the body is over ${BODY_LIMIT_BYTES} bytes`);
  }
  if (problems.total > 0) return failed(problems.kept, problems.total);
  return ok(value as unknown as EntryBody); // every field was checked above
}

const FIELDS: ReadonlySet<string> = new Set(['kind', 'at', 'actor', 'refs', 'facts']);
const KIND = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)*$/;
const LEAF_PREFIX = 'leadtime/entry/v1 ';
const COMMITMENT_PREFIX = Buffer.from('leadtime/commitment/v1\n');

const commitmentOf = (canonicalBody: string, nonce: Uint8Array): Commitment =>
  digestOf(Buffer.concat([COMMITMENT_PREFIX, nonce, Buffer.from(canonicalBody)]));

/** Only what comes back from JSON the same: no NaN, no functions, no lone surrogates, not too deep. */
function checkJson(value: unknown, path: string, depth: number, problems: ProblemList): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    if (!value.isWellFormed()) problems.add('input.encoding', path, 'a text holds half a character');
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) problems.add('field.value', path, 'JSON has no such number');
    return;
  }
  if (depth > DEPTH_LIMIT) {
    problems.add('json.too-deep', path, `deeper than ${DEPTH_LIMIT} levels`);
    return;
  }
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      checkJson(item, `${path}/${i}`, depth + 1, problems);
    });
    return;
  }
  if (!isObject(value)) {
    problems.add('field.type', path, 'JSON has no such value');
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    if (!key.isWellFormed()) problems.add('input.encoding', path, 'a key holds half a character');
    checkJson(item, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1, problems);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 300 &&
  value.isWellFormed() &&
  !/\p{Cc}/u.test(value);
