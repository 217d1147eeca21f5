// What an act is: when, who, what.
import type { PersonKey } from '../../world.ts';
import type { FindRef, Step, StepOf } from '../steps.ts';

type WithoutFrame<T> = T extends unknown ? Omit<T, 'key' | 'as' | 'at'> : never;
/** When (days from now, so the past is negative), who, what; and a key where another act names it. */
export type Act = readonly [day: number, as: PersonKey, what: WithoutFrame<Step>, key?: string];
/** Days from now as an instant. */
export type At = (days: number) => string;

export function validated(
  findRef: FindRef,
  reason: string,
  severity: 'critical' | 'high' | 'medium' | 'low',
): WithoutFrame<StepOf<'validate'>> {
  return { kind: 'validate', findRef, outcome: 'reproduced', reason, severity, reachable: 'true' };
}
