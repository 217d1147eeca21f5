import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk, instantOf } from '../kit/index.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { parseNote, signNote } from './note.ts';
import { checkpointedReceipt, type Receipt, sequencedReceipt, storedReceipt, verifyReceipt } from './receipt.ts';
import { LOG, present, sampleLedger, WITNESS } from './sample-ledger.ts';
import { cosign } from './witness.ts';

const AT = instantOf(1_790_000_000_000);
const TRUST = { log: LOG.verifier, witnesses: [WITNESS.verifier] };
const ledger = sampleLedger([3, 300]);
const entry = (i: number) => present(ledger.entries[i]);

async function receiptOf(index: number, size: number): Promise<Receipt> {
  const { commitment } = entry(index);
  return checkpointedReceipt({
    commitment,
    index,
    proof: await ledger.prove(index, size),
    checkpoint: ledger.checkpoint(size),
  });
}

describe('a receipt', () => {
  it('says that the entry is stored, then its index, then proves it under a checkpoint', async () => {
    const { commitment, opening } = entry(257);
    const stored = storedReceipt(commitment, AT, LOG);
    expect(expectOk(verifyReceipt(stored, TRUST))).toEqual({ stage: 'stored', at: AT, commitment });
    const sequenced = sequencedReceipt({ commitment, index: 257 }, AT, LOG);
    expect(expectOk(verifyReceipt(sequenced, TRUST))).toEqual({ stage: 'sequenced', at: AT, index: 257, commitment });
    const full = await receiptOf(257, 300);
    expect(expectOk(verifyReceipt(full, TRUST))).toMatchObject({
      stage: 'checkpointed',
      index: 257,
      checkpoint: { size: 300 },
    });
    const opened = expectOk(verifyReceipt({ ...full, opening }, TRUST));
    expect(opened.body).toEqual(opening.body);
  });

  it('is plain JSON that comes back from a file', async () => {
    const full = await receiptOf(2, 3);
    expect(verifyReceipt(JSON.parse(JSON.stringify(full)), TRUST).ok).toBe(true);
  });

  it('names the witnesses that cosigned its checkpoint', async () => {
    const full = await receiptOf(0, 3);
    const note = ledger.checkpoint(3);
    const checkpoint = note + cosign(expectOk(parseNote(note)).text, WITNESS, 1_790_000_100);
    const verified = expectOk(verifyReceipt({ ...full, checkpoint }, TRUST));
    expect(verified).toMatchObject({ checkpoint: { cosignatures: [{ name: 'witness.example.org/w1' }] } });
  });

  it('does not hold for another entry, index, checkpoint, key or body', async () => {
    const full = await receiptOf(257, 300);
    const stored = storedReceipt(entry(1).commitment, AT, LOG);
    const sequenced = sequencedReceipt({ commitment: entry(1).commitment, index: 1 }, AT, LOG);
    const elsewhere = signNote(
      `leadtime/receipt/v1\norigin else.example\ncommitment ${stored.commitment}\nstored ${AT}\n`,
      [LOG],
    );
    const wrong: [string, unknown][] = [
      ['ledger.receipt', { ...stored, statement: elsewhere }],
      ['ledger.proof', { ...full, commitment: entry(1).commitment }],
      ['ledger.proof', { ...full, index: 256 }],
      ['ledger.proof', { ...full, checkpoint: ledger.checkpoint(3) }],
      ['ledger.proof', { ...full, proof: [] }],
      ['ledger.commitment', { ...full, opening: entry(1).opening }],
      ['ledger.receipt', { ...stored, commitment: entry(2).commitment }],
      ['ledger.receipt', { ...stored, stage: 'sequenced' }],
      ['ledger.receipt', { ...sequenced, stage: 'stored' }],
      ['ledger.receipt', { ...stored, statement: ledger.checkpoint(3) }],
      [
        'note.signature',
        { ...stored, statement: stored.stage === 'stored' ? stored.statement.replace('stored', 'storeb') : '' },
      ],
    ];
    for (const [code, receipt] of wrong) {
      expect(verifyReceipt(receipt, TRUST), JSON.stringify(receipt)).toMatchObject({ ok: false, problems: [{ code }] });
    }
    expect(verifyReceipt(full, { log: WITNESS.verifier }).ok).toBe(false);
  });

  it('cannot be taken for a checkpoint', () => {
    const stored = storedReceipt(entry(1).commitment, AT, LOG);
    const text = stored.stage === 'stored' ? expectOk(parseNote(stored.statement)).text : '';
    expect(parseCheckpoint(text)).toMatchObject({ ok: false, problems: [{ path: '/line/2' }] });
  });

  it('from outside is read with every problem, and never crashes the reader', () => {
    const result = verifyReceipt(
      { format: 'x', commitment: 5, stage: 'checkpointed', index: -1, proof: ['zz'], opening: 3 },
      TRUST,
    );
    expect(result.ok ? [] : result.problems.map((p) => p.path)).toEqual([
      '/format',
      '/commitment',
      '/opening',
      '/index',
      '/checkpoint',
      '/proof',
    ]);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(verifyReceipt(value, TRUST).ok).toBe(false);
      }),
    );
    expect(verifyReceipt(undefined, TRUST).ok).toBe(false);
  });
});
