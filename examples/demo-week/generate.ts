// The demo week: who did what and when in the nine days before now, as steps that a loader plays through the API's own verbs.
// The same seed and the same now give the same steps, byte for byte.
import type { ReportDiscovery } from '../generate/report.ts';
import { MODEL, type PersonKey } from '../world.ts';
import { type Act, acts } from './acts/index.ts';
import { bulkActs } from './bulk-acts.ts';
import { bundleReport, eveningReport } from './bundles.ts';
import { madeFeeds } from './feeds.ts';
import {
  agencyAssetCsv,
  agencyInventories,
  bankInventories,
  hospitalInventory,
  type MadeInventory,
  waterInventories,
} from './inventories.ts';
import { PREPARED } from './prepared.ts';
import type { BundleKey, SweepKey } from './sightings.ts';
import type { Discovery, FindingAddress, FindRef, PreparedFinding, Step, StepOf } from './steps.ts';
import { type MadeReport, sweepReports } from './sweeps.ts';

export interface DemoWeek {
  /** In order of time, all before now. */
  readonly steps: readonly Step[];
  /** Where a finding stands. Every finding has an address; those named in the steps are sure to be there. */
  readonly resolve: (ref: FindRef) => FindingAddress | undefined;
  /** All names of findings, in order of report and ordinal. */
  readonly names: readonly FindRef[];
  /** Findings left for a person to settle. */
  readonly prepared: readonly PreparedFinding[];
}

const DAY = 86_400_000;

export function demoWeek(options: { readonly seed?: string; readonly now: number }): DemoWeek {
  const { now, seed = 'leadtime' } = options;
  const at = (days: number) => new Date(now + Math.round(days * DAY)).toISOString();
  const feeds = madeFeeds(seed, now);
  const reports = madeReports(seed, at(MODEL.releaseInDays));
  const everything = [
    ...imports(feeds),
    ...inventoryActs(
      seed,
      at,
      feeds.reached.map(({ component }) => component),
    ),
    ...reports.flatMap(({ acts: submissions }) => submissions),
    ...acts(at),
    ...bulkActs(
      reports.flatMap(({ made }) => made),
      feeds.reached,
      at,
    ),
  ];
  const addresses = addressesOf(reports.flatMap(({ made }) => made));
  return {
    steps: inOrder(everything, at),
    resolve: (ref) => addresses.get(ref),
    names: [...addresses.keys()],
    prepared: PREPARED,
  };
}

/** Sorted by time (acts at one time keep their order), each with its key. */
function inOrder(list: readonly Act[], at: (days: number) => string): readonly Step[] {
  const counts = new Map<string, number>();
  return list
    .toSorted((a, b) => a[0] - b[0])
    .map(([days, as, what, key]) => {
      const n = (counts.get(what.kind) ?? 0) + 1;
      counts.set(what.kind, n);
      return { key: key ?? `${what.kind}-${n}`, as, at: at(days), ...what };
    });
}

function addressesOf(made: readonly MadeReport[]): ReadonlyMap<FindRef, FindingAddress> {
  const addresses = new Map<FindRef, FindingAddress>();
  for (const { key, entries } of made) {
    entries.forEach(({ ref, title, target }, ordinal) => {
      addresses.set(ref, { report: key, ordinal, title, target });
    });
  }
  return addresses;
}

const imports = (feeds: ReturnType<typeof madeFeeds>): readonly Act[] => [
  [-8.8, 'ines', { kind: 'importFeed', source: 'osv', filename: 'osv.ndjson', bytes: feeds.osv }],
  [-8.79, 'ines', { kind: 'importFeed', source: 'kev', filename: 'kev.json', bytes: feeds.kevAtStart }],
  [-8.78, 'ines', { kind: 'importFeed', source: 'ssvc', filename: 'decision-points.ndjson', bytes: feeds.ssvc }],
  [-1.5, 'ines', { kind: 'importFeed', source: 'kev', filename: 'kev-later.json', bytes: feeds.kevLater }],
];

function inventoryActs(
  seed: string,
  at: (days: number) => string,
  reached: Parameters<typeof bankInventories>[2],
): readonly Act[] {
  const made = at(-9.2);
  const upload = (
    days: number,
    as: PersonKey,
    party: StepOf<'uploadInventory'>['party'],
    list: readonly MadeInventory[],
  ) => list.map((inventory, i): Act => [days + i / 1_000, as, { kind: 'uploadInventory', party, ...inventory }]);
  return [
    ...upload(-8.93, 'dolores', 'hospital', [hospitalInventory(seed)]),
    ...upload(-8.92, 'calvin', 'bank', bankInventories(seed, made, reached)),
    ...upload(-8.91, 'marguerite', 'water', waterInventories(seed, made)),
    [-8.901, 'desmond', { kind: 'importAssets', party: 'agency', bytes: agencyAssetCsv(seed) }],
    ...upload(-8.9, 'desmond', 'agency', agencyInventories(seed, made)),
  ];
}

interface Submission {
  readonly made: readonly MadeReport[];
  readonly acts: readonly Act[];
}

function madeReports(seed: string, plannedRelease: string): readonly Submission[] {
  const sweeps = (Object.entries(SWEEP_DAYS) as [SweepKey, number][]).map(([key, days]) =>
    // the keys of a record of every sweep
    submission(sweepReports(seed, key), days, senderOf(key)),
  );
  const bundles = (Object.entries(BUNDLE_DAYS) as [BundleKey, number][]).map(([key, days]) => {
    // the keys of a record of every bundle
    const sender = senderOf(key);
    return submission([bundleReport(seed, key, inReport(sender.discovery, plannedRelease))], days, sender);
  });
  const sender = senderOf('lab-b-evening');
  const evening = submission([eveningReport(inReport(sender.discovery, plannedRelease))], -0.2, sender);
  return [...sweeps, ...bundles, evening];
}

/** What is said with the submission, as the report itself says it. */
function inReport(
  { discoveredBy, model, harness, runId, promptRetention }: Discovery,
  plannedRelease: string,
): ReportDiscovery {
  return {
    ...(discoveredBy !== 'unknown' && { by: discoveredBy }),
    ...(model !== undefined && { model: { name: model, plannedRelease } }),
    ...(harness !== undefined && { harness: { name: harness } }),
    ...(runId !== undefined && { runId }),
    ...(promptRetention !== undefined && promptRetention !== 'unknown' && { promptRetention }),
  };
}

/** Days from now on which each report came. */
const SWEEP_DAYS: Readonly<Record<SweepKey, number>> = {
  'lab-a-sweep-1': -8.6,
  'lab-b-sweep-1': -7.2,
  'lab-a-sweep-2': -5.5,
  'lab-b-sweep-2': -3.6,
  'lab-a-sweep-3': -2.1,
};
const BUNDLE_DAYS: Readonly<Record<BundleKey, number>> = {
  'fuzz-1': -8.1,
  'human-1': -7.5,
  'lab-b-proofs': -6.8,
  'fuzz-2': -4.9,
  'human-2': -3,
  'human-3': -2.9,
  'fuzz-3': -1.2,
};

interface Sender {
  readonly as: PersonKey;
  readonly party: StepOf<'submitReport'>['party'];
  readonly format: StepOf<'submitReport'>['format'];
  readonly discovery: Discovery;
}

function submission(made: readonly MadeReport[], days: number, sender: Sender): Submission {
  const { as, ...said } = sender;
  const submissions = made.map(
    ({ key, filename, bytes, target }, i): Act => [
      days + i / 2_000,
      as,
      { kind: 'submitReport', report: key, filename, bytes, ...said, ...(target !== undefined && { target }) },
    ],
  );
  return { made, acts: submissions };
}

function senderOf(key: SweepKey | BundleKey | 'lab-b-evening'): Sender {
  const format = key.includes('sweep') ? 'sarif' : key.startsWith('human') ? 'report' : 'ndjson';
  const model: Discovery = { discoveredBy: 'model', model: MODEL.name, runId: key, promptRetention: 'limited' };
  const harness: Discovery = { discoveredBy: 'harness', harness: 'pebblecrash 3', runId: key, promptRetention: 'none' };
  if (key.startsWith('human'))
    return { as: 'mirela', party: 'researcher', format, discovery: { discoveredBy: 'human', promptRetention: 'none' } };
  if (key.startsWith('lab-a'))
    return { as: 'anselm', party: 'lab-a', format, discovery: { ...model, harness: 'sweep-agent 2' } };
  if (key.startsWith('lab-b'))
    return { as: 'jun', party: 'lab-b', format, discovery: { ...model, harness: 'lens-loop 7' } };
  // After its first report the service runs harnesses that the model wrote.
  return {
    as: 'rosalind',
    party: 'fuzzer',
    format,
    discovery: key === 'fuzz-1' ? harness : { ...harness, model: MODEL.name },
  };
}
