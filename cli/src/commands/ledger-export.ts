// leadtime ledger export: fetches the file that `ledger verify` reads.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure } from '../failure.ts';
import { bytesText, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const { body } = await client.fetch('ledger.export');
  if (!body) throw new Failure(3, 'The server sent no export.');
  const out = input.text('out');
  if (out === undefined) {
    for await (const chunk of body) await world.out(chunk);
    return 0;
  }
  const part = `${out}.part`;
  let size = 0;
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(part, { mode: 0o600 }), // it opens entries that are not for everybody
    );
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await world.out(`${visible(out)}: ${bytesText(size)}. To check it: leadtime ledger verify ${visible(out)} --key …\n`);
  return 0;
};
