// Opens a packed index: from memory, where it is asked as it lies, or from a file, of which only the foot and the pages, shelves and facts that
// are asked for are read. What is read from a file is checked before it is believed.
import { createHash } from 'node:crypto';
import { sha256 } from '../../kit/index.ts';
import type { KnownAdvisory } from '../known.ts';
import { MATCH_RULE } from '../match.ts';
import { isWhole } from './check.ts';
import {
  DIGEST_BYTES,
  FACT_AT,
  FACT_HEAD,
  FOOT,
  FOOT_AT,
  FOOT_BYTES,
  FORMAT,
  MAGIC,
  START,
  START_AT,
} from './layout.ts';
import type { About } from './pack-index.ts';
import { isShelfOf, Shelf } from './shelf.ts';
import { findIn, numberOfPage, PAGE, type Table } from './table.ts';

/** Where the bytes of an index are. */
export interface IndexSource {
  readonly size: number;
  /** Exactly these bytes, or fewer where the source ends. Their memory begins on a word. */
  read(at: number, length: number): Uint8Array;
}

export type ShelfSource = {
  readonly about: About;
  readonly packages: number;
  readonly claims: number;
  readonly intervals: number;
  /** The shelf of a package key; undefined: no advisory names it. Throws BrokenIndex. */
  shelf(name: string): Shelf | undefined;
  /** What an advisory with claims says beside them; undefined where it was not told. Throws BrokenIndex. */
  known(advisory: string): KnownAdvisory | undefined;
};

/** The bytes are no index, one of another form, or were damaged. `message` says which, for whoever has the file. */
export class BrokenIndex extends Error {}

export function openIndex(source: IndexSource): ShelfSource {
  const foot = readFoot(source);
  const read = (at: number, words: number): Uint8Array => {
    const bytes = 4 * (at + words) > source.size ? NOTHING : source.read(4 * at, 4 * words);
    if (bytes.length < 4 * words || !isWhole(bytes)) throw new BrokenIndex('A part of it is damaged: build it again.');
    return bytes;
  };
  const table = (place: number, pages: number): Table => ({
    pages,
    page: (n) => {
      const words = wordsIn(read(place + n * PAGE, PAGE), PAGE);
      if (numberOfPage(words, 0) !== n) throw new BrokenIndex('A part of it is damaged: build it again.');
      return { words, at: 0 };
    },
  });
  const { packageTable, knownTable, ...said } = foot;
  return {
    ...said,
    shelf: (name) =>
      findIn(table(...packageTable), name, (at, words) => {
        const bytes = read(at, words);
        const view = wordsIn(bytes, words);
        return isShelfOf(name, view, bytes, 0) ? new Shelf(view, bytes, 0) : undefined;
      }),
    known: (advisory) => findIn(table(...knownTable), advisory, (at, words) => factOf(advisory, read(at, words))),
  };
}

/** An index that lies in memory as a whole; it may be shared by threads. It is checked once, here. */
export function openIndexInMemory(memory: ArrayBufferLike): ShelfSource {
  const bytes = new Uint8Array(memory);
  const read = (at: number, length: number): Uint8Array => bytes.subarray(at, at + length);
  const { packageTable, knownTable, ...said } = readFoot({ size: bytes.length, read });
  const digest = sha256(bytes.subarray(0, bytes.length - DIGEST_BYTES));
  if (digest.compare(bytes, bytes.length - DIGEST_BYTES) !== 0) throw new BrokenIndex('It is damaged: build it again.');
  const words = new Uint32Array(memory, 0, bytes.length >>> 2);
  const table = ([place, pages]: TablePlace): Table => ({ pages, page: (n) => ({ words, at: place + n * PAGE }) });
  const [packages, advisories] = [table(packageTable), table(knownTable)];
  return {
    ...said,
    shelf: (name) =>
      findIn(packages, name, (at) => (isShelfOf(name, words, bytes, at) ? new Shelf(words, bytes, at) : undefined)),
    known: (advisory) => findIn(advisories, advisory, (at, length) => factOf(advisory, read(4 * at, 4 * length))),
  };
}

/** The word at which a table begins, and its pages. */
type TablePlace = readonly [at: number, pages: number];

interface Foot extends Pick<ShelfSource, 'about' | 'packages' | 'claims' | 'intervals'> {
  readonly packageTable: TablePlace;
  readonly knownTable: TablePlace;
}

function readFoot(source: IndexSource): Foot {
  const { size } = source;
  const top = source.read(0, 4 * START);
  const start = wordsIn(top, START);
  if (start[START_AT.magic] !== MAGIC) throw new BrokenIndex('It is no index.');
  if (start.length > START_AT.format && start[START_AT.format] !== FORMAT)
    throw new BrokenIndex('It was built by another version of leadtime: build it again.');
  const end = source.read(Math.max(0, size - FOOT_BYTES), FOOT_BYTES);
  const foot = wordsIn(end, FOOT);
  const field = (place: keyof typeof FOOT_AT): number => foot[FOOT_AT[place]] ?? 0;
  const pages = field('packagePages');
  const about = 4 * field('aboutAt');
  const places = about + field('aboutBytes') + FOOT_BYTES;
  if (end.length < FOOT_BYTES || 4 * field('words') !== size || places !== size || !isPowerOfTwo(pages))
    throw new BrokenIndex('It is cut short or damaged: build it again.');
  const aboutBytes = source.read(about, field('aboutBytes'));
  const check = createHash('sha256')
    .update(top)
    .update(aboutBytes)
    .update(end.subarray(0, 4 * FOOT))
    .digest();
  if (check.compare(end, 4 * FOOT, 4 * FOOT + DIGEST_BYTES) !== 0)
    throw new BrokenIndex('What it says of itself is damaged: build it again.');
  const said = JSON.parse(Buffer.from(aboutBytes).toString('utf8')) as About; // checked: ours
  if (said.rule !== MATCH_RULE) throw new BrokenIndex(`It was built for ${said.rule}: build it again.`);
  return {
    about: said,
    packages: field('packages'),
    claims: field('claims'),
    intervals: field('intervals'),
    packageTable: [field('packageTableAt'), pages],
    knownTable: [field('knownTableAt'), field('knownPages')],
  };
}

const NOTHING = new Uint8Array(0);

const isPowerOfTwo = (n: number): boolean => n > 0 && (n & (n - 1)) === 0;

/** The facts in these bytes; undefined where they are of another advisory. */
function factOf(advisory: string, bytes: Uint8Array): KnownAdvisory | undefined {
  const length = wordsIn(bytes, FACT_HEAD)[FACT_AT.bytes] ?? 0;
  const text = Buffer.from(bytes.subarray(4 * FACT_HEAD, 4 * FACT_HEAD + length)).toString('utf8');
  const [id, known] = JSON.parse(text) as [string, KnownAdvisory]; // checked: ours
  return id === advisory ? known : undefined;
}

/** The words of bytes whose memory begins on a word; copied where it does not. */
function wordsIn(bytes: Uint8Array, words: number): Uint32Array {
  const whole = Math.min(words, bytes.length >>> 2);
  return bytes.byteOffset % 4 === 0
    ? new Uint32Array(bytes.buffer, bytes.byteOffset, whole)
    : new Uint32Array(Uint8Array.from(bytes.subarray(0, 4 * whole)).buffer);
}
