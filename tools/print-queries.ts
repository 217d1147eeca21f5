// Prints server/queries.sql: every SQL statement the server runs, by name, for review. --check compares.
import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { allQueries } from '../server/src/platform/db/query.ts';
import { printed } from './printed-file.ts';
import { root } from './setup.mjs';

const STORES = [
  'server/src/modules/*/**/*store.ts',
  'server/src/platform/**/*store.ts',
  'server/src/main/**/*-store.ts',
];

for (const file of STORES.flatMap((pattern) => globSync(pattern, { cwd: root })).sort()) {
  await import(pathToFileURL(path.join(root, file)).href);
}
const statements = allQueries().map(([name, text]) => `-- ${name}\n${text.replace(/;?\s*$/, ';')}\n`);
const heading = '-- Every statement the server runs, printed from the code by tools/print-queries.ts. Do not edit.\n';
printed('server/queries.sql', [heading, ...statements].join('\n'), 'node tools/print-queries.ts');
