// Reads a large inventory in a thread of its own, with memory of its own: reading 64 MB takes seconds, and everybody else's
// requests would wait for them. Small ones are read in place.
import { Worker } from 'node:worker_threads';
import { failed, type Result } from '@leadtime/lib/kit';
import { type Prepared, type PreparedComponent, prepare, type Said } from './prepare.ts';

const READ_IN_PLACE_BYTES = 256 * 1024;
/** What 200,000 components need, several times over. */
const MEMORY_MB = 2_048;

export type FromThread =
  | { readonly kind: 'components'; readonly components: readonly PreparedComponent[] }
  | { readonly kind: 'end'; readonly result: Result<Omit<Prepared, 'components'>> };

export function prepareApart(bytes: Uint8Array, said: Said): Promise<Result<Prepared>> {
  if (bytes.length <= READ_IN_PLACE_BYTES) return Promise.resolve(prepare(bytes, said));
  const components: PreparedComponent[] = [];
  const thread = new Worker(new URL('./prepare-thread.ts', import.meta.url), {
    workerData: { bytes, said },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return new Promise<Result<Prepared>>((resolve, reject) => {
    thread.on('message', (message: FromThread) => {
      if (message.kind === 'components') for (const c of message.components) components.push(c);
      else resolve(message.result.ok ? { ok: true, value: { ...message.result.value, components } } : message.result);
    });
    thread.on('error', (error) =>
      'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? resolve(
            failed([
              { code: 'input.too-large', path: '', detail: 'Reading it took more memory than is given to one file.' },
            ]),
          )
        : reject(error),
    );
    thread.on('exit', (code) => reject(new Error(`reading an inventory ended early (${code})`)));
  }).finally(() => void thread.terminate());
}
