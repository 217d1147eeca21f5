// How fast an inventory is told what reaches it: 1,000 components as CycloneDX text against a million advisories, on one core, JSON
// parsing included, no version key kept from one inventory to the next.
//
// The story: nothing is unpacked that is not hit. A package is found by two hashes of its name, its intervals lie sorted in columns
// of words, and the first eight bytes of a version's key decide nearly every comparison. Evidence is made when somebody looks.
import { readCycloneDx } from '../lib/src/advisory/index.ts';
import {
  compile,
  hitsOf,
  identify,
  indexBuilder,
  matchOf,
  openIndexInMemory,
  type ShelfSource,
} from '../lib/src/exposure/index.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { worldAdvisory, worldInventory } from './exposure/world.ts';

const ADVISORIES = 1_000_000;
const SCALES = [0.01, 0.1, 1] as const;
const INVENTORIES = 500;
const COMPONENTS = 1_000;
/** Before anything is counted: what the first inventories cost is the compiler's. */
const WARM_UP = 30;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const figures: Figure[] = [];
  const medians: number[] = [];
  for (const scale of SCALES) {
    const advisories = ADVISORIES * scale;
    const began = performance.now();
    const index = build(advisories);
    const built = (performance.now() - began) / 1_000;
    const took = inventories(index);
    medians.push(took.whole.p50);
    log(
      `${advisories} advisories, built in ${built.toFixed(1)} s: p50 ${took.whole.p50.toFixed(2)} ms, p99 ${took.whole.p99.toFixed(2)} ms, of it JSON.parse ${took.parse.p50.toFixed(2)} ms, ${took.hits} hits`,
    );
    const goal = (name: string, value: number, most: number): Figure => ({
      name: `${name}, ${COMPONENTS} components against ${advisories} advisories`,
      value: round(value),
      unit: 'ms',
      ...(scale === 1 ? { goal: `<= ${most} ms`, met: value <= most } : { goal: null, met: null }),
      peer: `JSON.parse alone, in the same run: ${round(took.parse.p50)} ms`,
    });
    const plain = (name: string, value: number, unit: string): Figure => ({
      name: `${name}, ${advisories} advisories`,
      value: round(value),
      unit,
      goal: null,
      met: null,
    });
    figures.push(
      goal('inventory to verdicts, p50', took.whole.p50, 6),
      goal('inventory to verdicts, p99', took.whole.p99, 20),
      plain('the same with the evidence of every hit, p50', took.evidence.p50, 'ms'),
      plain('hits per inventory', took.hits, ''),
      plain('index built', built, 's'),
      plain('resident memory', process.memoryUsage.rss() / 1e6, 'MB'),
    );
  }
  figures.push({
    name: 'slope of p50 over advisories, 0.01x to 1x (0 is flat, 1 is linear)',
    value: round(Math.log((medians[2] ?? 0) / (medians[0] ?? 1)) / Math.log(100)),
    unit: '',
    goal: null,
    met: null,
  });
  return { bench: 'forward', figures };
}

function build(advisories: number): ShelfSource {
  const builder = indexBuilder();
  for (let i = 0; i < advisories; i += 1) builder.add(compile(worldAdvisory(i)));
  const parts = [...builder.finish({ newest: null, refused: 0 })];
  const memory = new SharedArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0));
  const bytes = new Uint8Array(memory);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return openIndexInMemory(memory);
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

function inventories(index: ShelfSource) {
  const parse: number[] = [];
  const whole: number[] = [];
  const evidence: number[] = [];
  let hits = 0;
  for (let i = -WARM_UP; i < INVENTORIES; i += 1) {
    const text = worldInventory(i + WARM_UP, COMPONENTS);
    const parsed = timed(() => JSON.parse(text) as unknown);
    const judged = timed(() => judge(index, text));
    const explained = timed(() => judge(index, text, true));
    if (i < 0) continue;
    parse.push(parsed.ms);
    whole.push(judged.ms);
    evidence.push(explained.ms);
    hits += judged.value.hits;
  }
  return {
    parse: percentiles(parse),
    whole: percentiles(whole),
    evidence: percentiles(evidence),
    hits: Math.round(hits / INVENTORIES),
  };
}

/** What an operator is told: the state of every component, and how many advisories reach it. */
function judge(index: ShelfSource, text: string, explain = false): { hits: number; states: Uint8Array } {
  const inventory = readCycloneDx(text);
  if (!inventory.ok) throw new Error('the made-up inventory could not be read');
  const states = new Uint8Array(inventory.value.components.length);
  let hits = 0;
  for (const [i, component] of inventory.value.components.entries()) {
    hitsOf(index, identify(component).keys, (key, shelf, place, decided) => {
      const state = !decided || explain ? matchOf({ key, shelf, place }).state : 'affected';
      if (state === 'not_affected') return;
      hits += 1;
      states[i] = state === 'affected' ? 2 : Math.max(states[i] ?? 0, 1);
    });
  }
  return { hits, states };
}

function timed<T>(work: () => T): { ms: number; value: T } {
  const began = performance.now();
  const value = work();
  return { ms: performance.now() - began, value };
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

const round = (value: number): number => Math.round(value * 100) / 100;
