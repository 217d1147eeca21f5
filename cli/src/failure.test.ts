import { ApiError, type ApiProblem, ERRORS, type ErrorCode, problemType } from '@leadtime/contract';
import type { Problem } from '@leadtime/lib/kit';
import { describe, expect, it } from 'vitest';
import { Failure, tell } from './failure.ts';

const problem = (code: ErrorCode, errors: readonly Problem[] = [], errorsTotal = errors.length): ApiError => {
  const { status, title, advice } = ERRORS[code];
  const body: ApiProblem = {
    type: problemType(code),
    title,
    status,
    detail: 'Because.',
    code,
    advice,
    requestId: 'r-1',
    errors,
    errorsTotal,
  };
  return new ApiError(body);
};
const many = Array.from(
  { length: 30 },
  (_, i): Problem => ({ code: 'field.value', path: `/findings/${i}`, detail: `"\u202e${i}"` }),
);

describe('what an API error says', () => {
  it('is title, detail, each problem with its place and advice, what to do, and the request id', async () => {
    const { text, exit, error } = await tell(problem('request.invalid', many, 1_234), false);
    expect(exit).toBe(2);
    expect(text).toContain('The request has problems. Because.\n');
    expect(text).toContain('  /findings/0  field.value: "\\u{202e}0". The value is not one that the format allows.\n');
    expect(text).toContain('  /findings/19  ');
    expect(text).not.toContain('/findings/20');
    expect(text).toContain('…and 1,214 more\n');
    expect(text).toContain('Mend each problem listed and send again.\nRequest r-1 (request.invalid)\n');
    expect(error).toMatchObject({ code: 'request.invalid', requestId: 'r-1', errorsTotal: 1_234 });
  });

  it('ends with 2 for what the caller can mend, with 3 for what the server must', async () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const { status } = ERRORS[code];
      expect([code, (await tell(problem(code), false)).exit]).toEqual([code, status >= 500 || status === 429 ? 3 : 2]);
    }
  });

  it('keeps problems of a newer catalogue, without advice', async () => {
    const unknown = { code: 'moon.phase' as Problem['code'], path: '/x', detail: 'full' };
    expect((await tell(problem('request.invalid', [unknown]), false)).text).toContain('  /x  moon.phase: full.\n');
  });
});

describe('other failures', () => {
  it('say why there is no answer', async () => {
    const refused = new TypeError('fetch failed', {
      cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    });
    expect(await tell(refused, false)).toMatchObject({
      exit: 3,
      error: { code: 'network', detail: 'Nothing listens there.' },
    });
  });

  it('after Ctrl+C say how to go on', async () => {
    expect(await tell(new Failure(130, 'To go on, run it again.'), true)).toMatchObject({
      exit: 130,
      text: 'Stopped. To go on, run it again.\n',
    });
    expect(await tell(new Error('AbortError'), true)).toMatchObject({ exit: 130, text: 'Stopped.\n' });
  });

  it('that are bugs say so, with the place', async () => {
    const told = await tell(new RangeError('oops'), false);
    expect(told.exit).toBe(3);
    expect(told.text).toMatch(/^A fault of this program.*RangeError: oops.*failure\.test\.ts/s);
  });
});
