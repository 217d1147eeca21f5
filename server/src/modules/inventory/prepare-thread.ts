// The thread that reads one inventory: it answers in slices, so that whoever takes them is never busy for long.
import { parentPort, workerData } from 'node:worker_threads';
import { prepare, type Said } from './prepare.ts';
import type { FromThread } from './prepare-apart.ts';

const SLICE = 2_000;
const { bytes, said } = workerData as { bytes: Uint8Array; said: Said }; // given by prepareApart
const post = (message: FromThread): void => parentPort?.postMessage(message);

const result = prepare(bytes, said);
if (result.ok) {
  const { components, ...rest } = result.value;
  for (let from = 0; from < components.length; from += SLICE)
    post({ kind: 'components', components: components.slice(from, from + SLICE) });
  post({ kind: 'end', result: { ok: true, value: rest } });
} else post({ kind: 'end', result });
