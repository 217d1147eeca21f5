// Damages inputs in the ways that hostile and broken senders do, from a seed, and holds a reader to its promise: it never throws,
// never takes longer than its time, and names at least one problem whenever it does not accept. For tests only.

/** Numbers in [0, 1) from a seed (mulberry32): the same seed gives the same damage on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface ReaderRun {
  readonly runs: number;
  readonly accepted: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** What went wrong, with the input (cut) that did it; empty when the promise held. */
  readonly broken: readonly string[];
}

export interface ReaderOutcome {
  readonly accepted: boolean;
  /** How many problems were named. */
  readonly problems: number;
}

/** Feeds `runs` damaged copies of the corpus to a reader. Stops collecting after ten broken promises. */
export function holdReader(
  read: (input: Uint8Array) => ReaderOutcome,
  corpus: readonly string[],
  { runs = 10_000, seed = 1, limitMs = 2_000 } = {},
): ReaderRun {
  let accepted = 0;
  let slowestMs = 0;
  const broken: string[] = [];
  for (const input of mutants(corpus, { runs, seed })) {
    const started = performance.now();
    try {
      const outcome = read(input);
      if (outcome.accepted) accepted += 1;
      else if (outcome.problems === 0) broken.push(`refused without a problem: ${shown(input)}`);
    } catch (error) {
      broken.push(`threw ${String(error)}: ${shown(input)}`);
    }
    const took = performance.now() - started;
    slowestMs = Math.max(slowestMs, took);
    if (took > limitMs) broken.push(`took ${Math.round(took)} ms: ${shown(input)}`);
    if (broken.length >= 10) break;
  }
  return { runs, accepted, refused: runs - accepted, slowestMs, broken };
}

/** Damaged copies of the corpus's texts, one to four kinds of damage each. */
export function* mutants(
  corpus: readonly string[],
  { runs, seed }: { runs: number; seed: number },
): Generator<Uint8Array> {
  const random = seededRandom(seed);
  const sources = corpus.map((text) => new TextEncoder().encode(text));
  for (let i = 0; i < runs; i += 1) {
    let bytes: Uint8Array = pick(sources, random);
    const times = 1 + Math.floor(random() * 4);
    for (let n = 0; n < times; n += 1)
      bytes = random() < 0.5 ? damageJson(bytes, random) : damageBytes(bytes, sources, random);
    yield bytes;
  }
}

type Random = () => number;
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T; // lists here are never empty
const below = (limit: number, random: Random): number => Math.floor(random() * Math.max(1, limit));
const shown = (input: Uint8Array): string => JSON.stringify(new TextDecoder().decode(input.subarray(0, 300)));

function damageBytes(bytes: Uint8Array, sources: readonly Uint8Array[], random: Random): Uint8Array {
  const at = below(bytes.length, random);
  const length = 1 + below(Math.min(64, bytes.length), random);
  const head = bytes.subarray(0, at);
  const tail = bytes.subarray(at);
  switch (below(8, random)) {
    case 0: {
      const flipped = Uint8Array.from(bytes);
      for (let i = 0; i < 1 + below(4, random); i += 1) {
        const place = below(flipped.length, random);
        flipped[place] = (flipped[place] ?? 0) ^ (1 << below(8, random));
      }
      return flipped;
    }
    case 1:
      return join(head, tail.subarray(length));
    case 2:
      return join(head, tail.subarray(0, length), tail);
    case 3: {
      const other = pick(sources, random);
      return join(head, other.subarray(below(other.length, random)));
    }
    case 4:
      return head;
    case 5:
      return join(head, text(pick(ODDITIES, random)), tail);
    case 6:
      return join(head, text(pick(ODDITIES, random).repeat(1 + below(2_000, random))), tail);
    default:
      return join(
        head,
        Uint8Array.from({ length }, () => below(256, random)),
        tail,
      );
  }
}

/** Texts that have hurt readers before. */
const ODDITIES: readonly string[] = [
  '"',
  "'",
  ',',
  ';',
  '\t',
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\uFEFF',
  '\u202E',
  '\u2028',
  '\\',
  '\\u0000',
  '\\ud800',
  '{',
  '}',
  '[',
  ']',
  '[[[[[[[[',
  '{"a":',
  'null',
  'true',
  '1e999',
  '-0',
  '99999999999999999999999999',
  '0.1',
  '__proto__',
  'constructor',
  '=cmd()',
  '%00',
  '%ff',
  '../',
  'é',
  '💥',
  '<script>',
  '$',
  '*',
  ' ',
  'a'.repeat(64),
];

/** Damages the document as a tree, where the text is still JSON; else as bytes. */
function damageJson(bytes: Uint8Array, random: Random): Uint8Array {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return damageBytes(bytes, [bytes], random);
  }
  const holders: Holder[] = [];
  collect(document, holders);
  if (holders.length === 0) return text(JSON.stringify(oddValue(random)));
  const { holder, key } = pick(holders, random);
  const old = holder[key];
  switch (below(7, random)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(holder)) holder.push(...Array.from({ length: 1 + below(50, random) }, () => old));
      else holder[`${key}${pick(ODDITIES, random)}`] = old;
      break;
    case 2: {
      const from = pick(holders, random);
      holder[key] = from.holder[from.key];
      break;
    }
    case 3:
      holder[key] = Array.isArray(old) ? { 0: old[0] } : [old];
      break;
    default:
      holder[key] = oddValue(random);
  }
  try {
    return text(JSON.stringify(document));
  } catch {
    return bytes; // the splice made a cycle
  }
}

interface Holder {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function collect(value: unknown, holders: Holder[]): void {
  const stack: unknown[] = [value];
  while (stack.length > 0 && holders.length < 2_000) {
    const next = stack.pop();
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, child] of Object.entries(next)) {
      holders.push({ holder: next as Record<string, unknown>, key }); // an object or array, by the test above
      stack.push(child);
    }
  }
}

function oddValue(random: Random): unknown {
  switch (below(12, random)) {
    case 0:
      return null;
    case 1:
      return below(2, random) === 1;
    case 2:
      return pick([0, -1, 1e308, 1.5, 2 ** 53, -(2 ** 31)], random);
    case 3:
      return '';
    case 4:
      return pick(ODDITIES, random);
    case 5:
      return pick(ODDITIES, random).repeat(1 + below(3_000, random));
    case 6:
      return {};
    case 7:
      return [];
    case 8:
      return nested(1 + below(600, random), random);
    case 9:
      return Array.from({ length: below(3_000, random) }, () => 0);
    case 10:
      return Object.fromEntries(Array.from({ length: below(500, random) }, (_, i) => [`k${i}`, i]));
    default:
      return [[{ name: [] }]];
  }
}

function nested(depth: number, random: Random): unknown {
  let value: unknown = 0;
  for (let i = 0; i < depth; i += 1) value = random() < 0.5 ? [value] : { components: [value] };
  return value;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
