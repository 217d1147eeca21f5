// leadtime inventory send: inventories, one after the other; each takes the place of the one before of its name.
import { createReadStream } from 'node:fs';
import type { Answer } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Exit, Input, Run } from '../command.ts';
import { type Connection, connect } from '../connection.ts';
import { Failure, problemLines, type Told, tell } from '../failure.ts';
import { progress } from '../progress.ts';
import { counted } from '../report/counted.ts';
import { withSource } from '../report/source.ts';
import { count, visible } from '../terminal.ts';
import type { World } from '../world.ts';

type Uploaded = Answer<'inventories.upload'>;
interface Sent {
  readonly file: string;
  readonly uploaded: Uploaded | null;
  readonly error: Told['error'] | null;
}

export const run: Run = async (input, world) => {
  if (input.args.length > 1 && input.text('name') !== undefined)
    throw new Failure(2, 'One name is for one file: each inventory takes the place of the one of its name.');
  if (input.args.includes('-') && input.text('name') === undefined)
    throw new Failure(2, 'Standard input has no name: give one with --name.');
  const connection = await connect(input, world);
  const inventories: Sent[] = [];
  let exit: Exit = 0;
  for (const file of input.args) {
    const { sent, ended } = await sendOne(file, { input, world, connection });
    inventories.push(sent);
    exit = ended > exit ? ended : exit;
    if (!input.flag('json') && sent.uploaded) await world.out(uploadedText(sent.uploaded));
    if (ended === 3 || ended === 130) break; // the next one would meet the same
  }
  const left = input.args.slice(inventories.length);
  if (left.length > 0) world.err(`Not sent: ${left.map(visible).join(', ')}\n`);
  await answer(input, world, { inventories }, () => '');
  return exit;
};

async function sendOne(
  file: string,
  { input, world, connection }: { input: Input; world: World; connection: Connection },
): Promise<{ sent: Sent; ended: Exit }> {
  try {
    const uploaded = await withSource(world, file, async (source) => {
      const shown = progress(world, input, visible(source.name), source.size);
      const query = { name: nameOf(source.filename, input), ...saidIn(input), ...named(source.filename) };
      return connection.client
        .call('inventories.upload', { query, body: counted(createReadStream(source.path), (bytes) => shown.at(bytes)) })
        .finally(() => shown.end());
    });
    return { sent: { file, uploaded, error: null }, ended: uploaded.problemsTotal > 0 ? 1 : 0 };
  } catch (error) {
    const told = await tell(error, world.signal.aborted);
    world.err(`${visible(file)}: ${told.text}`);
    return { sent: { file, uploaded: null, error: told.error }, ended: told.exit };
  }
}

/** The file's name without what tells its format, as the web proposes it. */
const nameOf = (filename: string | undefined, input: Input): string =>
  input.text('name') ??
  (filename ?? '').replace(/(\.(cdx|cyclonedx|spdx|bom))?\.(json|jsonld|xml|spdx|tag|csv|tsv)$/i, '').slice(0, 200);
const named = (filename: string | undefined): { filename?: string } => (filename === undefined ? {} : { filename });

function saidIn(input: Input): Record<string, string> {
  const pairs = [
    ['format', 'format'],
    ['asset', 'asset'],
    ['exposure', 'exposure'],
    ['made-at', 'madeAt'],
    ['party', 'party'],
  ] as const;
  return Object.fromEntries(
    pairs.flatMap(([option, name]) => {
      const value = input.text(option);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function uploadedText({ inventory, problems, problemsTotal }: Uploaded): string {
  const { name, components, assets, unmatched } = inventory;
  const lines = [
    `${visible(name)}: ${count(components, 'component')} on ${count(assets, 'asset')}; ${count(unmatched, 'component')} could not be matched.`,
    '  It is being matched: leadtime inventory list shows what reaches it, leadtime today what is to be done.',
    ...problemLines(problems as Parameters<typeof problemLines>[0], problemsTotal), // codes of this or a newer catalogue
  ];
  return `${lines.join('\n')}\n`;
}
