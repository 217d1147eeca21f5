// Shapes that many routes share.
import { parseDay, parseInstant } from '@leadtime/lib/kit';
import { z } from 'zod';
import { ROLES } from './access.ts';

export const uuid = z.uuid();
export const instant = z
  .string()
  .refine((t) => parseInstant(t) !== undefined, 'an instant with a zone, such as 2026-11-22T10:00:00Z');
export const day = z.iso.date();
export const dayOrInstant = z
  .string()
  .refine(
    (t) => parseDay(t) !== undefined || parseInstant(t) !== undefined,
    'a day such as 2026-11-22, or an instant with a zone, such as 2026-11-22T10:00:00Z',
  );
export const digest = z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hex digits of a SHA-256');
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Text typed by a person: trimmed, bounded, without control characters. */
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((t) => !CONTROL.test(t), 'no control characters');
export const role = z.enum(ROLES);

/** Offset paging: `total` is exact and counts only what the asking party may see. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
};
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), limit: z.number().int(), offset: z.number().int() });

/** Why something is as it is: a fixed code, values, and the sentence that a person reads. */
export const reason = z.object({
  code: z.string(),
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type Reason = z.infer<typeof reason>;

export const partyRef = z.object({ id: uuid, name: z.string() });
export const personRef = z.object({ id: uuid, name: z.string() });

export const done = z.object({ done: z.literal(true) });
/** What a change that can be taken back answers: the decision to name when undoing, and until when. */
export const undoable = z.object({ done: z.literal(true), decisionId: uuid, undoUntil: instant });
