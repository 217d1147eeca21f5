// A refusal: the caller asked for something that cannot be, and can act on it. It is thrown, so that the transaction it
// happens in rolls back; the edge turns it into an RFC 9457 answer.
import { type ApiProblem, ERRORS, type ErrorCode, problemType } from '@leadtime/contract';
import type { Problem } from '@leadtime/lib/kit';

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];
  readonly total: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    code: ErrorCode,
    detail: string,
    more: { problems?: readonly Problem[]; total?: number; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Refusal';
    this.code = code;
    this.problems = more.problems ?? [];
    this.total = more.total ?? this.problems.length;
    this.headers = more.headers ?? {};
  }
}

export const refuse = (code: ErrorCode, detail: string, more?: ConstructorParameters<typeof Refusal>[2]): Refusal =>
  new Refusal(code, detail, more);

/** Not there, or not known to this party: the two are the same answer, in text and in shape. */
export const notFound = (): Refusal =>
  new Refusal('resource.not-found', 'Nothing that your party knows of has this address.');

export function problemBody(refusal: Refusal, requestId: string): ApiProblem {
  const rule = ERRORS[refusal.code];
  return {
    type: problemType(refusal.code),
    title: rule.title,
    status: rule.status,
    detail: refusal.message,
    code: refusal.code,
    advice: rule.advice,
    requestId,
    errors: refusal.problems,
    errorsTotal: refusal.total,
  };
}
