// Other people's verifiers must accept our ledger, and ours theirs: golang.org/x/mod/sumdb (signed notes, tiles, proofs)
// and transparency-dev (checkpoints, cosignatures with Ed25519 and ML-DSA-44, proofs). Needs Go and its modules.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judge, type SuiteResult } from '../tools/measure.ts';
import { judgeOurs } from './ledger/ours.ts';
import { buildPeer } from './ledger/peer.ts';
import { sampleTree } from './ledger/sample.ts';
import { judgeTheirs } from './ledger/theirs.ts';

export default async function run(): Promise<SuiteResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-ledger-'));
  try {
    const peer = await buildPeer(folder);
    const tree = sampleTree();
    const ours = await judgeOurs(path.join(folder, 'ours'), tree, peer);
    const theirs = await judgeTheirs(path.join(folder, 'theirs'), tree, peer);
    return judge('ledger', [...ours, ...theirs]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
