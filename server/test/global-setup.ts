// Once per test run: a server with the migrated template, see test-server.ts.
import type { TestProject } from 'vitest/node';
import { type Started, startTestServer, type TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

type Shared = { started?: Promise<Started>; users: number };

/** Several vitest projects share one server; each loads this file anew, so the memory is on the process. */
const key = Symbol.for('leadtime.testServer');
const memory = globalThis as typeof globalThis & { [key]?: Shared }; // a symbol of ours on the global object

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  memory[key] ??= { users: 0 };
  const shared = memory[key];
  shared.users += 1;
  shared.started ??= startTestServer();
  const { server, stop } = await shared.started;
  project.provide('testServer', server);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete memory[key];
    await stop();
  };
}
