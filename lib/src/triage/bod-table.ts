// The table of BOD 26-04 as data (rules/bod-26-04.json): its shape, and the checks that make a table one that can be used.
import { z } from 'zod';
import type { Result } from '../kit/index.ts';
import { citationSchema, daySchema, markSchema, parseRule, ruleHead } from './rule-file.ts';

export const OUTCOMES = ['FSU', '60D', '14D', '3D', '3DF'] as const;
/** SSVC outcome group cisa:BOD2604:1.0.0. */
export type BodOutcome = (typeof OUTCOMES)[number];

const yesNo = z.enum(['N', 'Y']);
const impact = z.enum(['P', 'T']);
const outcome = z.enum(OUTCOMES);
const text = z.string().min(1).max(2_000);
const input = z.strictObject({ id: text, name: text, formerly: z.array(text) });
const note = { mark: markSchema, note: text };

const rowSchema = z.strictObject({
  row: z.int().min(0).max(15),
  kev: yesNo,
  exposed: yesNo,
  automatable: yesNo,
  impact,
  outcome,
});
export type BodRow = z.infer<typeof rowSchema>;

const reading = z.strictObject({
  label: text,
  citation: citationSchema,
  /** Not in KEV, and both Automatable and Technical Impact missing: values to assume, or an outcome whatever the row. */
  bothMissingNotInKev: z.union([
    z.strictObject({ assume: z.strictObject({ automatable: yesNo, impact }) }),
    z.strictObject({ outcome }),
  ]),
  exposureUnknown: z.strictObject({ as: z.literal('exposed'), ...note }),
});

const forensicClock = z.strictObject({
  id: z.enum(['scope', 'volatile-evidence', 'decision']),
  hours: z.int().positive().max(10_000),
  from: z.literal('kev-listing'),
  text,
  beforePatching: z.boolean(),
  citation: citationSchema,
});
export type ForensicClock = z.infer<typeof forensicClock>;

const bodTableSchema = z
  .strictObject({
    kind: z.literal('bod-table'),
    ...ruleHead,
    directive: z.strictObject({
      id: text,
      issuer: text,
      issued: daySchema,
      revokes: z.array(text),
      scope: text,
      citation: citationSchema,
      phases: z.array(z.strictObject({ name: text, days: z.int().min(0), due: daySchema, text, mark: markSchema })),
    }),
    table: z.strictObject({
      id: text,
      inputs: z.strictObject({ kev: input, exposed: input, automatable: input, impact: input }),
      outcome: text,
    }),
    rows: z.array(rowSchema),
    outcomes: z.array(
      z.strictObject({
        key: outcome,
        name: text,
        days: z.int().positive().max(1_000).nullable(),
        forensic: z.boolean(),
        text,
      }),
    ),
    clock: z.strictObject({
      start: z.literal('earlier-of-kev-listing-and-detection'),
      days: z.literal('calendar'),
      weekendRoll: z.literal(false),
      citation: citationSchema,
    }),
    missingData: z.strictObject({
      default: z.enum(['A', 'B']),
      readings: z.strictObject({ A: reading, B: reading }),
      inKevWithoutValues: z.strictObject({ outcome: z.literal('unknown'), ...note }),
      oneValueMissing: z.strictObject({ outcome: z.literal('unknown'), ...note }),
    }),
    forensicClocks: z.array(forensicClock),
  })
  .refine((table) => coversEveryCase(table.rows), {
    path: ['rows'],
    message: 'the rows must cover each of 16 cases once',
  })
  .refine((table) => new Set(table.outcomes.map((o) => o.key)).size === OUTCOMES.length, {
    path: ['outcomes'],
    message: 'each outcome must stand once',
  });
export type BodTable = z.infer<typeof bodTableSchema>;

/** The table from the parsed JSON of rules/bod-26-04.json. */
export const parseBodTable = (json: unknown): Result<BodTable> => parseRule(bodTableSchema, json);

function coversEveryCase(rows: readonly BodRow[]): boolean {
  const cases = new Set(rows.map((r) => `${r.kev}${r.exposed}${r.automatable}${r.impact}`));
  return rows.length === 16 && cases.size === 16 && new Set(rows.map((r) => r.row)).size === 16;
}
