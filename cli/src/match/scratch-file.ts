// Keeps the bytes of an index that is being built: the first in memory, the rest in a file beside the index, so that advisories of any size are
// built in bounded memory, and small ones write no file.
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { type Scratch, scratchInMemory } from '@leadtime/lib/exposure/packed';

export interface ScratchFile extends Scratch {
  /** Takes the file away. */
  remove(): void;
}

export const IN_MEMORY = 256 * 1024 * 1024;

/** @param file made once there is more than `inMemory` bytes; it must not be there yet. Throws what the file system says. */
export function scratchFile(file: string, inMemory = IN_MEMORY): ScratchFile {
  const memory = scratchInMemory();
  /** How far the places in memory go; those in the file come after. */
  let edge = 0;
  let kept = 0;
  let rest: OpenFile | undefined;
  return {
    keep(bytes) {
      kept += bytes.length;
      if (kept > inMemory) {
        rest ??= openFile(file);
        return edge + rest.append(bytes);
      }
      const at = memory.keep(bytes);
      edge = at + bytes.length;
      return at;
    },
    read: (at, length) => (rest && at >= edge ? rest.read(at - edge, length) : memory.read(at, length)),
    remove: () => rest?.remove(),
  };
}

interface OpenFile {
  append(bytes: Uint8Array): number;
  read(at: number, length: number): Uint8Array;
  remove(): void;
}

function openFile(file: string): OpenFile {
  const handle = openSync(file, 'wx+', 0o600);
  let written = 0;
  let waiting = Buffer.alloc(1024 * 1024);
  let used = 0;
  let buffer = Buffer.alloc(64 * 1024);
  const flush = (): void => {
    for (let done = 0; done < used; ) done += writeSync(handle, waiting, done, used - done, written + done);
    written += used;
    used = 0;
  };
  return {
    append(bytes) {
      if (used + bytes.length > waiting.length) flush();
      if (bytes.length > waiting.length) waiting = Buffer.alloc(bytes.length);
      waiting.set(bytes, used);
      used += bytes.length;
      return written + used - bytes.length;
    },
    read(at, length) {
      if (at >= written) return waiting.subarray(at - written, at - written + length);
      if (buffer.length < length) buffer = Buffer.alloc(2 * length);
      for (let done = 0; done < length; ) {
        const more = readSync(handle, buffer, done, length - done, at + done);
        if (more === 0) throw new Error('the file beside the index was cut short while it was built');
        done += more;
      }
      return buffer.subarray(0, length);
    },
    remove() {
      closeSync(handle);
      rmSync(file, { force: true });
    },
  };
}
