// SHA-256 (FIPS 180-4) in pieces: a 200 MB file is named without holding it in memory, and on plain-http instances too,
// where the browser has no crypto.subtle.

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** 64 lower-case hex digits. The hasher is spent afterwards. */
  digest(): string;
}

export function sha256(): Hasher {
  const state = new Int32Array(START);
  const words = new Int32Array(64);
  const rest = new Uint8Array(64);
  let held = 0;
  let total = 0;
  const take = (bytes: Uint8Array): void => {
    let at = 0;
    if (held > 0) {
      at = Math.min(64 - held, bytes.length);
      rest.set(bytes.subarray(0, at), held);
      held += at;
      if (held < 64) return;
      block(state, words, rest, 0);
      held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) block(state, words, bytes, at);
    rest.set(bytes.subarray(at), 0);
    held = bytes.length - at;
  };
  return {
    update(bytes) {
      total += bytes.length;
      take(bytes);
    },
    digest() {
      const bits = total * 8;
      const tail = new Uint8Array(held < 56 ? 64 - held : 128 - held);
      tail[0] = 0x80;
      const view = new DataView(tail.buffer);
      view.setUint32(tail.length - 8, Math.floor(bits / 2 ** 32));
      view.setUint32(tail.length - 4, bits % 2 ** 32);
      take(tail);
      return Array.from(state, (w) => (w >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
}

/** First 32 bits of the fractional parts of the square roots of the first 8 primes, and cube roots of the first 64. */
const PRIMES = primes(64);
const fraction = (x: number): number => Math.floor((x - Math.floor(x)) * 2 ** 32) | 0;
const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const K = new Int32Array(PRIMES.map((p) => fraction(Math.cbrt(p))));

function primes(n: number): number[] {
  const found: number[] = [];
  for (let c = 2; found.length < n; c += 1) if (found.every((p) => c % p !== 0)) found.push(c);
  return found;
}

const turn = (x: number, n: number): number => (x >>> n) | (x << (32 - n));

/** One block of 64 bytes, §6.2.2. Indexes are within their arrays, so `?? 0` never acts; it satisfies the type. */
function block(state: Int32Array, w: Int32Array, bytes: Uint8Array, at: number): void {
  for (let i = 0, p = at; i < 16; i += 1, p += 4)
    w[i] = ((bytes[p] ?? 0) << 24) | ((bytes[p + 1] ?? 0) << 16) | ((bytes[p + 2] ?? 0) << 8) | (bytes[p + 3] ?? 0);
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15] ?? 0;
    const y = w[i - 2] ?? 0;
    const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    w[i] = ((w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = ((state[i] ?? 0) + (next[i] ?? 0)) | 0;
}
