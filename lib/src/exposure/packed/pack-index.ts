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
import { newPile, type Pile } from './pile.ts';
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
      const file = newFile();
      yield file.start();
      const packages = yield* packShelves(file, claims, dropped);
      file.foot[FOOT_AT.factsAt] = file.words();
      const advisories = yield* packFacts(file, facts, dropped);
      yield* packTable(file, packages, 'packageTableAt', 'packagePages');
      yield* packTable(file, advisories, 'knownTableAt', 'knownPages');
      yield* file.end(about);
    },
  };
}

/** What is written so far, and what the foot will say of it. */
interface OutFile {
  readonly foot: Uint32Array;
  /** How many there are so far: where the next part begins. */
  words(): number;
  /** Counts a part that is written next, and answers it. */
  part(bytes: Uint8Array): Uint8Array;
  start(): Uint8Array;
  /** The parts that end it. */
  end(about: About): Iterable<Uint8Array>;
}

function newFile(): OutFile {
  const head = new Uint32Array(START);
  head[START_AT.magic] = MAGIC;
  head[START_AT.format] = FORMAT;
  const foot = new Uint32Array(FOOT);
  const whole = createHash('sha256');
  let at = 0;
  const part = (bytes: Uint8Array): Uint8Array => {
    whole.update(bytes);
    at += bytes.length >>> 2;
    return bytes;
  };
  return {
    foot,
    words: () => at,
    part,
    start: () => part(bytesOf(head)),
    *end(about) {
      const said = padded(JSON.stringify(about));
      foot[FOOT_AT.aboutAt] = at;
      foot[FOOT_AT.aboutBytes] = said.length;
      yield part(said);
      foot[FOOT_AT.words] = at + (FOOT_BYTES >>> 2);
      yield part(bytesOf(foot));
      yield part(createHash('sha256').update(bytesOf(head)).update(said).update(bytesOf(foot)).digest());
      yield whole.digest();
    },
  };
}

type Parts<T> = Generator<Uint8Array, T>;

function* packShelves(file: OutFile, claims: Pile, dropped: ReadonlySet<number>): Parts<TableBuilder> {
  const names = claims.names(dropped);
  const table = newTable(names.length);
  let [count, intervals] = [0, 0];
  for (const name of names) {
    const kept = claims.get(name, dropped).map((bytes) => ({ claim: claimFromBytes(bytes, 0), bytes }));
    count += kept.length;
    for (const { claim } of kept) intervals += claim.intervals.length;
    const shelf = packShelf(name, kept);
    table.put(name, file.words(), shelf.length >>> 2);
    yield file.part(shelf);
  }
  file.foot[FOOT_AT.packages] = names.length;
  file.foot[FOOT_AT.claims] = count;
  file.foot[FOOT_AT.intervals] = intervals;
  return table;
}

function* packFacts(file: OutFile, facts: Pile, dropped: ReadonlySet<number>): Parts<TableBuilder> {
  const ids = facts.names(dropped);
  const table = newTable(ids.length);
  for (const id of ids) {
    const said = facts
      .get(id, dropped)
      .map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as KnownAdvisory); // put in by add
    const fact = packFact(id, said.reduce(fuller));
    table.put(id, file.words(), fact.length >>> 2);
    yield file.part(fact);
  }
  file.foot[FOOT_AT.known] = ids.length;
  return table;
}

function* packTable(
  file: OutFile,
  table: TableBuilder,
  at: 'packageTableAt' | 'knownTableAt',
  pages: 'packagePages' | 'knownPages',
): Parts<void> {
  file.foot[FOOT_AT[at]] = file.words();
  file.foot[FOOT_AT[pages]] = table.pages;
  yield file.part(table.bytes());
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
