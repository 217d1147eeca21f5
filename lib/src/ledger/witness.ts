// How outsiders watch the ledger (C2SP tlog-witness): the ledger sends its new checkpoint with a proof that it extends the one
// the witness saw last; the witness signs only then. Two installations of Leadtime can witness each other with this file alone.
//
//   old 20852014
//   PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=      consistency proof, a hash a line
//
//   ledger.example.gov                                the checkpoint
//   …
import { failed, ok, problemList, quote, type Result } from '../kit/index.ts';
import { cosignatureBytes } from './cosignature.ts';
import { EMPTY_ROOT, HASH_BYTES, type Hash, sameHash } from './hash.ts';
import { parseBase64, type SigningKey, type VerifierKey } from './key.ts';
import { verifyConsistency } from './merkle.ts';
import { NOTE_LIMIT_BYTES, parseNote, signatureLine } from './note.ts';
import { openCheckpoint } from './signed-checkpoint.ts';

export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Hash[];
  readonly checkpoint: string;
}

/** The tree head that a witness cosigned last for a ledger. It keeps nothing else. */
export interface Witnessed {
  readonly size: number;
  readonly root: Hash;
}

/** What the witness answers; `status` is the HTTP status that tlog-witness gives each outcome. */
export type WitnessAnswer =
  | { readonly status: 200; readonly body: string; readonly witnessed: Witnessed }
  | { readonly status: 400 | 403 | 422; readonly body: string }
  | { readonly status: 409; readonly body: string };

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `old ${oldSize}\n${proof.map((h) => `${Buffer.from(h).toString('base64')}\n`).join('')}\n${checkpoint}`;

export function parseAddCheckpoint(body: string): Result<AddCheckpoint> {
  const bad = (path: string, detail: string) => failed([{ code: 'ledger.proof', path, detail }]);
  if (Buffer.byteLength(body) > NOTE_LIMIT_BYTES) return bad('', `the request is over ${NOTE_LIMIT_BYTES} bytes`);
  const split = body.indexOf('\n\n');
  const [old = '', ...hashes] = body.slice(0, Math.max(0, split)).split('\n');
  const size = /^old (0|[1-9]\d{0,15})$/.exec(old)?.[1];
  if (size === undefined || !Number.isSafeInteger(Number(size))) return bad('/line/1', `not "old SIZE": ${quote(old)}`);
  if (hashes.length > PROOF_LIMIT) return bad('', `more than ${PROOF_LIMIT} hashes`);
  const problems = problemList();
  const proof = hashes.flatMap((text, i) => {
    const hash = parseBase64(text);
    if (hash?.length === HASH_BYTES) return [hash];
    problems.add('ledger.proof', `/line/${i + 2}`, `not a hash: ${quote(text)}`);
    return [];
  });
  if (problems.total > 0) return failed(problems.kept, problems.total);
  return ok({ oldSize: Number(size), proof, checkpoint: body.slice(split + 2) });
}

/**
 * A witness's answer to an add-checkpoint request for a ledger whose key it knows (an unknown origin is a 404 before this).
 * The caller must store `witnessed` before it sends the answer, in the same transaction as `last` was read:
 * otherwise two requests at once could roll the witness back.
 */
export function witness(
  request: AddCheckpoint,
  last: Witnessed | undefined,
  by: { readonly log: VerifierKey; readonly key: SigningKey; readonly seconds: number },
): WitnessAnswer {
  const known = last ?? { size: 0, root: EMPTY_ROOT };
  const opened = openCheckpoint(request.checkpoint, { log: by.log });
  if (!opened.ok) {
    const unsigned = opened.problems.some((p) => p.code === 'note.signature');
    return { status: unsigned ? 403 : 400, body: `${opened.problems[0]?.detail}\n` };
  }
  const { size, root } = opened.value;
  if (request.oldSize > size) return { status: 400, body: 'the old size is above the new one\n' };
  if (request.oldSize !== known.size) return { status: 409, body: `${known.size}\n` };
  if (size === known.size && !sameHash(root, known.root)) return { status: 409, body: `${known.size}\n` };
  const extended = { oldSize: known.size, oldRoot: known.root, newSize: size, newRoot: root, proof: request.proof };
  if (!verifyConsistency(extended)) return { status: 422, body: 'the consistency proof does not hold\n' };

  const text = textOf(request.checkpoint);
  return { status: 200, body: cosign(text, by.key, by.seconds), witnessed: { size, root } };
}

/** A witness's signature line for the text of a checkpoint, to be put below it. `seconds` since 1970, UTC. */
export const cosign = (text: string, key: SigningKey, seconds: number): string =>
  signatureLine(key, cosignatureBytes(text, key, seconds));

/** A checkpoint with a witness's answer put below it; unverified, as `openCheckpoint` does that. */
export const addCosignatures = (checkpoint: string, lines: string): string => checkpoint + lines;

const PROOF_LIMIT = 63;

function textOf(note: string): string {
  const parsed = parseNote(note);
  if (!parsed.ok) throw new Error('the note was opened before');
  return parsed.value.text;
}
