// Signed checkpoints: whoever keeps one can later prove that the past was changed.
import { failed, type Instant, ok, quote, type Result } from '../kit/index.ts';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import type { Hash } from './hash.ts';
import type { SigningKey, VerifierKey } from './key.ts';
import { signNote, verifyNote } from './note.ts';

export interface OpenedCheckpoint extends Checkpoint {
  /** The witnesses, trusted here, that cosigned, and when each says it did. */
  readonly cosignatures: readonly { readonly name: string; readonly at: Instant }[];
}

export interface CheckpointTrust {
  /** The ledger's key: a checkpoint without its signature is nothing. */
  readonly log: VerifierKey;
  /** The expected first line; the name of the ledger's key unless given. */
  readonly origin?: string;
  readonly witnesses?: readonly VerifierKey[];
}

/** The signed checkpoint; the key's name is the origin, as tlog-checkpoint asks. */
export function signCheckpoint(head: { readonly size: number; readonly root: Hash }, key: SigningKey): string {
  return signNote(formatCheckpoint({ ...head, origin: key.verifier.name }), [key]);
}

/** A checkpoint from a signed note: signed by the ledger, of the expected origin, with the cosignatures that hold. */
export function openCheckpoint(note: string, trust: CheckpointTrust): Result<OpenedCheckpoint> {
  const verified = verifyNote(note, [trust.log, ...(trust.witnesses ?? [])]);
  if (!verified.ok) return verified;
  const { text, signatures } = verified.value;
  if (!signatures.some((s) => s.key === trust.log)) {
    const detail = `witnesses signed, but not the ledger's own key ${quote(trust.log.name)}`;
    return failed([{ code: 'note.signature', path: '', detail }]);
  }
  const checkpoint = parseCheckpoint(text);
  if (!checkpoint.ok) return checkpoint;
  const expected = trust.origin ?? trust.log.name;
  if (checkpoint.value.origin !== expected) {
    const detail = `the checkpoint is of ${quote(checkpoint.value.origin)}, not of ${quote(expected)}`;
    return failed([{ code: 'checkpoint.syntax', path: '/line/1', detail }]);
  }
  const cosignatures = signatures.flatMap(({ key, at }) => (at === undefined ? [] : [{ name: key.name, at }]));
  return ok({ ...checkpoint.value, cosignatures });
}
