// Builds and runs the Go program beside this file. Without Go, or without its modules, it says why there is no peer.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

export type Peer =
  | { readonly found: true; readonly run: (...args: string[]) => Promise<string> }
  | { readonly found: false; readonly why: string };

const run = promisify(execFile);
const SOURCE = path.join(import.meta.dirname, 'go');

/** The peer, built into `folder`, which the caller removes. */
export async function buildPeer(folder: string): Promise<Peer> {
  const absent = (why: string, error: unknown): Peer => ({ found: false, why: `${why}: ${lastLine(error)}` });
  const inSource = { cwd: SOURCE, timeout: 300_000 };
  try {
    await run('go', ['version'], inSource);
  } catch (error) {
    return absent('Go 1.25 or later is not installed', error);
  }
  try {
    await run('go', ['mod', 'download'], inSource);
  } catch (error) {
    return absent('the Go modules of conformance/ledger/go cannot be had', error);
  }
  const binary = path.join(folder, 'peer');
  await run('go', ['build', '-o', binary, '.'], inSource); // from here on a failure is one of ours
  return {
    found: true,
    run: async (...args) => (await run(binary, args, { timeout: 300_000, maxBuffer: 64 * 2 ** 20 })).stdout,
  };
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
