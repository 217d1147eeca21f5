// Builds a packed index from compiled advisories, one after the other: a million of them are kept as bytes, never as objects, and the file
// is made one package at a time. The same advisories in any order give the same bytes.
import { createHash } from 'node:crypto';
import { packageKey } from '../../version/package-name.ts';
import { fuller, type KnownAdvisory } from '../known.ts';
import { MATCH_RULE } from '../match.ts';
import type { CompiledAdvisory } from '../model.ts';
import { seal } from './check.ts';
import { claimBytes, claimFromBytes, newRoom } from './claim-bytes.ts';
import { FACT_AT, FACT_HEAD, FOOT, FOOT_AT, FOOT_BYTES, FORMAT, MAGIC, START, START_AT, wordsOf } from './layout.ts';
import { packShelf } from './pack-shelf.ts';
import { newPile } from './pile.ts';
import { type Scratch, scratchInMemory } from './scratch.ts';
import { newTable, type TableBuilder } from './table.ts';

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
  /** Takes an advisory's claims, with what it says beside them; answers by what they can be taken out again. Who feeds it keeps the newest. */
  add(compiled: CompiledAdvisory, known?: KnownAdvisory): number;
  /** Takes an advisory out: a newer record replaced it. */
  drop(ticket: number): void;
  /** The file in parts, in order, each good until the next is asked for; the builder is used up. */
  finish(about: Omit<About, 'rule' | 'advisories' | 'withdrawn'>): Iterable<Uint8Array>;
}

export function indexBuilder(scratch: Scratch = scratchInMemory()): IndexBuilder {
  const claims = newPile(scratch);
  const facts = newPile(scratch);
  const dropped = new Set<number>();
  const withdrawn = new Set<number>();
  const room = newRoom();
  let tickets = 0;
  return {
    add(compiled, known) {
      const ticket = tickets;
      tickets += 1;
      if (compiled.withdrawn) withdrawn.add(ticket);
      for (const claim of compiled.claims) claims.put(packageKey(claim), ticket, claimBytes(claim, room));
      if (known && compiled.claims.length > 0)
        facts.put(compiled.advisory, ticket, Buffer.from(JSON.stringify(known), 'utf8'));
      return ticket;
    },
    drop(ticket) {
      dropped.add(ticket);
      withdrawn.delete(ticket);
    },
    *finish(said) {
      const about: About = { rule: MATCH_RULE, advisories: tickets - dropped.size, withdrawn: withdrawn.size, ...said };
      const start = new Uint32Array(START);
      start[START_AT.magic] = MAGIC;
      start[START_AT.format] = FORMAT;
      const foot = new Uint32Array(FOOT);
      const whole = createHash('sha256');
      let at = 0;
      const emit = (part: Uint8Array): Uint8Array => {
        whole.update(part);
        at += part.length >>> 2;
        return part;
      };
      const count = (place: keyof typeof FOOT_AT, by: number): void => {
        foot[FOOT_AT[place]] = (foot[FOOT_AT[place]] ?? 0) + by;
      };
      yield emit(bytesOf(start));

      const packages = claims.names(dropped);
      const packageTable = newTable(packages.length);
      for (const name of packages) {
        const kept = claims.get(name, dropped).map((bytes) => ({ claim: claimFromBytes(bytes, 0), bytes }));
        count('claims', kept.length);
        for (const { claim } of kept) count('intervals', claim.intervals.length);
        const shelf = packShelf(name, kept);
        packageTable.put(name, at, shelf.length >>> 2);
        yield emit(shelf);
      }
      foot[FOOT_AT.packages] = packages.length;
      foot[FOOT_AT.factsAt] = at;

      const advisories = facts.names(dropped);
      const knownTable = newTable(advisories.length);
      for (const id of advisories) {
        const said = facts
          .get(id, dropped)
          .map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as KnownAdvisory); // put in by add
        const fact = packFact(id, said.reduce(fuller));
        knownTable.put(id, at, fact.length >>> 2);
        yield emit(fact);
      }
      foot[FOOT_AT.known] = advisories.length;

      for (const [place, pages, table] of [
        ['packageTableAt', 'packagePages', packageTable],
        ['knownTableAt', 'knownPages', knownTable],
      ] as const satisfies readonly (readonly [string, string, TableBuilder])[]) {
        foot[FOOT_AT[place]] = at;
        foot[FOOT_AT[pages]] = table.pages;
        yield emit(table.bytes());
      }
      const aboutBytes = padded(JSON.stringify(about));
      foot[FOOT_AT.aboutAt] = at;
      foot[FOOT_AT.aboutBytes] = aboutBytes.length;
      yield emit(aboutBytes);
      foot[FOOT_AT.words] = at + (FOOT_BYTES >>> 2);
      const check = createHash('sha256').update(bytesOf(start)).update(aboutBytes).update(bytesOf(foot)).digest();
      yield emit(bytesOf(foot));
      yield emit(check);
      yield whole.digest();
    },
  };
}

function packFact(id: string, known: KnownAdvisory): Uint8Array {
  const text = Buffer.from(JSON.stringify([id, known]), 'utf8');
  const words = new Uint32Array(FACT_HEAD + wordsOf(text.length));
  const bytes = Buffer.from(words.buffer);
  words[FACT_AT.bytes] = text.length;
  bytes.fill(' ', 4 * FACT_HEAD);
  bytes.set(text, 4 * FACT_HEAD);
  seal(bytes);
  return bytes;
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
const padded = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc(4 * wordsOf(bytes.length) - bytes.length, ' ')]);
};
