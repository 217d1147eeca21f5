// Receipts in the forms that people hold: the ledger's own signed ones, what reports.receipt answers, and what report submit prints.
import { receipt as apiReceipt } from '@leadtime/contract';
import { type Instant, isDigest, parseInstant } from '@leadtime/lib/kit';
import { RECEIPT_FORMAT, type Verified, type VerifierKey, verifyReceipt } from '@leadtime/lib/ledger';
import { Failure } from '../failure.ts';
import { readSmall } from './ledger-keys.ts';

export interface HeldReceipt {
  readonly file: string;
  readonly verified: Verified;
  /** Signed by the ledger: what it does not keep is evidence against whoever runs it. */
  readonly signed: boolean;
}

export async function readReceipts(
  files: readonly string[],
  log: VerifierKey | undefined,
): Promise<readonly HeldReceipt[]> {
  const held = await Promise.all(files.map((file) => readOne(file, log)));
  return held.flat();
}

async function readOne(file: string, log: VerifierKey | undefined): Promise<readonly HeldReceipt[]> {
  const value = jsonOf(file, await readSmall(file));
  const list =
    isObject(value) && Array.isArray(value['reports'])
      ? value['reports'].flatMap((r) => (isObject(r) && r['receipt'] ? [r['receipt']] : []))
      : [value];
  if (list.length === 0) throw new Failure(2, `${file} holds no receipt.`);
  return list.map((receipt) => ({ file, ...held(file, receipt, log) }));
}

function held(file: string, value: unknown, log: VerifierKey | undefined): Omit<HeldReceipt, 'file'> {
  if (isObject(value) && value['format'] === RECEIPT_FORMAT)
    return { verified: signed(file, value, log), signed: true };
  const answer = isObject(value) && isObject(value['receipt']) ? value : { receipt: value };
  const parsed = apiReceipt.safeParse(answer['receipt']);
  if (!parsed.success || !isDigest(parsed.data.ledger.commitment)) throw new Failure(2, `${file} is not a receipt.`);
  const { commitment } = parsed.data.ledger;
  const { index, proof, checkpoint } = answer as { index?: unknown; proof?: unknown; checkpoint?: unknown }; // checked by verifyReceipt
  if (typeof checkpoint === 'string' && log !== undefined) {
    const whole = { format: RECEIPT_FORMAT, stage: 'checkpointed', commitment, index, proof, checkpoint };
    return { verified: signed(file, whole, log), signed: true };
  }
  const at = parseInstant(parsed.data.receivedAt) ?? ('' as Instant); // the schema asked for an instant
  return { verified: { stage: 'stored', at, commitment }, signed: false };
}

function signed(file: string, receipt: unknown, log: VerifierKey | undefined): Verified {
  if (log === undefined) throw new Failure(2, `To check the signature on ${file}, give the ledger's key: --key.`);
  const verified = verifyReceipt(receipt, { log });
  if (!verified.ok) throw new Failure(1, `${file} does not hold`, verified);
  return verified.value;
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(2, `${file} is not JSON.`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
