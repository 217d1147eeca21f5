// zod's issues as problems of ours: a code of the catalogue, a JSON pointer, a sentence.
import { type Problem, type ProblemCode, pointer, problemList } from '@leadtime/lib/kit';
import type { z } from 'zod';

export function problemsOf(error: z.ZodError, root: string): { problems: readonly Problem[]; total: number } {
  const list = problemList();
  const add = (issues: readonly z.core.$ZodIssue[], at: string): void => {
    for (const issue of issues) {
      const path = pointer(at, ...issue.path.map((p) => (typeof p === 'number' ? p : String(p))));
      if (issue.code === 'unrecognized_keys')
        for (const key of issue.keys) list.add('field.unknown', pointer(path, key), 'This field is not known here.');
      else list.add(codeOf(issue), path, sentence(issue));
    }
  };
  add(error.issues, root);
  return { problems: list.kept, total: list.total };
}

function codeOf(issue: z.core.$ZodIssue): ProblemCode {
  if (issue.code === 'invalid_type') return issue.input === undefined ? 'field.missing' : 'field.type';
  if (issue.code === 'too_big')
    return issue.origin === 'string' ? 'field.too-long' : issue.origin === 'array' ? 'field.too-many' : 'field.value';
  return 'field.value';
}

const sentence = (issue: z.core.$ZodIssue): string => issue.message.replace(/^Invalid input: /, '').slice(0, 300);
