// Lines of an answer as they come, so that a long list is read only as far as it is new.
import { linesOf } from '../feeds/lines.ts';
import { type Asking, ask, type Question } from './ask.ts';
import { conditional, mustBe, same, tooLarge, type Validators, validatorsOf } from './read.ts';

export interface Lines {
  readonly kind: 'lines';
  readonly lines: AsyncGenerator<string, void, undefined>;
  readonly validators: Validators;
}
const LINE_UNITS = 4_096;

/** Stopping early ends the connection. A line past 4,096 units is not one of such a list: an error. */
export async function readLines(
  asking: Asking,
  { known = {}, limit, ...question }: Question & { readonly known?: Validators | undefined; readonly limit: number },
): Promise<{ readonly kind: 'same' } | { readonly kind: 'absent' } | Lines> {
  const answer = await ask(asking, { ...question, headers: { ...question.headers, ...conditional(known) } });
  if (answer.status === 304) return same(known, answer.url);
  if (answer.status !== 200) {
    answer.end();
    return { kind: 'absent' };
  }
  return { kind: 'lines', lines: split(answer.body, answer.url, limit), validators: validatorsOf(answer.headers) };
}

async function* split(
  body: AsyncIterable<Uint8Array>,
  url: string,
  limit: number,
): AsyncGenerator<string, void, undefined> {
  let size = 0;
  const limited = async function* () {
    for await (const chunk of body) {
      if (size === 0) mustBe('text', Buffer.from(chunk), url);
      size += chunk.length;
      if (size > limit) throw tooLarge(url, limit);
      yield chunk;
    }
  };
  for await (const line of linesOf(limited())) {
    if (line === undefined || line.length > LINE_UNITS) throw tooLarge(url, LINE_UNITS);
    if (line.trim() !== '') yield line.trim();
  }
}
