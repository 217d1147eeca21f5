// Who was exposed on day D, as known on day K. Both days are of one append-only history: when a component ran, and when this
// instance held what an advisory says of it. What was held then stands beside what is held of the same day today, and why.
import type { exposuresAsOf, heldExposure, pastExposure } from '@leadtime/contract';
import {
  DAY_MS,
  type Day,
  type Instant,
  instantOf,
  millisOf,
  parseDay,
  parseInstant,
  type Uuid,
} from '@leadtime/lib/kit';
import type { z } from 'zod';
import { refuse } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import { conclude, reasonsOf } from './as-of-words.ts';
import * as store from './history-store.ts';
import { cursorOf, nextOf } from './keyset.ts';
import { actingFor } from './upload.ts';
import { HIDDEN_ADVISORY, labelOf } from './views.ts';

export interface AsOfAsked {
  readonly party?: Uuid | undefined;
  readonly on?: string | undefined;
  readonly known?: string | undefined;
  readonly advisory?: string | undefined;
  readonly q?: string | undefined;
  readonly show: 'held' | 'changed';
  readonly limit: number;
  readonly after?: string | undefined;
}

export async function exposuresAsOfDay(tx: Tx, asked: AsOfAsked): Promise<z.input<typeof exposuresAsOf>> {
  if (asked.party) await actingFor(tx, asked.party);
  const times = timesOf(asked, tx.now);
  const party = asked.party ?? null;
  const advisories = asked.advisory === undefined ? null : await named(tx, party, asked.advisory);
  const filter = [party, advisories, times.from, times.to, times.known, asked.q ?? null];
  const [rank, asset, advisory, component] = cursorOf(asked.after, ['rank', 'id', 'id', 'id']);
  const page = [asked.show === 'changed', rank, asset, advisory, component, asked.limit];
  const rows = await tx.all(store.AS_OF, [...filter, ...page]);
  const counts = await tx.one(store.COUNT_AS_OF, filter);
  const speaks = async (by: string) => (await tx.one(store.SPOKEN_OF, [party, times.from, times.to, by])).spoken;
  const spoken = await speaks(times.known);
  const spokenToday = spoken || (times.known < tx.now && (await speaks(tx.now)));
  return {
    on: { from: times.from, to: times.to },
    known: times.known,
    conclusion: conclude({
      ...times,
      now: tx.now,
      asked,
      counts,
      spoken,
      spokenToday,
      found: advisories === null || advisories.length > 0,
    }),
    spokenOf: spoken,
    held: { affected: counts.then_affected, undetermined: counts.then_undetermined, exposures: counts.then_exposures },
    today: { affected: counts.now_affected, undetermined: counts.now_undetermined, exposures: counts.now_exposures },
    differences: { learnt: counts.learnt, dropped: counts.dropped, changed: counts.changed },
    items: rows.map((row) => pastOf(row, times.known)),
    next: nextOf(rows, asked.limit, (r) => [String(r.rank), r.asset_id, r.advisory_id, r.component_id]),
  };
}

export interface Times {
  /** First and last moment of the day asked for. */
  readonly from: Instant;
  readonly to: Instant;
  readonly known: Instant;
}

/** A day runs to its end, or to the moment it was known: of what comes after, nobody knew. */
function timesOf({ on, known }: Pick<AsOfAsked, 'on' | 'known'>, now: string): Times {
  const latest = millisOf(now);
  const [knownFirst, knownLast] = spanOf(known ?? now, 'known');
  if (knownFirst > latest)
    throw refusedTime('known', 'The time that you ask of has not come yet. Ask for today or before.');
  const until = Math.min(knownLast, latest);
  const [first, last] = on === undefined ? [until, until] : spanOf(on, 'on');
  if (first > until)
    throw refusedTime(
      'on',
      'At the time given in “known”, nobody could know what runs later. Give a day that is not after it.',
    );
  return { from: instantOf(first), to: instantOf(Math.min(last, until)), known: instantOf(until) };
}

/** First and last millisecond. */
function spanOf(text: string, field: string): readonly [number, number] {
  const day: Day | undefined = parseDay(text);
  if (day) return [millisOf(`${day}T00:00:00.000Z`), millisOf(`${day}T00:00:00.000Z`) + DAY_MS - 1];
  const instant = parseInstant(text);
  if (!instant) throw refusedTime(field, 'Give a day such as 2026-03-03, or an instant with its zone.');
  return [millisOf(instant), millisOf(instant)];
}
const refusedTime = (field: string, detail: string) =>
  refuse('request.invalid', detail, { problems: [{ code: 'field.value', path: `/query/${field}`, detail }] });

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const named = async (tx: Tx, party: Uuid | null, name: string): Promise<readonly string[]> =>
  (await tx.all(store.NAMED, [party, UUID.test(name) ? name : null, name])).map((a) => a.id);

const pastOf = (r: store.PairRow, known: string): z.input<typeof pastExposure> => ({
  party: { id: r.party_id, name: r.party_name ?? 'a party' },
  advisory: {
    id: r.advisory_id,
    publicId: r.public_id ?? 'not shared',
    title: r.title ?? HIDDEN_ADVISORY,
    severity: r.severity ?? 'unknown',
  },
  component: { id: r.component_id, name: labelOf(r), version: r.version, purl: r.purl },
  asset: { id: r.asset_id, name: r.asset },
  held: heldOf(r.then_held),
  today: heldOf(r.now_held),
  reasons: reasonsOf(r, known),
});

const heldOf = (h: store.Held | null): z.input<typeof heldExposure> | null =>
  h === null
    ? null
    : {
        state: h.state,
        tier: h.tier,
        fixedIn: h.fixed_in,
        validFrom: at(h.valid_from),
        validUntil: h.valid_until === null ? null : at(h.valid_until),
        knownFrom: at(h.known_from),
        knownUntil: h.known_until === null ? null : at(h.known_until),
      };
/** JSON of PostgreSQL writes instants in another way. */
const at = (text: string): Instant => instantOf(millisOf(text));
