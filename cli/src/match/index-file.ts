// An index on this machine: told from records by its first bytes, and read where it lies.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { About, ExposureIndex, KnownAdvisory } from '@leadtime/lib/exposure';
import { BrokenIndex, INDEX_MAGIC, openIndex, packedIndex } from '@leadtime/lib/exposure/ask.ts';
import { Failure } from '../failure.ts';

export function isIndexFile(file: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return false; // whoever reads it as records says what is wrong
  }
  try {
    if (!fstatSync(handle).isFile()) return false;
    const head = Buffer.alloc(4);
    return readSync(handle, head, 0, 4, 0) === 4 && head.readUInt32LE() === INDEX_MAGIC;
  } finally {
    closeSync(handle);
  }
}

export interface OpenIndexFile {
  readonly index: ExposureIndex;
  readonly about: About;
  /** Packages that were asked for and that advisories name. */
  packages(): number;
  known(advisory: string): KnownAdvisory | undefined;
  close(): void;
}

/** Throws Failure 2 where it is damaged or of another version, also while it is asked. */
export function openIndexFile(file: string): OpenIndexFile {
  const handle = openSync(file, 'r');
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      if (!(cause instanceof BrokenIndex)) throw cause;
      throw new Failure(2, `${file} cannot be used as an index. ${cause.message}`, { cause });
    }
  };
  const read = (at: number, length: number): Uint8Array => {
    const bytes = Buffer.allocUnsafe(length); // small ones share memory, on words; as much is given as was read
    return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
  };
  const source = told(() => openIndex({ size: fstatSync(handle).size, read }));
  const named = new Set<string>();
  const facts = new Map<string, KnownAdvisory | undefined>();
  const index = packedIndex({
    ...source,
    shelf: (name) => {
      const shelf = source.shelf(name);
      if (shelf) named.add(name);
      return shelf;
    },
  });
  return {
    about: source.about,
    packages: () => named.size,
    known: (advisory) => {
      if (!facts.has(advisory))
        facts.set(
          advisory,
          told(() => source.known(advisory)),
        );
      return facts.get(advisory);
    },
    index: {
      ...index,
      verdict: (component) => told(() => index.verdict(component)),
      explain: (component) => told(() => index.explain(component)),
    },
    close: () => closeSync(handle),
  };
}
