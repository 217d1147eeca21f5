// Repeatable chance: the same seed gives the same numbers on every machine, so that examples and benchmarks are the same bytes.
// The generator is sfc32 (Chris Doty-Humphrey, PractRand), seeded from text by FNV-1a. Not for secrets.

export interface Random {
  /** An integer from 0 to 2^32 - 1. */
  u32(): number;
  /** An integer from 0 to n - 1. */
  below(n: number): number;
  /** An integer from low to high, both included. */
  between(low: number, high: number): number;
  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the list, each as likely as its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** An index below n where small ones are much more likely: a few packages are in every inventory. */
  skewed(n: number): number;
  shuffled<T>(list: readonly T[]): T[];
  /** Lower-case hex digits. */
  hex(digits: number): string;
  bytes(length: number): Uint8Array;
  uuid(): string;
}

/** Chance seeded by the parts given, in order. Distinct parts give unrelated streams, so one part can grow without disturbing another. */
export function randomOf(...seed: readonly (string | number)[]): Random {
  const u32 = sfc32(seed.join('\u0000'));
  const below = (n: number): number => Math.floor((u32() / 0x1_0000_0000) * n);
  const pick = <T>(list: readonly T[]): T => {
    const at = below(list.length);
    if (at >= list.length) throw new RangeError('nothing to pick from');
    return list[at] as T; // at is inside the list
  };
  return {
    u32,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (percent) => below(10_000) < percent * 100,
    pick,
    weighted(list) {
      let left = below(list.reduce((sum, [, weight]) => sum + weight, 0));
      for (const [value, weight] of list) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new RangeError('nothing to pick from');
    },
    skewed(n) {
      const a = u32() / 0x1_0000_0000;
      return Math.floor(a * a * a * n);
    },
    shuffled(list) {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        const held = out[i] as (typeof out)[number]; // i is inside the list
        out[i] = out[j] as (typeof out)[number]; // j is at most i
        out[j] = held;
      }
      return out;
    },
    hex: (digits) => hexOf(u32, digits),
    bytes: (length) => Uint8Array.from({ length }, () => u32() & 0xff),
    uuid() {
      const h = hexOf(u32, 32);
      const variant = ((Number.parseInt(h.slice(16, 17), 16) & 3) | 8).toString(16);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`;
    },
  };
}

function hexOf(u32: () => number, digits: number): string {
  let out = '';
  while (out.length < digits) out += u32().toString(16).padStart(8, '0');
  return out.slice(0, digits);
}

function sfc32(seed: string): () => number {
  let a = fnv1a(seed, 0x811c9dc5);
  let b = fnv1a(seed, 0x01000193);
  let c = fnv1a(seed, 0x9e3779b9);
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i += 1) next();
  return next;
}

function fnv1a(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
