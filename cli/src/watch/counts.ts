// What the server is told: numbers by advisory, signed with a key that was made here. Sent when they changed, and once a day.
import { randomBytes } from 'node:crypto';
import { ApiError } from '@leadtime/contract';
import { instantOf } from '@leadtime/lib/kit';
import { formatVerifierKey, type SigningKey, signingKey } from '@leadtime/lib/ledger';
import {
  type AdvisoryCounts,
  counted,
  countKeyName,
  type SignedCounts,
  signCounts,
  signKey,
} from '@leadtime/lib/watch';
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import type { World } from '../world.ts';
import { type Duty, openDuties, type Reached } from './duties.ts';
import type { Pulled } from './pull.ts';
import type { State } from './state.ts';

export interface CountOptions {
  /** Also of advisories that are not this instance's own. */
  readonly outside: boolean;
  /** 1 and 2 are told as `1-2`. */
  readonly coarse: boolean;
}

export function countsOf(
  reached: readonly Reached[],
  duties: readonly Duty[],
  { outside, coarse }: CountOptions,
): readonly AdvisoryCounts[] {
  const fixed = duties.filter(({ state, endedAt }) => state === 'fixed' && endedAt === null);
  const open = openDuties(duties);
  const advisories = new Set([...reached, ...fixed, ...open].map(({ advisory }) => advisory));
  return [...advisories]
    .filter((advisory) => outside || advisory.startsWith('ours/'))
    .sort()
    .map((advisory) => {
      const of = <T extends { advisory: string; asset: string }>(list: readonly T[]) =>
        list.filter((one) => one.advisory === advisory);
      const assets = (list: readonly { asset: string }[]): ReadonlySet<string> =>
        new Set(list.map(({ asset }) => asset));
      const affected = assets(of(reached).filter(({ state }) => state === 'affected'));
      const undetermined = [...assets(of(reached))].filter((asset) => !affected.has(asset));
      return {
        advisory,
        affected: counted(affected.size, coarse),
        undetermined: counted(undetermined.length, coarse),
        fixed: counted([...assets(of(fixed))].filter((asset) => !affected.has(asset)).length, coarse),
        open: counted(of(open).length, coarse),
      };
    });
}

const keySchema = z.strictObject({ seed: z.hex().length(64), enrolled: z.boolean() });
const sentSchema = z.strictObject({ number: z.int().min(0), at: z.string(), lines: z.string(), arrived: z.boolean() });
const KEY = 'key.json';
const SENT = 'sent.json';
const ONCE_A_DAY_MS = 24 * 3_600_000;

export interface SentCounts extends SignedCounts {
  readonly kept: number;
  readonly dropped: readonly string[];
}

/** What was sent; undefined: the server has the same numbers already. Throws ApiError where it refuses. */
export async function sendCounts(
  { state, connection, world }: { state: State; connection: Connection; world: World },
  pulled: Pulled,
  counts: readonly AdvisoryCounts[],
): Promise<SentCounts | undefined> {
  const { party } = pulled.pin;
  const origin = pulled.key.name;
  const key = await ownKey(state, party);
  const before = (await state.read(SENT, sentSchema)) ?? { number: 0, at: instantOf(0), lines: '', arrived: false };
  const at = instantOf(world.now());
  const { store } = pulled;
  const signed = signCounts(
    {
      origin,
      party,
      number: before.number + 1,
      at,
      streams: { outside: store.cursor('outside'), ours: store.cursor('ours') },
    },
    counts,
    key.signing,
  );
  if (before.arrived && before.lines === signed.lines && world.now() - Date.parse(before.at) < ONCE_A_DAY_MS)
    return undefined;
  const kept = { number: before.number + 1, at, lines: signed.lines };
  await state.write(SENT, { ...kept, arrived: false }); // before it leaves: a number is never used twice
  const send = () => connection.client.call('watch.send', { body: signed });
  if (!key.enrolled) await enroll(state, connection, key, { origin, party });
  const answer = await send().catch(async (error: unknown) => {
    // A person has forgotten the key on the server, so that this one can be made known.
    if (!(error instanceof ApiError && error.problem.code === 'state.not-possible')) throw error;
    await enroll(state, connection, key, { origin, party });
    return send();
  });
  await state.write(SENT, { ...kept, arrived: true });
  return { ...signed, ...answer };
}

interface OwnKey {
  readonly seed: string;
  readonly signing: SigningKey;
  readonly enrolled: boolean;
}

async function ownKey(state: State, party: string): Promise<OwnKey> {
  const kept = (await state.read(KEY, keySchema)) ?? { seed: randomBytes(32).toString('hex'), enrolled: false };
  if (!kept.enrolled) await state.write(KEY, kept);
  return { ...kept, signing: signingKey(countKeyName(party), Buffer.from(kept.seed, 'hex')) };
}

async function enroll(
  state: State,
  { client }: Connection,
  { seed, signing }: OwnKey,
  whom: { origin: string; party: string },
): Promise<void> {
  const key = formatVerifierKey(signing.verifier);
  await client.call('watch.enroll', { body: { key, note: signKey(whom, signing) } });
  await state.write(KEY, { seed, enrolled: true });
}
