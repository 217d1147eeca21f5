// A database of its own for each test file.
import { inject } from 'vitest';
import { copyTemplate, type TestDatabase } from './test-server.ts';

export type { TestDatabase };

/** Call it in beforeAll, and drop() in afterAll. */
export const testDatabase = (): Promise<TestDatabase> => copyTemplate(inject('testServer'));
