// Both directions say the same: who an advisory reaches in the fleet is who would be told of it when matched one by one.
import { describe, expect, it } from 'vitest';
import type { Advisory, Affected, AffectedRange } from '../../advisory/index.ts';
import { seededRandom } from '../../kit/testing/mutate.ts';
import { buildIndex } from '../build-index.ts';
import { compile } from '../compile.ts';
import { type Identifiable, identify } from '../identify.ts';
import { MATCH_RULE } from '../match.ts';
import { type CompiledAdvisory, type ExposureState, INTERVAL_FLAG } from '../model.ts';
import { mustJudgeInterval, mustJudgeVersion } from '../rows.ts';
import { buildFleet, type Fleet, type FleetAnswer, type Inventory, openFleet, operatorsIn } from './index.ts';

type Random = () => number;
const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T; // never empty here

interface Kind {
  readonly ecosystem: readonly string[];
  readonly versions: readonly string[];
  readonly purls: readonly string[];
}
/** Few versions, so that bounds are met: plain ones, and every kind that bytes do not decide. */
const KINDS: readonly Kind[] = [
  {
    ecosystem: ['npm'],
    versions: ['1.0.0', 'v1.0.0', '1.2.0-rc.1', '1.2.0', '1.2', '2.0.0+b1', '2.0.0', 'latest', '1.10.0', '01.2.0'],
    purls: ['pkg:npm/thing@V', 'pkg:npm/%40scope/thing@V'],
  },
  {
    ecosystem: ['PyPI'],
    versions: ['1.0', '1.0.0', '1.0rc1', '1.0.post1', '2!1.0', '3.1', '1.0+local', 'not a version', '2024.01.02'],
    purls: ['pkg:pypi/thing@V'],
  },
  {
    ecosystem: ['Maven'],
    versions: ['1.0', '1.0-SNAPSHOT', '2.0.0.redhat-1', '2.0.0.redhat-2', '2.0.0', '1.0.0.Final', '1-1.foo', '1.a.1'],
    purls: ['pkg:maven/org.example/thing@V'],
  },
  {
    ecosystem: ['Go'],
    versions: ['v1.0.0', 'v0.0.0-20200101000000-abcdefabcdef', 'v2.0.0+incompatible', 'v1.3.0', 'devel'],
    purls: ['pkg:golang/example.org/thing@V'],
  },
  {
    ecosystem: ['Debian:12', 'Debian:11', 'Debian'],
    versions: ['1.0-1', '1:1.0-1', '1.0-1+deb12u1', '0:1.0-2', '2.0~rc1-1', '2.0-1', '1.5', '1:0.5-3', 'bad version'],
    purls: [
      'pkg:deb/debian/thing@V?distro=debian-12',
      'pkg:deb/debian/thing@V?distro=debian-11',
      'pkg:deb/debian/thing@V',
      'pkg:deb/debian/libthing@V?distro=debian-12&upstream=thing',
    ],
  },
  {
    ecosystem: ['Red Hat:enterprise_linux:9::appstream', 'Red Hat:rhel_eus:9.4::baseos', 'AlmaLinux:9'],
    versions: ['1.0-1.el9', '0:1.0-1.el9', '1:1.0-1.el9', '1.0-2.el9_4', '1.0-3.el9_4.1', '2.0-1.module+el9', '2.0'],
    purls: [
      'pkg:rpm/redhat/thing@V?distro=rhel-9.4',
      'pkg:rpm/redhat/thing@V?distro=rhel-9',
      'pkg:rpm/redhat/thing@V',
      'pkg:rpm/almalinux/thing@V?distro=almalinux-9',
    ],
  },
  { ecosystem: ['NoSuchEcosystem'], versions: ['1', '2', 'x'], purls: ['pkg:generic/thing@V'] },
];

function component(random: Random): Identifiable {
  const kind = pick(random, KINDS);
  const version = pick(random, kind.versions);
  const bare = random() < 0.05;
  const purl = pick(random, kind.purls).replace('@V', bare ? '' : `@${encodeURIComponent(version)}`);
  if (random() < 0.05) return { kind: 'library', name: 'thing', version, derivedFrom: [{ ...ORIGIN, purl }] };
  if (random() < 0.05) return { kind: 'library', name: 'thing', version, otherPurls: [purl] };
  if (random() < 0.05) return { kind: 'library', name: 'thing', version, cpe: 'cpe:2.3:a:acme:pump:1.0:*:*:*:*:*:*:*' };
  return { kind: 'library', name: 'thing', purl, ...(random() < 0.3 ? { isSubject: true as const } : {}) };
}
const ORIGIN = { path: '', name: 'thing', hashes: [] };

function range(random: Random, { versions }: Kind): AffectedRange {
  if (random() < 0.1) return { type: 'GIT', repo: 'https://example.org/r', events: [{ introduced: '0' }] };
  const events: AffectedRange['events'][number][] = [{ introduced: random() < 0.4 ? '0' : pick(random, versions) }];
  if (random() < 0.8)
    events.push(random() < 0.3 ? { lastAffected: pick(random, versions) } : { fixed: pick(random, versions) });
  if (random() < 0.2) events.push({ introduced: pick(random, versions) }, { fixed: pick(random, versions) });
  if (random() < 0.1) events.push({ limit: pick(random, versions) });
  return { type: 'ECOSYSTEM', events };
}

function advisory(random: Random, id: string): Advisory {
  const affected = Array.from({ length: 1 + below(random, 3) }, (): Affected => {
    const kind = pick(random, KINDS);
    return {
      ecosystem: pick(random, kind.ecosystem),
      name:
        kind.ecosystem[0] === 'Go'
          ? 'example.org/thing'
          : kind.ecosystem[0] === 'Maven'
            ? 'org.example:thing'
            : 'thing',
      ranges: Array.from({ length: below(random, 3) }, () => range(random, kind)),
      versions: Array.from({ length: below(random, 3) }, () => pick(random, kind.versions)),
    };
  });
  return {
    id,
    aliases: [],
    related: [],
    upstream: [],
    summary: '',
    details: '',
    modified: '2026-01-01T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    affected,
    references: [],
    credits: [],
    informational: false,
    ...(random() < 0.05 ? { withdrawn: '2026-01-02T00:00:00.000Z' } : {}),
  };
}

interface Held {
  readonly operator: number;
  readonly components: readonly Identifiable[];
}
type World = Map<number, Held>;

const OPERATORS = 40;
const held = (random: Random, most: number): Held => ({
  operator: below(random, OPERATORS),
  components: Array.from({ length: below(random, most + 1) }, () => component(random)),
});
const world = (random: Random, inventories: number, most = 3): World =>
  new Map(Array.from({ length: inventories }, (_, i) => [i, held(random, most)]));

const inventoryOf = (inventory: number, { operator, components }: Held): Inventory => ({
  inventory,
  operator,
  keys: components.flatMap((one) => identify(one).keys),
});
const fleetOf = (of: World): Fleet => buildFleet([...of].map(([inventory, one]) => inventoryOf(inventory, one)));

type Told = Map<number, ExposureState>;
const tell = (told: Told, to: number, state: ExposureState): void => {
  if (state !== 'not_affected' && told.get(to) !== 'affected') told.set(to, state);
};

/** By matching every component of everybody, one by one. */
function forward(of: World, compiled: CompiledAdvisory): { inventories: Told; operators: Told } {
  const index = buildIndex([compiled]);
  const told = { inventories: new Map(), operators: new Map() };
  for (const [inventory, { operator, components }] of of)
    for (const one of components)
      for (const { state, evidence } of index.explain(one)) {
        expect(evidence.rule).toBe(MATCH_RULE);
        tell(told.inventories, inventory, state);
        tell(told.operators, operator, state);
      }
  return told;
}

function reverse(answer: FleetAnswer): { inventories: Told; operators: Told } {
  expect(answer.rule).toBe(MATCH_RULE);
  const told = { inventories: new Map(), operators: new Map() };
  let instances = 0;
  let rows = 0;
  for (const { state, inventories } of answer.hits()) {
    rows += 1;
    instances += inventories.length;
    for (const inventory of inventories) tell(told.inventories, inventory, state);
  }
  expect([answer.instances, answer.rows]).toEqual([instances, rows]);
  for (const operator of operatorsIn(answer.affected)) told.operators.set(operator, 'affected');
  for (const operator of operatorsIn(answer.undetermined)) {
    expect(told.operators.has(operator)).toBe(false);
    told.operators.set(operator, 'undetermined');
  }
  return told;
}

const sorted = (told: Told): [number, ExposureState][] => [...told].sort((a, b) => a[0] - b[0]);
function expectSame(fleet: Fleet, of: World, compiled: CompiledAdvisory): number {
  const [expected, found] = [forward(of, compiled), reverse(fleet.ask(compiled))];
  expect(sorted(found.inventories)).toEqual(sorted(expected.inventories));
  expect(sorted(found.operators)).toEqual(sorted(expected.operators));
  return expected.inventories.size;
}

/** Puts, replaces and removes a share of the inventories, in the world and in the fleet. */
function change(random: Random, of: World, fleet: Fleet, times: number): void {
  for (let i = 0; i < times; i += 1) {
    const inventory = below(random, of.size + 10);
    if (random() < 0.3) {
      of.delete(inventory);
      fleet.remove(inventory);
    } else {
      const next = held(random, 4);
      of.set(inventory, next);
      fleet.put(inventoryOf(inventory, next));
    }
  }
}

const bytes = (memory: ArrayBufferLike): Buffer => Buffer.from(new Uint8Array(memory));

describe('a fleet', () => {
  it('tells of each advisory whom matching everybody one by one would tell, inventory by inventory', () => {
    const random = seededRandom(4409);
    // One component an inventory, so that what is compared is the verdict of each component.
    const of = world(random, 400, 1);
    const fleet = fleetOf(of);
    let told = 0;
    for (let i = 0; i < 400; i += 1) told += expectSame(fleet, of, compile(advisory(random, `A-${i}`)));
    expect(told).toBeGreaterThan(3_000);
  });

  it('meets what bytes cannot decide: every such kind of version and of interval is among what it was asked', () => {
    const random = seededRandom(1);
    const versions = [...world(random, 2_000, 2).values()].flatMap(({ components }) =>
      components.flatMap((one) => identify(one).keys.map(({ version }) => version)),
    );
    const flags = versions.reduce((all, version) => all | (version?.flags ?? 0), 0);
    expect(flags).toBe(0xff);
    expect(versions).toContain(undefined);
    expect(versions.some((version) => version && !mustJudgeVersion(version.flags))).toBe(true);
    const intervals = Array.from({ length: 500 }, (_, i) => compile(advisory(random, `A-${i}`)))
      .flatMap(({ claims }) => claims)
      .flatMap((claim) => claim.intervals);
    const { malformed, unreadable, epoch, equality, releaseUnknown, releaseNotStated } = INTERVAL_FLAG;
    const wanted = malformed | unreadable | epoch | equality | releaseUnknown | releaseNotStated;
    expect(intervals.reduce((all, i) => all | i.flags, 0) & wanted).toBe(wanted);
    expect(intervals.some((i) => !mustJudgeInterval(i.flags))).toBe(true);
  });

  it('goes on telling the same while inventories are added, replaced and removed', () => {
    const random = seededRandom(7);
    const of = world(random, 100);
    const fleet = fleetOf(of);
    for (let i = 0; i < 200; i += 1) {
      change(random, of, fleet, 3);
      expectSame(fleet, of, compile(advisory(random, `A-${i}`)));
    }
  });

  it('compacts to the bytes of a rebuild from what the inventories are now', () => {
    const random = seededRandom(8);
    const of = world(random, 300);
    let fleet = fleetOf(of);
    for (let round = 0; round < 20; round += 1) {
      change(random, of, fleet, 40);
      const next = fleet.compact();
      expect(bytes(next).equals(bytes(fleetOf(of).base.memory))).toBe(true);
      fleet = openFleet(next);
      expectSame(fleet, of, compile(advisory(random, `A-${round}`)));
    }
  });

  it('says whom a new revision reaches and whom it lets go, and a withdrawn one lets all go', () => {
    const random = seededRandom(9);
    const of = world(random, 200);
    const fleet = fleetOf(of);
    change(random, of, fleet, 20);
    const facts = (compiled: CompiledAdvisory): Set<string> =>
      new Set(
        [...fleet.ask(compiled).hits()].flatMap(({ key, state, inventories }) =>
          [...inventories].map((one) => JSON.stringify([key.package, key.via, key.version?.text, state, one])),
        ),
      );
    for (let i = 0; i < 200; i += 1) {
      const [one, other] = [advisory(random, `A-${i}`), advisory(random, `A-${i}`)];
      const [before, after] = [compile(one), compile(i % 4 === 0 ? { ...one, withdrawn: one.modified } : other)];
      const { appeared, ended, reached, released } = fleet.changed(before, after);
      const next = facts(before);
      for (const [hits, keep] of [
        [ended, false],
        [appeared, true],
      ] as const)
        for (const { key, state, inventories } of hits)
          for (const inventory of inventories) {
            const fact = JSON.stringify([key.package, key.via, key.version?.text, state, inventory]);
            expect(next.has(fact)).toBe(!keep);
            if (keep) next.add(fact);
            else next.delete(fact);
          }
      expect(next).toEqual(facts(after));
      const [was, now] = [forward(of, before).operators, forward(of, after).operators];
      expect([...operatorsIn(reached)]).toEqual(sorted(now).flatMap(([o]) => (was.has(o) ? [] : [o])));
      expect([...operatorsIn(released)]).toEqual(sorted(was).flatMap(([o]) => (now.has(o) ? [] : [o])));
      if (after.withdrawn) expect([appeared.length, ended.length]).toEqual([0, fleet.ask(before).rows]);
    }
  });

  it('lies in memory that threads share', () => {
    const random = seededRandom(10);
    const of = world(random, 20);
    const all = [...of].map(([inventory, one]) => inventoryOf(inventory, one));
    const { base } = buildFleet(all, (size) => new SharedArrayBuffer(size));
    expect(base.memory).toBeInstanceOf(SharedArrayBuffer);
    expectSame(openFleet(base.memory), of, compile(advisory(random, 'A')));
  });

  it('keeps packages apart whose names differ in half a surrogate pair alone', () => {
    const key = (name: string) => ({ package: `x/${name}`, namespace: 'x', name, via: 'package-url' as const });
    const { base } = buildFleet([{ inventory: 0, operator: 0, keys: [key('\ud800'), key('\ud801'), key('é')] }]);
    expect(base.packages).toBe(3);
    expect(base.slice('x/\ud801')).toMatchObject({ end: (base.slice('x/\ud801')?.first ?? 0) + 1 });
    expect(base.key(base.slice('x/\ud801')?.first ?? 0, 'x/\ud801').name).toBe('\ud801');
  });

  it('refuses numbers that would make its tables endless, and memory that is no base', () => {
    expect(() => buildFleet([{ inventory: 2 ** 31, operator: 0, keys: [] }])).toThrow(RangeError);
    expect(() => buildFleet([{ inventory: 0, operator: -1, keys: [] }])).toThrow(RangeError);
    expect(() => openFleet(new ArrayBuffer(10))).toThrow(RangeError);
    expect(() => openFleet(new ArrayBuffer(1_000))).toThrow(RangeError);
  });

  it('says when a tenth has changed', () => {
    const fleet = fleetOf(world(seededRandom(11), 100));
    for (let i = 0; i < 10; i += 1) fleet.remove(i);
    expect([fleet.changes, fleet.isDue]).toEqual([10, false]);
    fleet.remove(10);
    expect(fleet.isDue).toBe(true);
  });
});
