import { describe, expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { LOG, sampleLedger, WITNESS } from './sample-ledger.ts';
import { openCheckpoint } from './signed-checkpoint.ts';
import { addCosignatures, formatAddCheckpoint, parseAddCheckpoint, type Witnessed, witness } from './witness.ts';

const BY = { log: LOG.verifier, key: WITNESS, seconds: 1_790_000_000 };
const ledger = sampleLedger([3, 7, 20]);
const at = (size: number): Witnessed => ({ size, root: ledger.root(size) });
const request = async (oldSize: number, size: number) => ({
  oldSize,
  proof: await ledger.extend(oldSize, size),
  checkpoint: ledger.checkpoint(size),
});

describe('a witness', () => {
  it('cosigns a ledger that only grew, and remembers where it is', async () => {
    let last: Witnessed | undefined;
    for (const [from, to] of [
      [0, 3],
      [3, 7],
      [7, 7],
      [7, 20],
    ] as const) {
      const answer = witness(expectOk(parseAddCheckpoint(formatAddCheckpoint(await request(from, to)))), last, BY);
      if (answer.status !== 200) throw new Error(answer.body);
      const cosigned = addCosignatures(ledger.checkpoint(to), answer.body);
      const opened = expectOk(openCheckpoint(cosigned, { log: LOG.verifier, witnesses: [WITNESS.verifier] }));
      expect(opened.cosignatures).toEqual([{ name: 'witness.example.org/w1', at: '2026-09-21T14:13:20.000Z' }]);
      last = answer.witnessed;
      expect(last.size).toBe(to);
    }
  });

  it('answers with the status of tlog-witness when it will not sign', async () => {
    const growth = await request(3, 7);
    const rewritten = sampleLedger([7], LOG, (i) => (i === 1 ? 'x' : ''));
    expect(witness(growth, at(7), BY)).toEqual({ status: 409, body: '7\n' });
    expect(witness(growth, undefined, BY)).toEqual({ status: 409, body: '0\n' });
    expect(witness({ ...growth, checkpoint: rewritten.checkpoint(7) }, at(3), BY)).toMatchObject({ status: 422 });
    expect(witness({ ...growth, proof: [] }, at(3), BY)).toMatchObject({ status: 422 });
    expect(witness({ oldSize: 7, proof: [], checkpoint: rewritten.checkpoint(7) }, at(7), BY)).toMatchObject({
      status: 409,
    });
    expect(witness({ ...growth, oldSize: 8 }, at(20), BY)).toMatchObject({ status: 400 });
    const unsigned = growth.checkpoint.replace('ledger.example.gov ', 'ledger.example.org ');
    expect(witness({ ...growth, checkpoint: unsigned }, at(3), BY)).toMatchObject({ status: 403 });
    expect(witness({ ...growth, checkpoint: 'nothing' }, at(3), BY)).toMatchObject({ status: 400 });
  });

  it('reads requests strictly', async () => {
    const good = formatAddCheckpoint(await request(3, 7));
    expect(expectOk(parseAddCheckpoint(good)).proof.length).toBeGreaterThan(1);
    for (const bad of [
      '',
      'old 3',
      good.replace('old 3', 'old 03'),
      good.replace('old 3', 'new 3'),
      good.replace('old 3', 'old 9007199254740993'),
      good.replace('old 3\n', 'old 3\nAAAA\n'),
      good.replace('old 3\n', `old 3\n${`${'A'.repeat(43)}=\n`.repeat(64)}`),
      'x'.repeat(200_000),
    ]) {
      expect(parseAddCheckpoint(bad).ok, bad.slice(0, 40)).toBe(false);
    }
  });
});
