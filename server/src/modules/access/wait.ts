// Wrong passwords cost time: each account and each address has some free tries, then a wait that doubles. A try is counted
// before the password is looked at, so that many at once are no way around it, and a right password within the wait is refused
// like a wrong one. An account that does not exist waits as one that does.
import { instantOf } from '@leadtime/lib/kit';
import { refuse } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './store.ts';

export interface Trying {
  readonly email: string;
  /** As the edge names a caller. */
  readonly address: string;
}

type Kind = 'account' | 'address';
/** Behind one address there may be an office. */
const FREE_TRIES: Readonly<Record<Kind, number>> = { account: 5, address: 20 };
const FIRST_WAIT_MS = 15_000;
/** Long enough against guessing (about a hundred tries a day), short enough that nobody is locked out for a day by somebody else. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** After a day without a try all is forgotten, also which e-mail was tried. */
const FORGET_MS = 24 * 3_600_000;

/** Milliseconds to wait after so many tries in a row that were not right. */
export function waitAfter(tries: number, kind: Kind): number {
  const over = tries - FREE_TRIES[kind];
  return over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(over, 30));
}

/** Counts one more try, or refuses it; a refused one is not counted. To be committed before the password is looked at. */
export async function countTry(tx: Tx, who: Trying): Promise<void> {
  const now = Date.parse(tx.now);
  await tx.run(store.FORGET_TRIES, [instantOf(now - FORGET_MS)]);
  const subjects = subjectsOf(who);
  const waits: number[] = [];
  const counted: { subject: readonly [Kind, string]; tries: number }[] = [];
  for (const subject of subjects) {
    const { tries, until } = await tx.one(store.HOLD_TRIES, [...subject, tx.now]);
    waits.push(until === null ? 0 : Date.parse(until));
    counted.push({ subject, tries: tries + 1 });
  }
  const until = Math.max(...waits);
  if (until > now) throw waiting(until, now);
  for (const { subject, tries } of counted) {
    const wait = waitAfter(tries, subject[0]);
    await tx.run(store.SET_TRIES, [...subject, tries, tx.now, wait === 0 ? null : instantOf(now + wait)]);
  }
}

/** The password was right: the account begins anew. The address takes back this one try, or an attacker's own account would clear it. */
export async function forgive(tx: Tx, who: Trying): Promise<void> {
  const [account, address] = subjectsOf(who);
  await tx.run(store.CLEAR_TRIES, [...account]);
  await tx.run(store.TAKE_BACK_TRY, [...address]);
}

/** Always in this order: two callers that lock both never wait for each other. */
const subjectsOf = ({ email, address }: Trying) =>
  [
    ['account', email],
    ['address', address],
  ] as const;

function waiting(until: number, now: number) {
  const detail = `Signing in with this e-mail or from this address is possible again at ${instantOf(until)}.`;
  return refuse('access.wait', detail, { headers: { 'retry-after': String(Math.ceil((until - now) / 1000)) } });
}
