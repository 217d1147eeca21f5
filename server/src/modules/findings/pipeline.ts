// The journey of a finding, in order. `parse` reads the report's bytes into findings; what each needs by itself is done as
// it is read, the rest for a batch in one transaction, and the last step commits it. Killed anywhere, a batch is whole or not
// there. What is merely alike is proposed afterwards, when nothing waits to be read: compare.ts.
import type { Step } from './batch.ts';
import { commit } from './commit.ts';
import { correlate } from './steps/correlate.ts';
import { key } from './steps/key.ts';
import { normalise } from './steps/normalise.ts';
import { resolveProject, resolveTarget } from './steps/resolve-target.ts';
import { triage } from './steps/triage.ts';

export const PIPELINE: readonly Step[] = [
  { name: 'normalise', does: 'Cuts what is shown to one clean line; keeps the claim as it was made.', each: normalise },
  {
    name: 'resolve target',
    does: 'Finds which package and which project it is about.',
    each: resolveTarget,
    run: resolveProject,
  },
  { name: 'key', does: 'Makes the keys that show findings to be one.', each: key },
  { name: 'correlate', does: 'Merges on identity only.', run: correlate },
  { name: 'triage', does: 'KEV, SSVC, CVSS and the row of BOD 26-04, with what is unknown.', run: triage },
  { name: 'commit', does: 'Writes finding, evidence, ledger entry and event at once.', run: commit },
];
