// The journey of a finding, in order. `parse` reads the report's bytes into batches; the steps below run on each batch in
// one transaction, and the last one commits it. Killed anywhere, a batch is whole or not there.
import type { Step } from './batch.ts';
import { commit } from './commit.ts';
import { correlate } from './steps/correlate.ts';
import { key } from './steps/key.ts';
import { normalise } from './steps/normalise.ts';
import { resolveTarget } from './steps/resolve-target.ts';
import { triage } from './steps/triage.ts';

export const PIPELINE: readonly Step[] = [
  { name: 'normalise', does: 'Cuts what is shown to one clean line; keeps the claim as it was made.', run: normalise },
  { name: 'resolve target', does: 'Finds which package and which project it is about.', run: resolveTarget },
  { name: 'key', does: 'Makes the keys by which findings meet.', run: key },
  { name: 'correlate', does: 'Merges on identity only; the rest become candidates with reasons.', run: correlate },
  { name: 'triage', does: 'KEV, SSVC, CVSS and the row of BOD 26-04, with what is unknown.', run: triage },
  { name: 'commit', does: 'Writes finding, evidence, ledger entry and event at once.', run: commit },
];
