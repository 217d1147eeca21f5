// Takes signed counts: by the enrolled key, for this instance and party, newer than the last, and computed on a feed that was served.
import { millisOf, type Uuid } from '@leadtime/lib/kit';
import { parseVerifierKey } from '@leadtime/lib/ledger';
import { type AdvisoryCounts, type CountsHead, openCounts, parseNoteSigner, WATCH_STREAMS } from '@leadtime/lib/watch';
import type { Actor } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import { recordOperation } from '../inventory/index.ts';
import { type KeyDeps, refuseKey } from './enroll.ts';
import * as store from './store.ts';

export interface SentCounts {
  readonly note: string;
  readonly lines: string;
}

export async function receiveCounts(deps: KeyDeps, actor: Actor, sent: SentCounts) {
  const party = actor.party.id;
  const { head, counts } = await opened(deps, party, sent);
  if (head.origin !== deps.key.verifier.name || head.party !== party)
    throw refuse('request.invalid', 'These counts are for another instance or of another organisation.');
  return deps.db.verb(
    'inventory.keep',
    async (tx) => {
      await tx.all(store.ONE_OF_PARTY, [party]);
      await mustBeNew(tx, party, head);
      await mustFitFeed(tx, party, head);
      await tx.run(store.DROP_COUNTS, [party]);
      const kept = new Set(
        (await tx.all(store.ADD_COUNTS, [party, JSON.stringify(counts.map(rowOf))])).map((k) => k.advisory),
      );
      const { outside, ours } = head.streams;
      await tx.run(store.KEEP_SENT, [party, head.number, head.at, outside.sequence, ours.sequence, sent.note, tx.now]);
      await recordOperation(tx, party, {
        kind: 'watch.counted',
        actor: actor.person.id,
        refs: { party },
        facts: { number: head.number, advisories: kept.size },
      });
      return { kept: kept.size, dropped: counts.flatMap((c) => (kept.has(c.advisory) ? [] : [c.advisory])) };
    },
    party,
  );
}

async function opened(deps: KeyDeps, party: Uuid, sent: SentCounts) {
  const known = await deps.db.as(party, (tx) => tx.maybe(store.KEY, [party]));
  if (!known)
    throw refuse(
      'state.not-possible',
      'No key of your organisation is known yet. Run `leadtime watch` again: it makes its key known first.',
    );
  const key = parseVerifierKey(known.key);
  if (!key.ok) throw new Error('an enrolled key does not parse');
  const signer = parseNoteSigner(sent.note);
  if (signer !== undefined && signer !== key.value.id) throw await refuseKey(deps, party, signer);
  const read = openCounts(sent, key.value);
  if (!read.ok) throw refuse('request.invalid', 'The counts could not be read, so none was kept.', read);
  return read.value;
}

const CLOCK_AHEAD_MS = 5 * 60_000;

async function mustBeNew(tx: Tx, party: Uuid, head: CountsHead): Promise<void> {
  if (millisOf(head.at) > millisOf(tx.now) + CLOCK_AHEAD_MS)
    throw refuse(
      'request.invalid',
      `The counts are of ${head.at}, which has not come yet. Set the clock of that machine.`,
    );
  const last = await tx.maybe(store.SENT, [party]);
  if (!last) return;
  const older =
    head.number <= last.number ||
    head.at < last.computed_at ||
    head.streams.outside.sequence < last.outside_sequence ||
    head.streams.ours.sequence < last.ours_sequence;
  if (older) throw refuse('watch.old-counts', `Number ${last.number} of ${last.computed_at} is here.`);
}

async function mustFitFeed(tx: Tx, party: Uuid, head: CountsHead): Promise<void> {
  for (const stream of WATCH_STREAMS) {
    const { sequence, chain } = head.streams[stream];
    if (sequence === 0) continue;
    const end = await tx.maybe(store.END[stream], [party, sequence]);
    if (end?.sequence !== sequence || !end.chain.equals(chain))
      throw refuse(
        'request.invalid',
        `The counts rest on a feed (${stream}, ${sequence}) that this server did not give.`,
      );
  }
}

const rowOf = ({ advisory, affected, undetermined, fixed, open }: AdvisoryCounts) => ({
  advisory,
  affected: rangeOf(affected),
  undetermined: rangeOf(undetermined),
  fixed: rangeOf(fixed),
  open: rangeOf(open),
});
const rangeOf = ({ low, high }: { low: number; high: number }): string => `[${low},${high}]`;
