// Builds a packed index from compiled advisories, one after the other: a million of them are held as bytes, never as objects. The
// same advisories in any order give the same bytes.
import { createHash } from 'node:crypto';
import { packageKey } from '../../version/package-name.ts';
import { MATCH_RULE } from '../match.ts';
import type { CompiledAdvisory } from '../model.ts';
import { claimBytes, claimFromBytes } from './claim-bytes.ts';
import { FORMAT, HEAD, HEAD_AT, HEAD_DIGEST_BYTES, hashName, MAGIC, SLOT, wordsOf } from './layout.ts';
import { packShelf } from './pack-shelf.ts';

/** What an index says of itself. */
export interface About {
  /** The rule by which it is matched: an index of another rule is not asked. */
  readonly rule: string;
  /** The newest `modified` of all records; null where there are none. */
  readonly newest: string | null;
  readonly advisories: number;
  readonly withdrawn: number;
  /** Records that could not be read. */
  readonly refused: number;
}

export interface IndexBuilder {
  /** Takes an advisory's claims, and answers by what they can be taken out again. Who feeds it keeps the newest of one id. */
  add(compiled: CompiledAdvisory): number;
  /** Takes an advisory out: a newer record replaced it. */
  drop(ticket: number): void;
  /** The file in parts, in order; the builder is used up. */
  finish(about: Omit<About, 'rule' | 'advisories' | 'withdrawn'>): Iterable<Uint8Array>;
}

export function indexBuilder(): IndexBuilder {
  const packages = new Map<string, Place[]>();
  const arena = newArena();
  const dropped = new Set<number>();
  const withdrawn = new Set<number>();
  let tickets = 0;
  return {
    add(compiled) {
      const ticket = tickets;
      tickets += 1;
      if (compiled.withdrawn) withdrawn.add(ticket);
      for (const claim of compiled.claims) {
        const key = packageKey(claim);
        const place = { ...arena.keep(claimBytes(claim).bytes), ticket };
        const known = packages.get(key);
        if (known) known.push(place);
        else packages.set(key, [place]);
      }
      return ticket;
    },
    drop(ticket) {
      dropped.add(ticket);
      withdrawn.delete(ticket);
    },
    *finish(said) {
      const about: About = { rule: MATCH_RULE, advisories: tickets - dropped.size, withdrawn: withdrawn.size, ...said };
      for (const [name, places] of dropped.size === 0 ? [] : packages) {
        const left = places.filter(({ ticket }) => !dropped.has(ticket));
        if (left.length === 0) packages.delete(name);
        else packages.set(name, left);
      }
      const names = [...packages.keys()].sort();
      const shelves: Uint8Array[] = [];
      const directory = newDirectory(names.length);
      let at = 0;
      let claims = 0;
      let intervals = 0;
      for (const name of names) {
        const kept = (packages.get(name) ?? []).map((place) => claimFromBytes(arena.bytes(place), 0));
        claims += kept.length;
        for (const claim of kept) intervals += claim.intervals.length;
        const shelf = packShelf(name, kept);
        directory.put(name, at, shelf.length >>> 2);
        at += shelf.length >>> 2;
        shelves.push(shelf);
        packages.delete(name);
      }
      const aboutBytes = padded(JSON.stringify(about));
      const head = new Uint32Array(HEAD);
      head[HEAD_AT.magic] = MAGIC;
      head[HEAD_AT.format] = FORMAT;
      head[HEAD_AT.slots] = directory.slots;
      head[HEAD_AT.packages] = names.length;
      head[HEAD_AT.claims] = claims;
      head[HEAD_AT.intervals] = intervals;
      head[HEAD_AT.aboutBytes] = aboutBytes.length;
      head[HEAD_AT.shelvesAt] = HEAD + (HEAD_DIGEST_BYTES >>> 2) + (aboutBytes.length >>> 2) + directory.words.length;
      head[HEAD_AT.shelvesWords] = at;
      const top = [bytesOf(head), aboutBytes, bytesOf(directory.words)];
      const whole = createHash('sha256');
      const emit = (part: Uint8Array): Uint8Array => {
        whole.update(part);
        return part;
      };
      const check = createHash('sha256');
      for (const part of top) check.update(part);
      const [first, ...rest] = top;
      if (first) yield emit(first);
      yield emit(check.digest());
      for (const part of [...rest, ...shelves]) yield emit(part);
      yield whole.digest();
    },
  };
}

interface Place extends Kept {
  readonly ticket: number;
}
interface Kept {
  readonly chunk: number;
  readonly at: number;
  readonly length: number;
}

/** Bytes in large chunks: millions of small arrays cost more than what is in them. */
function newArena() {
  const chunks: Uint8Array[] = [];
  let used = CHUNK;
  return {
    keep(bytes: Uint8Array): Kept {
      if (used + bytes.length > CHUNK) {
        chunks.push(new Uint8Array(Math.max(CHUNK, bytes.length)));
        used = 0;
      }
      const chunk = chunks.length - 1;
      chunks[chunk]?.set(bytes, used);
      used += bytes.length;
      return { chunk, at: used - bytes.length, length: bytes.length };
    },
    bytes: ({ chunk, at, length }: Kept): Uint8Array => (chunks[chunk] ?? NONE).subarray(at, at + length),
  };
}
const CHUNK = 4 * 1024 * 1024;
const NONE = new Uint8Array(0);

function newDirectory(packages: number) {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, packages * 1.5)));
  const words = new Uint32Array(slots * SLOT);
  return {
    slots,
    words,
    put(name: string, at: number, length: number): void {
      const { first, second } = hashName(name);
      let slot = first & (slots - 1);
      while (words[slot * SLOT + 3] !== 0) slot = (slot + 1) & (slots - 1);
      words.set([first, second, at, length], slot * SLOT);
    },
  };
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
const padded = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc(4 * wordsOf(bytes.length) - bytes.length, ' ')]);
};
