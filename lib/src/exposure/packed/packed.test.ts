// The packed index answers as the one of objects does, from memory and from a file, and damage to its bytes is noticed.
import { describe, expect, it } from 'vitest';
import type { Advisory, AffectedRange, RangeEvent } from '../../advisory/index.ts';
import { seededRandom } from '../../kit/testing/mutate.ts';
import { buildIndex, type CompiledAdvisory, compile, type Identifiable, identify, knownOf } from '../index.ts';
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
    aliases: n % 5 === 0 ? [`CVE-2099-${n}`] : [],
    related: [],
    upstream: [],
    summary: `About A-${n}, ümlaut`,
    details: '',
    modified: '2026-01-01T00:00:00.000Z',
    vectors: n % 2 === 0 ? ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] : [],
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
    references: n % 3 === 0 ? [{ type: 'WEB', url: `https://example.org/${n}` }] : [],
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
const PAGE_BYTES = 512;
const factsOf = (one: CompiledAdvisory) => {
  const advisory = advisories[Number(one.advisory.slice(2))];
  return advisory && knownOf(advisory);
};
function pack(compiled: readonly CompiledAdvisory[]): Uint8Array {
  const builder = indexBuilder();
  for (const one of compiled) builder.add(one, factsOf(one));
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

const advisories = Array.from({ length: 3_000 }, (_, n) => advisoryOf(n));
const compiled = advisories.map(compile);
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

  it('reads of a file only what is asked for: a page of the directory, and the shelf where there is one', () => {
    const file = asFile(packed);
    const source = openIndex(file);
    const index = packedIndex(source);
    const opened = file.asked;
    expect(opened).toBeLessThan(500);
    index.verdict({ kind: 'library', name: 'nobody', purl: 'pkg:npm/nobody-names-this@1.0.0' });
    expect(file.asked - opened).toBe(PAGE_BYTES);
    const before = file.asked;
    const { matches } = index.verdict({ kind: 'library', name: 'pkg-1', purl: 'pkg:npm/pkg-1@1.0.0' });
    expect(file.asked - before).toBeLessThan(packed.length / 10);
    const judged = file.asked;
    expect(source.known(matches[0]?.evidence.advisory ?? '')?.summary).toMatch(/^About A-/);
    expect(file.asked - judged).toBeLessThan(2 * PAGE_BYTES);
  });

  it('keeps what each advisory says beside its versions, and nothing of those without claims', () => {
    for (const source of [openIndexInMemory(inMemory(packed)), openIndex(asFile(packed))]) {
      for (let n = 0; n < 3_000; n += 7) {
        const kept = (compiled[n]?.claims.length ?? 0) > 0;
        expect(source.known(`A-${n}`)).toEqual(kept ? knownOf(advisories[n] as Advisory) : undefined); // as many as compiled
      }
      expect(source.known('A-3000')).toBeUndefined();
    }
  });

  it('of two records about one advisory keeps the one that says more, in whichever order they come', () => {
    const [one, two] = [
      { aliases: [], summary: 'short' },
      { aliases: ['CVE-2099-1'], summary: 'longer' },
    ];
    const first = compiled.find(({ claims }) => claims.length > 0);
    const built = [
      [one, two],
      [two, one],
    ].map((facts) => {
      const builder = indexBuilder();
      for (const known of facts) if (first) builder.add(first, known);
      return Buffer.concat([...builder.finish(SAID)]);
    });
    expect(built[0]?.equals(built[1] ?? Buffer.alloc(0))).toBe(true);
    expect(openIndex(asFile(built[0] ?? Buffer.alloc(0))).known(first?.advisory ?? '')).toEqual(two);
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
    const tickets = compiled.map((one) => builder.add(one, factsOf(one)));
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
  /** The digest of the whole is read with the foot, and is for whoever has the whole in memory. */
  const WHOLE_DIGEST = packed.length - 32;
  const ask = (file: IndexSource): unknown => {
    const source = openIndex(file);
    const index = packedIndex(source);
    return [
      source.about,
      Array.from({ length: 28 }, (_, n) =>
        [`pkg:npm/pkg-${n}@1.2.3`, `pkg:deb/debian/pkg-${n}@1:1.2-1?distro=debian-12`].map((purl) =>
          index.verdict({ kind: 'library', name: 'x', purl }),
        ),
      ),
      Array.from({ length: 100 }, (_, n) => source.known(`A-${n}`)),
    ];
  };
  it('of any byte, anywhere, is refused in memory', () => {
    for (let n = 0; n < 300; n += 1) {
      const bytes = Uint8Array.from(packed);
      const at = below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + below(255));
      expect(() => openIndexInMemory(bytes.buffer), `byte ${at}`).toThrow(BrokenIndex);
    }
  });
  it('of whatever is read of a file is noticed; elsewhere it changes no answer', () => {
    const read = new Set<number>();
    const file = asFile(packed);
    const sound = ask({
      size: file.size,
      read(at, length) {
        for (let i = at; i < at + length; i += 1) if (i < WHOLE_DIGEST) read.add(i);
        return file.read(at, length);
      },
    });
    const places = [...read];
    let refused = 0;
    for (let n = 0; n < 400; n += 1) {
      const bytes = Uint8Array.from(packed);
      const at = n % 2 === 0 ? pick(places) : below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
      try {
        expect(ask(asFile(bytes))).toEqual(sound);
        expect(read.has(at), `byte ${at} was read and believed`).toBe(false);
      } catch (error) {
        if (!(error instanceof BrokenIndex)) throw error;
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(199);
  });
  it('of another format says to build it again', () => {
    const older = Uint8Array.from(packed);
    older[4] = 1;
    expect(() => openIndex(asFile(older))).toThrow('It was built by another version of leadtime: build it again.');
  });
  it.each([0, 10, 71, 72, 200, packed.length - 1])('of a file cut to %i bytes is refused', (length) => {
    expect(() => openIndex(asFile(packed.subarray(0, length)))).toThrow(BrokenIndex);
  });
});
