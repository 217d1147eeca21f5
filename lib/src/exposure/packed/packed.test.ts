// The packed index answers as the one of objects does, from memory and from a file, and damage to its bytes is noticed.
import { describe, expect, it } from 'vitest';
import type { Advisory, AffectedRange, RangeEvent } from '../../advisory/index.ts';
import { seededRandom } from '../../kit/testing/mutate.ts';
import { buildIndex, type CompiledAdvisory, compile, type Identifiable, identify } from '../index.ts';
import {
  BrokenIndex,
  hitsOf,
  type IndexSource,
  indexBuilder,
  matchOf,
  openIndex,
  openIndexInMemory,
  packedIndex,
} from './index.ts';

const random = seededRandom(4_409);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T; // never of an empty list
const below = (n: number): number => Math.floor(random() * n);

const ODD = ['1', '1.2', 'latest', '1.2.3.4', 'v0.0.0-20230101120000-0123456789ab', '01.2.3', ''];
const npmVersion = (): string =>
  random() < 0.1 ? pick(ODD) : `${below(4)}.${below(5)}.${below(40)}${random() < 0.2 ? `-rc.${below(12)}` : ''}`;
const debVersion = (): string =>
  `${random() < 0.4 ? '1:' : ''}${below(4)}.${below(12)}${pick(['', '~rc1', '+dfsg'])}-${below(4)}${pick(['', '+deb12u1', '+deb12u10'])}`;

/** A few that everybody names, and many that few do. */
const packageName = (): string => `pkg-${random() < 0.5 ? below(25) : below(2_000)}`;

function advisoryOf(n: number): Advisory {
  const debian = n % 3 === 0;
  const version = debian ? debVersion : npmVersion;
  const range = (): AffectedRange => {
    const events: RangeEvent[] = [{ introduced: random() < 0.4 ? '0' : version() }];
    if (random() < 0.8) events.push(random() < 0.3 ? { lastAffected: version() } : { fixed: version() });
    return { type: 'ECOSYSTEM', events };
  };
  const name = random() < 0.1 ? `pkg-ümlaut-${below(3)}` : packageName();
  return {
    id: `A-${n}`,
    aliases: [],
    related: [],
    upstream: [],
    summary: '',
    details: '',
    modified: '2026-01-01T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    affected: [
      {
        ecosystem: debian
          ? pick([
              'Debian:12',
              'Debian:12',
              'Debian:11',
              'Debian',
              'AlmaLinux:9',
              'Ubuntu:22.04:LTS',
              'Ubuntu:Pro:22.04:LTS',
            ])
          : 'npm',
        name,
        ranges: Array.from({ length: below(3) }, range),
        versions: Array.from({ length: below(3) }, version),
      },
    ],
    references: [],
    credits: [],
    informational: random() < 0.05,
    ...(random() < 0.02 ? { withdrawn: '2026-01-02T00:00:00.000Z' } : {}),
  };
}

function componentOf(): Identifiable {
  const name = encodeURIComponent(random() < 0.1 ? `pkg-ümlaut-${below(4)}` : packageName());
  const at = (version: string): string => (random() < 0.05 || version === '' ? '' : `@${encodeURIComponent(version)}`);
  const distro = pick(['?distro=debian-12', '?distro=debian-12', '?distro=debian-11', '']);
  const module = pick(['', '.module_el9+10']);
  const purl = pick([
    () => `pkg:deb/debian/${name}${at(debVersion())}${distro}`,
    () => `pkg:deb/ubuntu/${name}${at(debVersion())}?distro=ubuntu-22.04`,
    () => `pkg:rpm/almalinux/${name}${at(`${below(4)}.${below(12)}-${below(4)}${module}`)}?distro=almalinux-9`,
    () => `pkg:npm/${name}${at(npmVersion())}`,
    () => `pkg:npm/${name}${at(npmVersion())}`,
  ])();
  return { kind: 'library', name, purl };
}

const SAID = { newest: '2026-01-01T00:00:00.000Z', refused: 0 };
function pack(compiled: readonly CompiledAdvisory[]): Uint8Array {
  const builder = indexBuilder();
  for (const one of compiled) builder.add(one);
  return Buffer.concat([...builder.finish(SAID)]);
}
const inMemory = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
/** As a file gives them: each read in memory of its own. */
const asFile = (bytes: Uint8Array): IndexSource & { asked: number } => ({
  size: bytes.length,
  asked: 0,
  read(at, length) {
    this.asked += length;
    return Uint8Array.from(bytes.subarray(at, at + length));
  },
});

const compiled = Array.from({ length: 3_000 }, (_, n) => compile(advisoryOf(n)));
const packed = pack(compiled);

describe('a packed index', () => {
  const objects = buildIndex(compiled);
  it.each([
    ['in memory', packedIndex(openIndexInMemory(inMemory(packed)))],
    ['from a file', packedIndex(openIndex(asFile(packed)))],
  ])('%s answers as the index of objects does', (_, index) => {
    expect([index.packages, index.claims, index.intervals]).toEqual([
      objects.packages,
      objects.claims,
      objects.intervals,
    ]);
    const states = new Map<string, number>();
    for (let n = 0; n < 3_000; n += 1) {
      const component = componentOf();
      const expected = objects.verdict(component);
      const verdict = index.verdict(component);
      expect(verdict, JSON.stringify(component)).toEqual(expected);
      if (n % 20 === 0) expect(index.explain(component)).toEqual(objects.explain(component));
      states.set(verdict.state, (states.get(verdict.state) ?? 0) + 1);
    }
    for (const state of ['affected', 'undetermined', 'not_affected', 'no_advisory'])
      expect(states.get(state), state).toBeGreaterThan(50);
  });

  it('is the same bytes from any order of the advisories', () => {
    expect(Buffer.from(pack(compiled.toReversed())).equals(packed)).toBe(true);
  });

  it('can be shared by threads', () => {
    const shared = new SharedArrayBuffer(packed.length);
    new Uint8Array(shared).set(packed);
    const index = packedIndex(openIndexInMemory(shared));
    expect(index.verdict({ kind: 'library', name: 'pkg-1', purl: 'pkg:npm/pkg-1@1.0.0' }).matches).toEqual(
      objects.verdict({ kind: 'library', name: 'pkg-1', purl: 'pkg:npm/pkg-1@1.0.0' }).matches,
    );
  });

  it('reads of a file only the directory and what is asked for', () => {
    const file = asFile(packed);
    const index = packedIndex(openIndex(file));
    const directory = file.asked;
    index.verdict({ kind: 'library', name: 'pkg-1', purl: 'pkg:npm/pkg-1@1.0.0' });
    expect(file.asked - directory).toBeLessThan(packed.length / 10);
    expect(file.asked - directory).toBeGreaterThan(0);
    const before = file.asked;
    index.verdict({ kind: 'library', name: 'nobody', purl: 'pkg:npm/nobody-names-this@1.0.0' });
    expect(file.asked).toBe(before);
  });

  it('calls decided only what match finds affected', () => {
    const source = openIndexInMemory(inMemory(packed));
    let decided = 0;
    for (let n = 0; n < 2_000; n += 1)
      hitsOf(source, identify(componentOf()).keys, (key, shelf, place, sure) => {
        if (!sure) return;
        decided += 1;
        expect(matchOf({ key, shelf, place }).state).toBe('affected');
      });
    expect(decided).toBeGreaterThan(1_000);
  });

  it('meets each claim once', () => {
    const source = openIndexInMemory(inMemory(packed));
    for (let n = 0; n < 1_000; n += 1)
      for (const key of identify(componentOf()).keys) {
        const places: number[] = [];
        source.shelf(key.package)?.reaching(key.version, (place) => places.push(place));
        expect(new Set(places).size).toBe(places.length);
      }
  });

  it('leaves out what was replaced while it was built', () => {
    const builder = indexBuilder();
    const tickets = compiled.map((one) => builder.add(one));
    for (const ticket of tickets.slice(0, 1_000)) builder.drop(ticket);
    expect(Buffer.concat([...builder.finish(SAID)]).equals(pack(compiled.slice(1_000)))).toBe(true);
  });

  it('says what it was built from', () => {
    const withdrawn = compiled.filter((c) => c.withdrawn).length;
    expect(openIndex(asFile(packed)).about).toMatchObject({ ...SAID, advisories: 3_000, withdrawn });
  });

  it('of nothing knows nothing', () => {
    const index = packedIndex(openIndexInMemory(inMemory(pack([]))));
    expect(index.verdict(componentOf()).state).toBe('no_advisory');
  });
});

describe('damage', () => {
  const ask = (bytes: Uint8Array): void => {
    const index = packedIndex(openIndex(asFile(bytes)));
    for (let n = 0; n < 28; n += 1)
      for (const purl of [`pkg:npm/pkg-${n}@1.2.3`, `pkg:deb/debian/pkg-${n}@1:1.2-1?distro=debian-12`])
        index.verdict({ kind: 'library', name: 'x', purl });
  };
  it('of any byte, anywhere, is refused in memory', () => {
    for (let n = 0; n < 300; n += 1) {
      const bytes = Uint8Array.from(packed);
      const at = below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + below(255));
      expect(() => openIndexInMemory(bytes.buffer), `byte ${at}`).toThrow(BrokenIndex);
    }
  });
  it('is refused in a file, or is where nobody asked', () => {
    for (let n = 0; n < 200; n += 1) {
      const bytes = Uint8Array.from(packed);
      const at = below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + below(255));
      try {
        ask(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenIndex);
      }
    }
  });
  it.each([0, 10, 71, 72, 200, packed.length - 1])('of a file cut to %i bytes is refused', (length) => {
    expect(() => openIndex(asFile(packed.subarray(0, length)))).toThrow(BrokenIndex);
  });
});
