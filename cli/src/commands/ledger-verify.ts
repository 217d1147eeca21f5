// leadtime ledger verify: an export held against a key, old checkpoints and receipts, with no server in reach.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type ExportVerdict, verifyExport } from '@leadtime/lib/ledger';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { count, thousands, visible } from '../terminal.ts';
import { readKey, readSmall } from './ledger-keys.ts';
import { type HeldReceipt, readReceipts } from './ledger-receipts.ts';

export const run: Run = async (input, world) => {
  const file = input.arg(0);
  const key = input.text('key');
  const log = key === undefined ? undefined : await readKey('key', key);
  const witnesses = await Promise.all(input.texts('witness').map((text) => readKey('witness', text)));
  const known = await Promise.all(input.texts('known').map(readSmall));
  const receipts = await readReceipts(input.texts('receipt'), log);
  if (file !== '-')
    await stat(file).catch((error: Error) => {
      throw new Failure(2, `${file} cannot be read: ${error.message}`);
    });
  const verdict = await verifyExport(
    file === '-' ? world.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 }),
    {
      ...(log ? { log } : {}),
      witnesses,
      known,
      receipts: receipts.map(({ verified }) => verified),
    },
  );
  await answer(input, world, verdict, () =>
    textOf(verdict, { known: known.length, receipts, witnesses: witnesses.length }),
  );
  return verdict.ok && verdict.unmetReceipts.length === 0 ? 0 : 1;
};

function textOf(
  v: ExportVerdict,
  given: { known: number; receipts: readonly HeldReceipt[]; witnesses: number },
): string {
  const conclusion = !v.ok
    ? `DOES NOT HOLD: ${count(v.total, 'problem')}.`
    : v.keyTrusted
      ? `Holds: ${count(v.size, 'entry', 'entries')} under a checkpoint signed by the key you gave.`
      : `Agrees with itself: ${count(v.size, 'entry', 'entries')}. THE KEY IS NOT TRUSTED: it is the one in the file, and whoever made the file chose it. Get the key from elsewhere and give it with --key.`;
  const lines = [
    conclusion,
    ...(v.key === undefined ? [] : [`key          ${visible(v.key)}`]),
    ...(v.root === undefined ? [] : [`root         ${v.root}`]),
    `entries      ${thousands(v.entries.read)} read, ${thousands(v.entries.opened)} opened and held against their commitments`,
    `checkpoints  ${v.checkpoints.verified} of ${v.checkpoints.read} hold`,
    ...(given.known > 0 && v.ok
      ? [`past         the same as in ${count(given.known, 'checkpoint')} that you kept`]
      : []),
    ...(given.witnesses > 0
      ? v.witnessed.length > 0
        ? v.witnessed.map(
            ({ name, size, at }) => `witness      ${visible(name)} saw ${count(size, 'entry', 'entries')} at ${at}`,
          )
        : ['witness      none of those that you named has signed']
      : []),
    ...receiptLines(v, given.receipts),
    ...problemLines(v.problems, v.total),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function receiptLines(v: ExportVerdict, receipts: readonly HeldReceipt[]): string[] {
  const unmet = new Set<string>(v.unmetReceipts);
  return receipts.flatMap(({ file, verified, signed }) => {
    if (unmet.has(verified.commitment))
      return [
        `receipt      ${visible(file)}: NOT IN THE EXPORT (${verified.commitment}): it is newer than the export, or the promise was broken`,
      ];
    const kind = signed ? '' : ' (unsigned: shows that the entry is there, proves nothing against anybody)';
    return v.ok ? [`receipt      ${visible(file)}: kept${kind}`] : [];
  });
}
