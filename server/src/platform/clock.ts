// The clock and the dice are given, so that tests and replays can set them.
import { randomBytes } from 'node:crypto';
import { type Instant, instantOf, type Uuid, uuidV7 } from '@leadtime/lib/kit';

export interface Clock {
  now(): Instant;
}
export const systemClock: Clock = { now: () => instantOf(Date.now()) };

/** A clock that stands still until moved. */
export function settableClock(start: string): Clock & { set(at: string): void; advance(millis: number): void } {
  let at = Date.parse(start);
  return {
    now: () => instantOf(at),
    set(next) {
      at = Date.parse(next);
    },
    advance(millis) {
      at += millis;
    },
  };
}

export const newId = (at: string): Uuid => uuidV7(Date.parse(at), randomBytes(10));
