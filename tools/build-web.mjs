// Builds the web when its sources are newer than what was built.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root, writable } from './setup.mjs';

const SOURCES = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'contract/src',
  'lib/src',
  'package-lock.json',
];

/** @param {string} node Node 24. @throws when the build fails */
export function buildWeb(node) {
  const web = path.join(root, 'web');
  if (!existsSync(path.join(web, 'vite.config.ts'))) return;
  const built = statSync(path.join(web, 'dist', 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((source) => newest(path.join(root, source)) <= built)) return;
  if (built > 0 && !writable(path.join(web, 'dist'))) {
    process.stderr.write('web/dist is older than its sources and belongs to another user: it is used as it is.\n');
    return;
  }
  process.stderr.write('Building the web.\n');
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const run = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: web, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) throw new Error('The web could not be built; the messages are above.');
}

function newest(place) {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return place.endsWith('.test.ts') ? 0 : stat.mtimeMs;
  return readdirSync(place).reduce((latest, name) => Math.max(latest, newest(path.join(place, name))), 0);
}
