// Parses one small JSON document strictly: one value, UTF-8, no duplicate keys anywhere, no deeper than the limit.
import { failed, ok, type Problem, problemList, type Result } from '../../kit/index.ts';
import type { JsonLimits } from './events.ts';
import { compilePlan } from './plan.ts';
import { JsonWalker } from './walker.ts';

const WHOLE = compilePlan({ '': Number.MAX_SAFE_INTEGER });

/** The value, or every problem: json.syntax, json.duplicate-key, json.too-deep, input.encoding, input.empty, input.too-large. */
export function parseStrictJson(bytes: Uint8Array, limits: Partial<JsonLimits> = {}): Result<unknown> {
  const walker = new JsonWalker(WHOLE, { ...limits, duplicateKeys: 'everywhere' });
  const problems = problemList();
  let value: unknown;
  for (const event of [...walker.push(bytes), ...walker.end()]) {
    if (event.kind === 'problem') keep(event.problem);
    else if (event.kind === 'value') value = event.value;
  }
  return problems.total === 0 ? ok(value) : failed(problems.kept, problems.total);

  function keep(problem: Problem): void {
    problems.add(problem.code, problem.path, problem.detail);
  }
}
