// How fast a new advisory is told whom it reaches, in a fleet of 100 million components of 20,000 operators, on one core.
//
// The story: a package in a version is one row, however many hold it. An interval is two binary searches and one run of rows, whose
// inventories are kept as distances of mostly one byte. Nothing is an object; what is unpacked is what is hit.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compile, type Fleet, type FleetAnswer, openFleet, packBase } from '../lib/src/exposure/index.ts';
import { compareKeys } from '../lib/src/version/index.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { fleetWorld } from './exposure/fleet-world.ts';
import { worldAdvisory, worldPackage } from './exposure/world.ts';

const SCALES = [0.01, 0.1, 1] as const;
const ADVISORIES = 3_000;
const WARM_UP = 300;
/** What the largest advisory is to reach at 1x. */
const LARGE = 5_000_000;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const figures: Figure[] = [];
  const large: number[] = [];
  const p99s: number[] = [];
  for (const scale of SCALES) {
    const began = performance.now();
    const fleet = openWorld(scale);
    const built = (performance.now() - began) / 1_000;
    const { base } = fleet;
    log(`${base.instances} components in ${base.rows} rows, packed in ${built.toFixed(1)} s`);
    const took = advisories(fleet);
    const most = largest(fleet, LARGE * scale);
    collect();
    const memory = process.memoryUsage.rss() / 1e6;
    const peer = scale === SCALES[0] ? scanned(fleet) : undefined;
    p99s.push(took.p99);
    large.push(most.ms);
    const goal = (name: string, value: number, unit: string, limit: number, text: string, peer?: string): Figure => ({
      name: `${name}, ${base.instances} components`,
      value: round(value),
      unit,
      ...(scale === 1 ? { goal: text, met: value <= limit } : { goal: null, met: null }),
      ...(peer === undefined ? {} : { peer }),
    });
    const plain = (name: string, value: number, unit: string): Figure => ({
      name: `${name}, ${base.instances} components`,
      value: round(value),
      unit,
      goal: null,
      met: null,
    });
    figures.push(
      goal('advisory to its operators, compiled too, p99', took.p99, 'ms', 10, '<= 10 ms', peer),
      plain('the same, p50', took.p50, 'ms'),
      goal(
        `advisory that reaches ${most.instances} components, with the list of them`,
        most.ms,
        'ms',
        250,
        '<= 250 ms',
        `reading as many words of memory, in the same run: ${round(most.limit)} ms`,
      ),
      goal('resident memory, garbage collected', memory, 'MB', 1_500, '<= 1.5 GB'),
      plain('highest resident memory so far, packing included', process.resourceUsage().maxRSS / 1e3, 'MB'),
      plain('the base itself', base.memory.byteLength / 1e6, 'MB'),
      plain('base packed', built, 's'),
    );
  }
  figures.push(slope('p99', p99s), slope('the largest advisory', large));
  return { bench: 'reverse', figures };
}

/** What packing left behind is no part of what the fleet needs to be asked. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void; // there by the flag above
  gc();
  gc(); // what the first found nobody to hold is given back to the system by the second
}

function openWorld(scale: number): Fleet {
  const world = fleetWorld(scale);
  return openFleet(packBase(world.rows(), world.operatorOf, (bytes) => new SharedArrayBuffer(bytes)));
}

function advisories(fleet: Fleet): { p50: number; p99: number } {
  const took: number[] = [];
  for (let i = -WARM_UP; i < ADVISORIES; i += 1) {
    const advisory = worldAdvisory(i + WARM_UP);
    const began = performance.now();
    fleet.ask(compile(advisory));
    if (i >= 0) took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  return { p50: took[ADVISORIES >> 1] ?? 0, p99: took[Math.floor(0.99 * ADVISORIES)] ?? 0 };
}

/** As an advisory on a kernel is: many packages, all their versions, in nearly every inventory. */
function largest(fleet: Fleet, wanted: number): { ms: number; instances: number; limit: number } {
  const names: number[] = [];
  let known = 0;
  while (known < wanted && names.length < 10_000) {
    names.push(names.length);
    known += fleet.ask(ofPackages(names.slice(-1))).instances;
  }
  const compiled = ofPackages(names);
  let ms = Number.POSITIVE_INFINITY;
  let listed = 0;
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    listed = list(fleet.ask(compiled)).length;
    // The first of them is what somebody waits for: the worst of three counts.
    ms = round === 0 ? performance.now() - began : Math.max(ms, performance.now() - began);
  }
  const words = new Uint32Array(listed).fill(1);
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < words.length; i += 1) sum += words[i] ?? 0;
  return { ms, instances: sum, limit: performance.now() - began };
}

const ofPackages = (numbers: readonly number[]) =>
  compile({
    ...worldAdvisory(0),
    affected: numbers.map((i) => {
      const { ecosystem, name } = worldPackage(i);
      return { ecosystem, name, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }], versions: [] };
    }),
  });

function list(answer: FleetAnswer): Uint32Array {
  const all = new Uint32Array(answer.instances);
  let at = 0;
  for (const { inventories } of answer.hits()) {
    all.set(inventories, at);
    at += inventories.length;
  }
  return all;
}

/** The peer: a map from package to its components, each an object, all of them compared. */
function scanned(fleet: Fleet): string {
  const { base } = fleet;
  const packages = new Map<string, { key: Uint8Array; operator: number }[]>();
  for (let i = 0; i < base.packages; i += 1) {
    const { first, end } = base.sliceAt(i);
    const name = Buffer.from(base.nameAt(i)).toString();
    const components: { key: Uint8Array; operator: number }[] = [];
    for (let row = first; row < end; row += 1) {
      const key = base.key(row, name).version?.key ?? new Uint8Array(0);
      const inventories = new Uint32Array(base.count(row));
      base.inventories(row, inventories);
      for (const inventory of inventories) components.push({ key, operator: base.operatorOf[inventory] ?? 0 });
    }
    packages.set(name, components);
  }
  const took: number[] = [];
  for (let i = 0; i < ADVISORIES; i += 1) {
    const advisory = worldAdvisory(i + WARM_UP);
    const began = performance.now();
    const operators = new Set<number>();
    for (const { namespace, name, intervals } of compile(advisory).claims)
      for (const { key, operator } of packages.get(`${namespace}/${name}`) ?? [])
        if (intervals.some(({ lo, hi }) => compareKeys(key, lo) >= 0 && compareKeys(key, hi) < 0))
          operators.add(operator);
    took.push(performance.now() - began);
  }
  took.sort((a, b) => a - b);
  return `a map from package to components as objects, all compared, in the same run: p99 ${round(took[Math.floor(0.99 * ADVISORIES)] ?? 0)} ms`;
}

const slope = (what: string, values: readonly number[]): Figure => ({
  name: `slope of ${what} over components, 0.01x to 1x (0 is flat, 1 is linear)`,
  value: round(Math.log((values[2] ?? 0) / (values[0] ?? 1)) / Math.log(100)),
  unit: '',
  goal: null,
  met: null,
});

const round = (value: number): number => Math.round(value * 100) / 100;
