// The judge of CSAF documents: the field's own validator (schema and mandatory tests), in a thread that starts when it is
// first needed. Nothing leaves as CSAF that it refuses.
import { Worker } from 'node:worker_threads';

export interface FailedTest {
  readonly test: string;
  readonly path: string;
  readonly text: string;
}
export interface CsafJudge {
  /** Failed tests; empty: valid. */
  judge(document: unknown): Promise<readonly FailedTest[]>;
  close(): Promise<void>;
}

export function openCsafJudge(): CsafJudge {
  let worker: Worker | undefined;
  let next = 0;
  const waiting = new Map<number, { resolve(f: readonly FailedTest[]): void; reject(e: Error): void }>();
  const fail = (error: Error): void => {
    for (const w of waiting.values()) w.reject(error);
    waiting.clear();
    worker = undefined;
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./csaf-judge-thread.ts', import.meta.url));
    started.unref();
    started.on('message', (m: { id?: number; failed?: FailedTest[]; fault?: string }) => {
      const w = m.id === undefined ? undefined : waiting.get(m.id);
      if (!w || m.id === undefined) return;
      waiting.delete(m.id);
      if (m.failed) w.resolve(m.failed);
      else w.reject(new Error(`the CSAF validator failed: ${m.fault ?? ''}`));
    });
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`the CSAF validator ended (${code})`)));
    return started;
  };
  return {
    judge(document) {
      worker ??= start();
      next += 1;
      const id = next;
      const current = worker;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        current.postMessage({ id, document });
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}
