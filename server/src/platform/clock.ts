// The clock and the dice are given, so that tests and replays can set them.
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type Instant, instantOf, type Uuid, uuidV7 } from '@leadtime/lib/kit';

export interface Clock {
  now(): Instant;
  /** Waits. A clock that stands still is moved on by as much, and nobody waits. */
  sleep(millis: number): Promise<void>;
}
export const systemClock: Clock = { now: () => instantOf(Date.now()), sleep: (millis) => setTimeout(millis) };

/** A clock that stands still until moved. */
export function settableClock(start: string): Clock & { set(at: string): void; advance(millis: number): void } {
  let at = Date.parse(start);
  return {
    now: () => instantOf(at),
    async sleep(millis) {
      at += millis;
    },
    set(next) {
      at = Date.parse(next);
    },
    advance(millis) {
      at += millis;
    },
  };
}

export const newId = (at: string): Uuid => uuidV7(Date.parse(at), randomBytes(10));
