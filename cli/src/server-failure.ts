// What a server's own words come to: its problems, and answers that its contract does not know. In a file of its own because the contract
// and its schemas take longer to load than most commands take to run.
import { ApiError } from '@leadtime/contract';
import { z } from 'zod';
import type { Exit } from './command.ts';
import type { Said } from './failure.ts';

export interface Answered extends Said {
  readonly exit: Exit;
  readonly detail: string;
}

/** undefined: it is not from a server. */
export function saidByServer(error: unknown): Answered | undefined {
  if (error instanceof ApiError) {
    const { status, title, detail, code, advice, requestId, errors, errorsTotal } = error.problem;
    const exit = status >= 500 || status === 429 ? 3 : 2;
    return { exit, title, detail, code, advice, requestId, errors, total: errorsTotal };
  }
  if (error instanceof z.ZodError)
    return {
      exit: 3,
      title: 'The server answered something else than its contract says',
      code: 'server.fault',
      advice: 'Is this leadtime of another version than the server? `leadtime --version` and `leadtime whoami` say so.',
      detail: error.issues
        .slice(0, 3)
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; '),
    };
  return undefined;
}
