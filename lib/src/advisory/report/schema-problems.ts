// What a schema found wrong, as problems with codes and JSON pointers.
import type { z } from 'zod';
import { PROBLEM_CODES, type Problem, type ProblemCode, pointer, quote } from '../../kit/index.ts';

type Issue = z.core.$ZodIssue;

/** @param value what was checked: an absent field is told from a wrong one by looking. */
export function problemsOfSchema(issues: readonly Issue[], value: unknown, base = ''): readonly Problem[] {
  return issues.flatMap((issue) => {
    const steps = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    const path = pointer(base, ...steps);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(
        (key) =>
          ({
            code: 'field.unknown',
            path: pointer(path, key.slice(0, 200)),
            detail: `${quote(key)} is no field here`,
          }) as const,
      );
    const found = lookUp(value, steps);
    const code = codeOf(issue, found);
    const detail =
      code === 'field.missing' && found === undefined ? 'is absent' : `${shown(found, steps.at(-1))} ${phrase(issue)}`;
    return [{ code, path, detail }];
  });
}

function codeOf(issue: Issue, found: unknown): ProblemCode {
  if (issue.code === 'custom') {
    const code: unknown = issue.params?.code;
    return typeof code === 'string' && code in PROBLEM_CODES ? (code as ProblemCode) : 'field.value'; // looked up in the table just now
  }
  if (found === undefined) return 'field.missing';
  if (issue.code === 'invalid_type') return 'field.type';
  if (issue.code === 'too_big')
    return issue.origin === 'string' ? 'field.too-long' : issue.origin === 'array' ? 'field.too-many' : 'field.value';
  if (issue.code === 'too_small')
    return found === '' || (Array.isArray(found) && found.length === 0) ? 'field.missing' : 'field.value';
  return 'field.value';
}

function phrase(issue: Issue): string {
  if (issue.code === 'invalid_type') return `is not of type ${issue.expected}`;
  if (issue.code === 'too_big') return `is over the limit of ${issue.maximum}`;
  if (issue.code === 'too_small') return `is under the least of ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `is none of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}

/** Never the text of an attachment or of prose: it may be a secret. */
function shown(found: unknown, name: string | number | undefined): string {
  if (typeof found === 'string' && (found.length > 200 || PRIVATE.has(String(name))))
    return `a text of ${found.length} characters`;
  if (Array.isArray(found)) return `a list of ${found.length}`;
  if (typeof found === 'object' && found !== null) return 'the object';
  return quote(found, 40);
}

const PRIVATE: ReadonlySet<string> = new Set(['summary', 'description', 'snippet', 'trace', 'data']);

function lookUp(value: unknown, steps: readonly (string | number)[]): unknown {
  let at: unknown = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step]; // an object with this own member, by the line above
  }
  return at;
}
