// What is read of reports between two commits. A report is read in stretches, each cut where its batch is full; a stretch is
// what its batch advances the report by.
import { digestOf, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import type { Blobs, SealedBytes } from '../../platform/blobs.ts';
import { jsonText } from '../../platform/db/values.ts';
import type { Item, KeptAttachment, SourceReport } from './batch.ts';
import { PIPELINE } from './pipeline.ts';
import type { ReadItem } from './read.ts';
import type { WaitingReport } from './store.ts';

const FINDINGS_PER_BATCH = 1_000;
const BYTES_PER_BATCH = 16 * 1024 * 1024;
const PROBLEMS_PER_BATCH = 10_000;
const PROBLEMS_KEPT = 1_000;

/** One report while it is read. Events are counted, so that reading again after a kill skips what is committed. */
export interface Reading {
  readonly source: SourceReport;
  /** Events that earlier runs committed. */
  readonly behind: number;
  position: number;
  format: string;
  progress: number;
  findingsEver: number;
  problemsEver: number;
  /** Since the last cut. */
  stretch: Gathered;
}
interface Gathered {
  begun: number;
  findings: number;
  problems: number;
  kept: { n: number; code: string; path: string; detail: string }[];
  drops: Map<string, { reason: string; count: number; path: string }>;
}

export interface Stretch {
  readonly source: SourceReport;
  readonly begun: number;
  readonly upto: number;
  readonly format: string;
  readonly progress: number;
  readonly findings: number;
  readonly problems: number;
  readonly kept: Gathered['kept'];
  readonly drops: readonly { reason: string; count: number; path: string }[];
  readonly findingsEver: number;
  readonly problemsEver: number;
  /** What the report is after it. */
  readonly outcome: 'reading' | 'read' | 'unreadable';
}

/** What one commit takes. */
export interface Pending {
  readonly stretches: Stretch[];
  readonly items: Item[];
  readonly blobs: { id: string; source: SourceReport; sealed: SealedBytes }[];
  weight: number;
  problems: number;
}

export const newPending = (): Pending => ({ stretches: [], items: [], blobs: [], weight: 0, problems: 0 });
export const isFull = (p: Pending): boolean =>
  p.items.length >= FINDINGS_PER_BATCH || p.weight >= BYTES_PER_BATCH || p.problems >= PROBLEMS_PER_BATCH;

const nothing = (begun: number): Gathered => ({ begun, findings: 0, problems: 0, kept: [], drops: new Map() });

export function startReading(row: WaitingReport): Reading {
  return {
    source: {
      id: row.id,
      partyId: row.party_id,
      digest: row.digest,
      receivedAt: row.received_at,
      coordinatorId: row.coordinator_id,
    },
    behind: row.read_to,
    position: 0,
    format: row.format,
    progress: 0,
    findingsEver: 0,
    problemsEver: 0,
    stretch: nothing(row.read_to),
  };
}

/** Ends the stretch here and begins the next. */
export function cutStretch(r: Reading, ended: boolean): Stretch {
  const { begun, findings, problems, kept, drops } = r.stretch;
  const upto = Math.max(begun, r.position);
  const unreadable = r.findingsEver === 0 && r.problemsEver > 0;
  r.stretch = nothing(upto);
  return {
    source: r.source,
    begun,
    upto,
    format: r.format,
    progress: ended ? 1 : r.progress,
    findings,
    problems,
    kept,
    drops: [...drops.values()],
    findingsEver: r.findingsEver,
    problemsEver: r.problemsEver,
    outcome: ended ? (unreadable ? 'unreadable' : 'read') : 'reading',
  };
}

/** Takes one event of the reader into the stretch; a finding with what was attached to it into the batch. */
export async function take(reading: Reading, event: ReadItem, pending: Pending, blobs: Blobs): Promise<void> {
  reading.position += 1;
  reading.format = event.format;
  reading.progress = event.progress;
  if (event.kind === 'finding') reading.findingsEver += 1;
  if (event.kind === 'problem') reading.problemsEver += 1;
  if (reading.position <= reading.behind) return; // committed by an earlier run
  const { stretch } = reading;
  if (event.kind === 'problem') {
    stretch.problems += 1;
    pending.problems += 1;
    if (reading.problemsEver <= PROBLEMS_KEPT) stretch.kept.push({ n: reading.problemsEver, ...event.problem });
  } else if (event.kind === 'dropped') {
    const known = stretch.drops.get(event.reason) ?? { reason: event.reason, count: 0, path: event.path };
    stretch.drops.set(event.reason, { ...known, count: known.count + 1 });
  } else {
    stretch.findings += 1;
    pending.items.push(itemOf(reading, event, await keep(reading, event, pending, blobs), pending));
  }
}

type FindingItem = Extract<ReadItem, { kind: 'finding' }>;

function itemOf(
  { source }: Reading,
  { finding }: FindingItem,
  attachments: readonly KeptAttachment[],
  pending: Pending,
): Item {
  const claimText = jsonText(finding);
  pending.weight += claimText.length;
  const item: Item = {
    id: uuidFromDigest(sha256(`finding/${source.id}/${finding.ordinal}`)),
    report: source,
    claim: finding,
    claimText,
    claimDigest: digestOf(claimText),
    attachments,
    title: '',
    target: '',
    version: undefined,
    projectId: undefined,
    keys: [],
    vulnerabilityId: '',
  };
  for (const step of PIPELINE) step.each?.(item);
  return item;
}

/** Seals the bytes that came with a finding. Their ids come from the content: read again, they are the same. */
async function keep(
  { source }: Reading,
  event: FindingItem,
  pending: Pending,
  blobs: Blobs,
): Promise<readonly KeptAttachment[]> {
  const kept: KeptAttachment[] = [];
  for (const claim of event.finding.attachments) {
    const bytes = event.attachments.find((a) => a.digest === claim.digest)?.bytes;
    const id = bytes ? uuidFromDigest(sha256(`attachment/${source.id}/${claim.digest}`)) : undefined;
    if (id && bytes && !pending.blobs.some((b) => b.id === id)) {
      const sealed = await blobs.put(id, once(bytes), bytes.length);
      pending.blobs.push({ id, source, sealed });
      pending.weight += sealed.inline?.length ?? 0;
    }
    kept.push({ ...claim, blobId: id });
  }
  return kept;
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
