// When KEV or SSVC change, what they name is assessed anew: its severity stays, its place in the queue may not.

import type { Database } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { reassess } from './decide.ts';
import type { Rules } from './rules.ts';
import { NAMED, TAKE_SSVC } from './store.ts';

export async function reassessNamed(
  { db, rules }: { db: Database; rules: Rules },
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  const cves = Array.isArray(payload['cves']) ? payload['cves'].map(String) : [];
  const named = await db.verb('findings.read', (tx) => tx.all(NAMED, [cves]));
  for (const { id, told_at, state } of named) {
    await db.verb('findings.read', async (tx) => {
      await tx.run(TAKE_SSVC, [id]);
      await reassess(tx, rules, id);
      // Law 9: exploited is told at once, validated or not.
      if (told_at === null && state !== 'rejected') await enqueue(tx, 'cases.pace', { vulnerability: id });
    });
  }
}
