// The JSON files of a folder as a tar that streams (POSIX.1-2001, with pax headers for long names), in the order of their names: each
// file keeps its name on the other side, where a problem says it.
import { opendir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from './failure.ts';

export interface FolderFile {
  /** Inside the folder, with slashes. */
  readonly name: string;
  readonly file: string;
  readonly size: number;
}

const FILES = 2_000_000;
const BLOCK = 512;

/** Hidden folders (.git) are passed over, links are not followed. */
export async function filesOfFolder(folder: string): Promise<readonly FolderFile[]> {
  const found: FolderFile[] = [];
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for await (const entry of await opendir(at)) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.')) waiting.push(file);
      if (!entry.isFile() || !/\.json$/i.test(entry.name)) continue;
      const name = path.relative(folder, file).split(path.sep).join('/');
      found.push({ name, file, size: (await stat(file)).size });
      if (found.length > FILES) throw new Failure(2, `${folder} has more than ${FILES} files.`);
    }
  if (found.length === 0) throw new Failure(2, `${folder} has no .json file.`);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function* tarOf(files: readonly FolderFile[]): AsyncGenerator<Buffer, void, undefined> {
  for (const { name, file } of files) {
    const bytes = await readFile(file);
    if (Buffer.byteLength(name) > 100) {
      const record = paxRecord('path', name);
      yield header('pax', 'x', record.length);
      yield padded(record);
    }
    yield header(Buffer.byteLength(name) > 100 ? 'long' : name, '0', bytes.length);
    yield padded(bytes);
  }
  yield Buffer.alloc(2 * BLOCK);
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);

function header(name: string, type: '0' | 'x', size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\u000000', 257, 'latin1');
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** `27 path=…\n`: the length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
