#!/usr/bin/env node
// The command "leadtime". Starts on Node 20 and hands over to Node 24: in the repository to the sources as they are,
// in an installed release to the bundle (Node strips no types under node_modules).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keepCompiled } from './compile-cache.mjs';

const beside = (place) => new URL(place, import.meta.url);
const tools = [beside('../../tools/node24.mjs'), beside('./node24.mjs')].find(existsSync);
const main = [beside('../src/main.ts'), beside('../dist/leadtime.mjs')].find(existsSync);

try {
  if (!tools || !main) throw new Error('This leadtime is not complete: install it again.');
  const { becomeNode24, node24 } = await import(tools);
  if (node24() === process.execPath) {
    keepCompiled(process.env);
    await import(main);
  } else becomeNode24([fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 3;
}
