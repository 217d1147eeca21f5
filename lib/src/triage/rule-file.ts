// What every file in rules/ has in common: an id, a version, the day it takes effect, and where it comes from.
// lib reads no files: whoever calls gives the parsed JSON.
import { z } from 'zod';
import { failed, ok, parseDay, pointer, problemList, quote, type Result } from '../kit/index.ts';

/** How well a fact is known: V read at the source, V2 read in a secondary source, K general knowledge, C computed, I our own. */
export const MARKS = ['V', 'V2', 'K', 'C', 'I'] as const;
export type Mark = (typeof MARKS)[number];

const text = z.string().min(1).max(2_000);
export const markSchema = z.enum(MARKS);
export const daySchema = z.string().refine((value) => parseDay(value) !== undefined, 'not a calendar day');

/** A source with its mark. What is general knowledge must say `verify: true`. */
export const citationSchema = z
  .strictObject({
    title: text,
    address: text.optional(),
    mark: markSchema,
    note: text.optional(),
    verify: z.boolean().optional(),
  })
  .refine((c) => c.mark !== 'K' || c.verify === true, 'a fact marked K needs verify: true');
export type Citation = z.infer<typeof citationSchema>;

export const ruleHead = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  effective: daySchema,
  title: text,
  citation: citationSchema,
};

/** Names one version of one rule in a decision that was made by it. */
export interface RuleRef {
  readonly id: string;
  readonly version: string;
}

/** One reason of a conclusion: a stable code, a sentence, and the mark of its source where it has one. */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly mark?: Mark;
}

/** Checks a rule file against its schema: every problem at once, each with its place. */
export function parseRule<T>(schema: z.ZodType<T>, json: unknown): Result<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const problems = problemList();
  for (const issue of parsed.error.issues) {
    const path = pointer('', ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)));
    problems.add(issue.code === 'unrecognized_keys' ? 'field.unknown' : 'field.value', path, quote(issue.message, 200));
  }
  return failed(problems.kept, problems.total);
}
