// One configuration, three projects: pure libraries share threads; what touches the database or a browser runs apart.
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: cacheFolder(),
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['{lib,contract,cli,runner,tools,examples,bench,conformance}/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.db.test.ts'],
          setupFiles: ['tools/test-seed.ts'],
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'database',
          include: ['server/**/*.test.ts', '{cli,runner,tools,examples,bench,conformance}/**/*.db.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          setupFiles: ['tools/test-seed.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ['server/test/global-setup.ts'],
        },
      },
      {
        test: {
          name: 'browser',
          include: ['web/test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          pool: 'forks',
          fileParallelism: false, // one demo for all, and a browser draws with all the cores there are
          maxConcurrency: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: ['web/test/global-setup.ts'],
        },
      },
    ],
  },
});

/** node_modules may belong to root while tests run as somebody else. */
function cacheFolder(): string {
  const usual = path.join(import.meta.dirname, 'node_modules');
  try {
    accessSync(usual, constants.W_OK);
    return path.join(usual, '.vite');
  } catch {
    return path.join(tmpdir(), `leadtime-vite-${process.getuid?.() ?? 'user'}`);
  }
}
