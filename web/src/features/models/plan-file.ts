// A scan plan as a file: read with every problem at its place, and written as a start for the next one.
import { type Body, scanPlan } from '@leadtime/contract';

export type Plan = Body<'models.declarePlan'>;
export type PlanFile =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly detail: string }[] };

const LARGEST = 4 * 1024 * 1024;

/** Reads the text of a file: `{"parts":[{"project":…,"weight":…,"runs":[{"finder":…,"done":false}]}]}`. */
export function readPlan(text: string): PlanFile {
  if (text.length > LARGEST) return refuse('', `The file has ${text.length} characters; the limit is ${LARGEST}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('', error instanceof Error ? error.message : 'The text is not JSON.');
  }
  const read = scanPlan.safeParse(value);
  if (read.success) return { ok: true, plan: read.data };
  return { ok: false, problems: read.error.issues.map((i) => ({ path: `/${i.path.join('/')}`, detail: i.message })) };
}

const refuse = (path: string, detail: string): PlanFile => ({ ok: false, problems: [{ path, detail }] });

/** The plan with one run marked as done or not; other runs stay as they are. */
export const withRun = (plan: Plan, part: number, run: number, done: boolean): Plan => ({
  parts: plan.parts.map((p, i) =>
    i === part ? { ...p, runs: p.runs.map((r, j) => (j === run ? { ...r, done } : r)) } : p,
  ),
});

/** `40 %` of all weights. */
export function shareOf(plan: Plan, part: number): string {
  const all = plan.parts.reduce((sum, p) => sum + p.weight, 0);
  const own = plan.parts[part]?.weight ?? 0;
  if (all <= 0) return 'unknown share';
  const percent = (own / all) * 100;
  return percent > 0 && percent < 1 ? 'under 1 %' : `${Math.round(percent)} %`;
}
