// Finds Node 24, which runs the TypeScript sources as they are. Plain JavaScript for Node 20: everything that a person
// starts begins here and hands over.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

/** @returns {string} path of a Node 24 or later. @throws with what to install */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath;
  const packaged = packagedNode();
  if (packaged) return packaged;
  throw new Error(
    `Leadtime needs Node ${NEEDED} or later; this is ${process.version} on ${process.platform} ${process.arch}. ` +
      'Install it (for example: nvm install 24, brew install node@24, or the package of your system) and start again.',
  );
}

/** The npm package of this platform, beside us or in a folder above (where npm put it). */
function packagedNode() {
  const name = path.join('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = path.join(folder, name);
    if (runnable(file)) return file;
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}

function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Becomes `node24 ...args`: replaces this process where Node can, so that signals and exit codes need no help and
 * kill -9 leaves nothing behind; else runs it as a child and passes signals on.
 * @param {readonly string[]} args
 */
export function becomeNode24(args) {
  const node = node24();
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.removeAllListeners('warning'); // execve is marked experimental; nothing to tell the person who starts us
    process.execve(node, [node, ...args], process.env);
  }
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT'); // a terminal has sent it to the child already
  });
  child.on('error', (error) => {
    console.error(`${node} cannot be started: ${error.message}`);
    process.exit(3);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}
