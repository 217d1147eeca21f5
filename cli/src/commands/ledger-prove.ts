// leadtime ledger prove: one entry, checked here: that body and nonce open its commitment, and that the commitment stands in the tree.
import type { Problem } from '@leadtime/lib/kit';
import { type Commitment, openCommitment, RECEIPT_FORMAT, verifyReceipt } from '@leadtime/lib/ledger';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { problemLines } from '../failure.ts';
import { jsonLine } from '../terminal.ts';
import { readKey } from './ledger-keys.ts';

export const run: Run = async (input, world) => {
  const key = input.text('key');
  const log = key === undefined ? undefined : await readKey('key', key);
  const { client } = await connect(input, world);
  const entry = await client.call('ledger.entry', { params: { id: input.arg(0) } });
  const { id, stage, index, commitment, checkpoint, proof } = entry;
  const opened = openCommitment(commitment as Commitment, entry); // compared with what is computed, whatever it is
  const receipt = { format: RECEIPT_FORMAT, stage: 'checkpointed', commitment, index, proof, checkpoint };
  const placed = stage === 'checkpointed' && log !== undefined ? verifyReceipt(receipt, { log }) : undefined;
  const problems: readonly Problem[] = [
    ...(opened.ok ? [] : opened.problems),
    ...(placed && !placed.ok ? placed.problems : []),
  ];
  const proved = placed ? placed.ok : null;
  const json = {
    id,
    stage,
    index,
    commitment,
    body: entry.body,
    opens: opened.ok,
    proved,
    keyTrusted: log !== undefined,
    checkpoint,
  };
  await answer(input, world, json, () => {
    const place =
      proved === true
        ? `It is entry ${index} of the tree whose checkpoint the key you gave has signed.`
        : proved === false
          ? 'IT DOES NOT STAND IN THE TREE as the answer says.'
          : stage === 'written'
            ? 'It is written, and not in the tree yet.'
            : stage === 'sequenced'
              ? `It is entry ${index}, and no checkpoint covers it yet.`
              : `The server says that it is entry ${index} under a checkpoint. NOT PROVED: give the ledger's key with --key, had from elsewhere.`;
    return [
      `${opened.ok ? 'Body and nonce open the commitment.' : 'BODY AND NONCE DO NOT OPEN THE COMMITMENT.'} ${place}`,
      `commitment  ${commitment}`,
      `body        ${jsonLine(entry.body)}`,
      ...problemLines(problems, problems.length),
      '',
    ].join('\n');
  });
  return opened.ok && proved !== false ? 0 : 1;
};
