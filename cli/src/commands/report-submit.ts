// leadtime report submit: sends reports one after the other; each gets its own receipt or its own problem.
import type { Receipt, ReportStatus } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Exit, Input, Run } from '../command.ts';
import { type Connection, connect } from '../connection.ts';
import { Failure, type Told, tell } from '../failure.ts';
import { progress } from '../progress.ts';
import { statusText, waitUntilRead } from '../report/follow.ts';
import { withSource } from '../report/source.ts';
import { type Said, send } from '../report/upload.ts';
import { bytesText, visible } from '../terminal.ts';
import type { World } from '../world.ts';

interface Sent {
  readonly file: string;
  readonly receipt: Receipt | null;
  readonly status: ReportStatus | null;
  readonly error: Told['error'] | null;
}

export const run: Run = async (input, world) => {
  if (input.args.filter((file) => file === '-').length > 1)
    throw new Failure(2, 'Standard input can be read once only.');
  const connection = await connect(input, world);
  const reports: Sent[] = [];
  let exit: Exit = 0;
  for (const file of input.args) {
    const { sent, ended } = await sendOne(file, { input, world, connection });
    reports.push(sent);
    exit = worse(exit, ended);
    if (!input.flag('json') && sent.receipt) await world.out(receiptText(sent, sent.receipt));
    if (ended === 3 || ended === 130) break; // the next one would meet the same
  }
  const left = input.args.slice(reports.length);
  if (left.length > 0) world.err(`Not sent: ${left.map(visible).join(', ')}\n`);
  await answer(input, world, { reports: [...reports, ...left.map(notSent)] }, () => '');
  return exit;
};

async function sendOne(
  file: string,
  { input, world, connection }: { input: Input; world: World; connection: Connection },
): Promise<{ sent: Sent; ended: Exit }> {
  const { client } = connection;
  let receipt: Receipt | null = null;
  try {
    receipt = await withSource(world, file, async (source) => {
      const shown = progress(world, input, visible(source.name), source.size);
      return send(source, { client, world, said: saidIn(input), onBytes: shown.at }).finally(shown.end);
    });
    if (!input.flag('wait')) return { sent: { file, receipt, status: null, error: null }, ended: 0 };
    const { reportId, size } = receipt;
    const shown = progress(world, input, `reading ${visible(file)}`, size);
    const status = await waitUntilRead({ client, world }, reportId, (share) => shown.at(share * size)).finally(
      shown.end,
    );
    return { sent: { file, receipt, status, error: null }, ended: status.stage === 'unreadable' ? 1 : 0 };
  } catch (error) {
    const told = await tell(error, world.signal.aborted);
    world.err(`${visible(file)}: ${told.text}`);
    return { sent: { file, receipt, status: null, error: told.error }, ended: told.exit };
  }
}

function saidIn(input: Input): Said {
  const pairs = [
    ['format', 'format'],
    ['target', 'target'],
    ['by', 'discoveredBy'],
    ['model', 'model'],
    ['harness', 'harness'],
    ['run-id', 'runId'],
    ['retention', 'promptRetention'],
  ] as const;
  return Object.fromEntries(
    pairs.flatMap(([option, name]) => {
      const value = input.text(option);
      return value === undefined ? [] : [[name, value]];
    }),
  ) as Said; // choices are checked by the table, the rest by the server
}

function receiptText({ file, status }: Sent, receipt: Receipt): string {
  const before = receipt.seenBefore ? ', which was here before' : '';
  return `${visible(file)}: report ${receipt.reportId}${before} (${bytesText(receipt.size)}, sha256 ${receipt.digest}, ledger entry ${receipt.ledger.entryId})\n${status ? `  ${statusText(status)}` : ''}`;
}

const notSent = (file: string): Sent => ({
  file,
  receipt: null,
  status: null,
  error: {
    code: 'not-sent',
    title: 'Not sent',
    detail: 'A report before it failed.',
    advice: 'Run the same command again.',
    requestId: '',
    errors: [],
    errorsTotal: 0,
  },
});

/** Stopped, then fault, then bad input, then unreadable. */
const worse = (a: Exit, b: Exit): Exit => (a > b ? a : b);
