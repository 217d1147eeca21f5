// How long an operator waits for what reaches an inventory, and whether the answer is right. With --peers the same advisories and the
// same inventories go through osv-scanner and grype too, and whatever they answer differently is decided by bench/peers/adjudicate.ts.
//
// What is compared: *cold* is a process from its start to its answer, its database made beforehand, the first time that it is asked.
// *Warm* is ours with the index open in memory. The peers know no such state, so theirs is the kinder of two: the same run again, or
// what each further inventory adds to a run when five are asked together. Files are in the system's cache for everyone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { compareAnswers, type Differences } from './peers/compare.ts';
import type { Answer, Engine } from './peers/engine.ts';
import { grype } from './peers/grype.ts';
import { likeGrype } from './peers/like-grype.ts';
import { likeOsvScanner } from './peers/like-osv-scanner.ts';
import { osvScanner } from './peers/osv-scanner.ts';
import { askInMemory, leadtime, openInMemory } from './peers/ours.ts';
import { type InventoryText, joined, type MatchSet, realSet, worldSet } from './peers/sets.ts';

const ADVISORIES = 1_000_000;
const SCALES = [0.01, 0.1, 1];
const INVENTORIES = 5;
const WARM_ROUNDS = 40;

interface Peer {
  readonly engine: Engine;
  readonly times: number;
  readonly get: string;
}

export default async function run({ log, options }: BenchGiven): Promise<BenchResult> {
  const peers = options.has('--peers') ? await peersAtHand(log) : [];
  const figures: Figure[] = [];
  const measure = async (set: MatchSet): Promise<void> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-bench-'));
    try {
      figures.push(...(await measureSet(set, { peers, folder, log })));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const real = realSet();
  if (real === null) log('real advisories and inventories are not at hand (../shared/data): skipped');
  else await measure(real);
  const scales = options.has('--small') ? SCALES.filter((scale) => scale < 1) : SCALES;
  for (const scale of scales) await measure(worldSet(ADVISORIES * scale, INVENTORIES));
  return { bench: 'match', figures };
}

async function peersAtHand(log: (line: string) => void): Promise<readonly Peer[]> {
  const [scanner, other] = [await osvScanner(), await grype()];
  const peers = [
    {
      engine: scanner ?? likeOsvScanner,
      times: 100,
      get: 'go install github.com/google/osv-scanner/v2/cmd/osv-scanner@v2.5.0',
    },
    { engine: other ?? likeGrype, times: 20, get: 'go install github.com/anchore/grype/cmd/grype@v0.121.2' },
  ];
  for (const { engine, get } of peers) log(engine.standIn ? `${engine.name}; for the real one: ${get}` : engine.name);
  return peers;
}

interface Given {
  readonly peers: readonly Peer[];
  readonly folder: string;
  readonly log: (line: string) => void;
}

async function measureSet(set: MatchSet, { peers, folder, log }: Given): Promise<Figure[]> {
  log(`${set.name}: ${set.advisories.length} advisories, ${set.timed.length + set.others.length} inventories`);
  const own = await measureProgram(leadtime, set, { folder, log });
  const warm = warmOf(folder, set.timed);
  const figures = [
    figure(`ours cold, ${set.name}`, own.cold, 'ms'),
    figure(`ours warm, p50, ${set.name}`, warm, 'ms'),
    figure(`ours, memory of the process, ${set.name}`, own.peak, 'MB'),
  ];
  for (const peer of peers) {
    const { engine } = peer;
    log(`${set.name}: ${engine.name}`);
    const theirs = await measureProgram(engine, set, { folder, log });
    const differences = compareAnswers(set, own.answers, theirs.answers);
    for (const line of differences.examples) log(`  ${line}`);
    figures.push(...comparison(peer, set.name, { own, warm, theirs, differences }));
  }
  return figures;
}

interface Measured {
  readonly cold: number;
  readonly warm: number;
  readonly peak: number;
  readonly answers: readonly Answer[];
}

async function measureProgram(engine: Engine, set: MatchSet, { folder, log }: Omit<Given, 'peers'>): Promise<Measured> {
  await engine.prepare(folder, set.advisories);
  const ask = (inventory: InventoryText, name: string): Promise<Answer> => {
    const file = path.join(folder, 'inventories', `${name}.${inventory.form}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, inventory.text);
    return engine.ask(folder, file);
  };
  const { timed } = set;
  const [one] = timed;
  if (!one) throw new Error('a set without inventories');
  log(`  ${engine.name}: its database is made`);
  const first = await ask(one, 'one');
  const again = await ask(one, 'one');
  const together = await ask(joined(timed), 'together');
  log(`  ${engine.name}: ${first.ms.toFixed(0)}, ${again.ms.toFixed(0)}, together ${together.ms.toFixed(0)} ms`);
  const others: Answer[] = [];
  for (const [i, inventory] of set.others.entries()) others.push(await ask(inventory, `${i}`));
  const added = (together.ms - again.ms) / (timed.length - 1);
  return {
    cold: first.ms,
    warm: added > 0 ? Math.min(again.ms, added) : again.ms,
    peak: Math.max(first.peak, again.peak),
    answers: [first, together, ...others],
  };
}

function warmOf(folder: string, timed: readonly InventoryText[]): number {
  const index = openInMemory(folder);
  const times = Array.from({ length: WARM_ROUNDS }, () => timed.map(({ text }) => askInMemory(index, text).ms));
  return median(times.slice(WARM_ROUNDS / 2).flat());
}

function comparison(
  { engine, times, get }: Peer,
  set: string,
  { own, warm, theirs, differences }: { own: Measured; warm: number; theirs: Measured; differences: Differences },
): Figure[] {
  const { name, standIn } = engine;
  const held = (value: number, goal: string, met: boolean, peer: string) =>
    standIn
      ? { value, goal, met: null, peer: `unproven: ${name}; for the real one: ${get}` }
      : { value, goal, met, peer };
  const ratio = theirs.warm / warm;
  const cold = theirs.cold / own.cold;
  return [
    {
      name: `warm, times faster than ${name}, ${set}`,
      unit: 'x',
      ...held(round(ratio), `>= ${times}x`, ratio >= times, `${round(theirs.warm)} ms and ${round(warm)} ms`),
    },
    {
      name: `cold, times faster than ${name}, ${set}`,
      unit: 'x',
      ...held(round(cold), '> 1x', cold > 1, `${round(theirs.cold)} ms and ${round(own.cold)} ms`),
    },
    figure(`memory of ${name}, ${set}`, theirs.peak, 'MB'),
    figure(`answers in common with ${name}, ${set}`, differences.same, ''),
    {
      name: `ours wrong where ${name} is right, ${set}`,
      unit: '',
      ...held(
        differences.oursWrong,
        '0',
        differences.oursWrong === 0,
        `adjudicated ${differences.decided} differences`,
      ),
    },
    figure(`ours undetermined where ${name} is right, ${set}`, differences.oursOpen, ''),
    figure(`${name} wrong where ours is right, ${set}`, differences.theirsWrong, ''),
    figure(`answers of ${name} for components that no inventory has, ${set}`, differences.notAsked, ''),
    figure(`right answers of ours in ecosystems of which ${name} answers nothing, ${set}`, differences.notLookedUp, ''),
    figure(`differences that cannot be decided, ${name}, ${set}`, differences.undecided, ''),
  ];
}

const figure = (name: string, value: number, unit: string): Figure => ({
  name,
  value: round(value),
  unit,
  goal: null,
  met: null,
});

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const round = (value: number): number => Math.round(value * 100) / 100;
