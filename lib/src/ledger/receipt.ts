// What somebody who caused an entry holds in hand, and how far it has come:
//
//   stored         the entry is in the database, unsequenced; the ledger signs that it will be put into the tree
//   sequenced      it has an index; the ledger signs that
//   checkpointed   a signed checkpoint covers it: the proof needs no trust in the operator, and works offline for ever
//
// A receipt that the ledger later does not honour is evidence against its operator (verifyExport takes receipts).
import { failed, type Instant, isDigest, ok, parseInstant, problemList, quote, type Result } from '../kit/index.ts';
import { type Commitment, type EntryBody, entryLeafHash, type Opening, openCommitment } from './commitment.ts';
import { HASH_BYTES, type Hash } from './hash.ts';
import { parseBase64, type SigningKey, type VerifierKey } from './key.ts';
import { isSize, verifyInclusion } from './merkle.ts';
import { NOTE_LIMIT_BYTES, signNote, verifyNote } from './note.ts';
import { type OpenedCheckpoint, openCheckpoint } from './signed-checkpoint.ts';

export const RECEIPT_FORMAT = 'leadtime/receipt/v1';

/** A receipt as JSON. `opening` is for the holder's own eyes: who passes the receipt on may leave it out. */
export type Receipt = (
  | { readonly stage: 'stored' | 'sequenced'; readonly statement: string }
  | {
      readonly stage: 'checkpointed';
      readonly index: number;
      readonly proof: readonly string[];
      readonly checkpoint: string;
    }
) & { readonly format: typeof RECEIPT_FORMAT; readonly commitment: Commitment; readonly opening?: Opening };

/** What a receipt proves, once verified. */
export type Verified = (
  | { readonly stage: 'stored'; readonly at: Instant }
  | { readonly stage: 'sequenced'; readonly at: Instant; readonly index: number }
  | { readonly stage: 'checkpointed'; readonly index: number; readonly checkpoint: OpenedCheckpoint }
) & { readonly commitment: Commitment; readonly body?: EntryBody };

export interface ReceiptTrust {
  readonly log: VerifierKey;
  readonly witnesses?: readonly VerifierKey[];
}

/** Stage 1: the entry is stored. */
export function storedReceipt(commitment: Commitment, at: Instant, key: SigningKey): Receipt {
  return { format: RECEIPT_FORMAT, stage: 'stored', commitment, statement: state(key, commitment, `stored ${at}`) };
}

/** Stage 2: the entry is number `index`. */
export function sequencedReceipt(
  entry: { commitment: Commitment; index: number },
  at: Instant,
  key: SigningKey,
): Receipt {
  const statement = state(key, entry.commitment, `sequenced ${entry.index} ${at}`);
  return { format: RECEIPT_FORMAT, stage: 'sequenced', commitment: entry.commitment, statement };
}

/** Stage 3: the checkpoint's note and the inclusion proof in the tree of its size. */
export function checkpointedReceipt(entry: {
  readonly commitment: Commitment;
  readonly index: number;
  readonly proof: readonly Hash[];
  readonly checkpoint: string;
}): Receipt {
  const proof = entry.proof.map((h) => Buffer.from(h).toString('base64'));
  return { ...entry, format: RECEIPT_FORMAT, stage: 'checkpointed', proof };
}

/** What the receipt proves to someone who trusts the ledger's key, offline. Takes unknown values from outside. */
export function verifyReceipt(receipt: unknown, trust: ReceiptTrust): Result<Verified> {
  const parsed = parseReceipt(receipt);
  if (!parsed.ok) return parsed;
  const { commitment, opening } = parsed.value;
  const reached =
    parsed.value.stage === 'checkpointed'
      ? verifyIncluded(parsed.value, trust)
      : verifyStatement(parsed.value, trust.log);
  if (!reached.ok || opening === undefined) return reached;
  const body = openCommitment(commitment, opening);
  return body.ok ? ok({ ...reached.value, body: body.value }) : body;
}

/**
 * Its first line is no ledger's origin and its second no number: the key that signs checkpoints may sign this too
 * without one being taken for the other.
 */
function state(key: SigningKey, commitment: Commitment, stage: string): string {
  return signNote(`${RECEIPT_FORMAT}\norigin ${key.verifier.name}\ncommitment ${commitment}\n${stage}\n`, [key]);
}

function verifyStatement(receipt: Receipt & { stage: 'stored' | 'sequenced' }, log: VerifierKey): Result<Verified> {
  const note = verifyNote(receipt.statement, [log]);
  if (!note.ok) return note;
  const [format, origin, committed, stage = '', ...more] = note.value.text.split('\n');
  const said = /^(?:stored|sequenced (0|[1-9]\d{0,15})) (\S{24})$/.exec(stage);
  const at = parseInstant(said?.[2] ?? '');
  const fits =
    format === RECEIPT_FORMAT &&
    origin === `origin ${log.name}` &&
    committed === `commitment ${receipt.commitment}` &&
    more.join() === '';
  if (!fits || !said || at === undefined || stage.split(' ')[0] !== receipt.stage) {
    const detail = 'the signed statement says something else than the receipt around it';
    return failed([{ code: 'ledger.receipt', path: '/statement', detail }]);
  }
  const { commitment } = receipt;
  return said[1] === undefined
    ? ok({ stage: 'stored', at, commitment })
    : ok({ stage: 'sequenced', at, index: Number(said[1]), commitment });
}

function verifyIncluded(receipt: Receipt & { stage: 'checkpointed' }, trust: ReceiptTrust): Result<Verified> {
  const { commitment, index } = receipt;
  const checkpoint = openCheckpoint(receipt.checkpoint, trust);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  const proof = receipt.proof.map((text) => parseBase64(text) ?? new Uint8Array(0));
  if (!verifyInclusion({ leaf: entryLeafHash(commitment), index, size, root, proof })) {
    const detail = `the proof does not lead from entry ${index} to the root of the ${size} entries`;
    return failed([{ code: 'ledger.proof', path: '/proof', detail }]);
  }
  return ok({ stage: 'checkpointed', index, checkpoint: checkpoint.value, commitment });
}

const PROOF_LIMIT = 64;

function parseReceipt(value: unknown): Result<Receipt> {
  const problems = problemList();
  const r: Record<string, unknown> = typeof value === 'object' && value !== null ? { ...value } : {};
  const isText = (v: unknown) => typeof v === 'string' && v.length <= NOTE_LIMIT_BYTES;
  if (r.format !== RECEIPT_FORMAT)
    problems.add('input.unknown-format', '/format', `not ${RECEIPT_FORMAT}: ${quote(r.format)}`);
  if (typeof r.commitment !== 'string' || !isDigest(r.commitment))
    problems.add('field.value', '/commitment', 'not 64 hex digits');
  if (r.opening !== undefined && (typeof r.opening !== 'object' || r.opening === null)) {
    problems.add('field.type', '/opening', 'not an object of body and nonce');
  }
  if (r.stage === 'checkpointed') {
    if (typeof r.index !== 'number' || !isSize(r.index))
      problems.add('field.value', '/index', 'not the index of an entry');
    if (!isText(r.checkpoint)) problems.add('field.type', '/checkpoint', 'not the text of a checkpoint');
    if (!Array.isArray(r.proof) || r.proof.length > PROOF_LIMIT || !r.proof.every(isHashText)) {
      problems.add('field.type', '/proof', `not a list of at most ${PROOF_LIMIT} hashes in base64`);
    }
  } else if (r.stage === 'stored' || r.stage === 'sequenced') {
    if (!isText(r.statement)) problems.add('field.type', '/statement', 'not the text of a signed note');
  } else {
    problems.add('field.value', '/stage', `none of stored, sequenced, checkpointed: ${quote(r.stage)}`);
  }
  return problems.total > 0 ? failed(problems.kept, problems.total) : ok(r as unknown as Receipt); // every field was checked above
}

const isHashText = (v: unknown): boolean => typeof v === 'string' && parseBase64(v)?.length === HASH_BYTES;
