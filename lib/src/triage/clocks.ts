// The clocks of rules/clocks.json: who must do what within which time from what, each with its source.
import { z } from 'zod';
import { addDays, DAY_MS, type Day, dayOf, type Instant, instantOf, millisOf, type Result } from '../kit/index.ts';
import { citationSchema, parseRule, ruleHead } from './rule-file.ts';

const text = z.string().min(1).max(2_000);
const clockSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  who: text,
  what: text,
  from: text,
  amount: z.int().min(0).max(100_000),
  unit: z.enum(['hours', 'days']),
  text: text.optional(),
  citation: citationSchema,
});
export type Clock = z.infer<typeof clockSchema>;

const clocksSchema = z
  .strictObject({ kind: z.literal('clocks'), ...ruleHead, clocks: z.array(clockSchema).max(1_000) })
  .refine((rule) => new Set(rule.clocks.map((c) => c.id)).size === rule.clocks.length, {
    path: ['clocks'],
    message: 'each clock id must stand once',
  });
export type Clocks = z.infer<typeof clocksSchema>;

/** The clocks from the parsed JSON of rules/clocks.json. */
export const parseClocks = (json: unknown): Result<Clocks> => parseRule(clocksSchema, json);

export const clockOf = (rule: Clocks, id: string): Clock | undefined => rule.clocks.find((c) => c.id === id);

/** When a clock that began at `from` runs out: hours exactly, days at the end of the last UTC day. */
export function runsOut(clock: Clock, from: Instant): Instant {
  if (clock.unit === 'hours') return instantOf(millisOf(from) + (clock.amount / 24) * DAY_MS);
  const last: Day = addDays(dayOf(from), clock.amount);
  return instantOf(millisOf(`${addDays(last, 1)}T00:00:00Z`) - 1);
}
