// How things go wrong for the person who typed: what happened, where, what to do, and a code that a script can act on.
import { PROBLEM_CODES, type Problem } from '@leadtime/lib/kit';
import type { Exit } from './command.ts';
import { thousands, visible } from './terminal.ts';

/** Something that the caller can act on. */
export class Failure extends Error {
  readonly exit: Exit;
  readonly problems: readonly Problem[];
  readonly total: number;
  constructor(
    exit: Exit,
    message: string,
    more: { problems?: readonly Problem[]; total?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'Failure';
    this.exit = exit;
    this.problems = more.problems ?? [];
    this.total = more.total ?? this.problems.length;
  }
}

export interface Told {
  readonly exit: Exit;
  /** For standard error. */
  readonly text: string;
  /** What `--json` prints: `{"error": …}`. */
  readonly error: {
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    readonly advice: string;
    readonly requestId: string;
    readonly errors: readonly Problem[];
    readonly errorsTotal: number;
  };
}

/** What to tell of anything that was thrown. What a server says is told by the contract, which commands that ask none do not wait for. */
export async function tell(error: unknown, stopped: boolean): Promise<Told> {
  if (stopped) return told(130, { title: 'Stopped', code: 'stopped' }, error instanceof Failure ? error.message : '');
  if (error instanceof Failure) {
    const code = error.exit === 2 ? 'input' : error.exit === 3 ? 'fault' : 'failed';
    return told(error.exit, { title: error.message, code, errors: error.problems, total: error.total });
  }
  const { saidByServer } = await import('./server-failure.ts');
  const answered = saidByServer(error);
  if (answered) return told(answered.exit, answered, answered.detail);
  const network = networkText(error);
  if (network !== undefined)
    return told(3, { title: 'No answer from the server', code: 'network', advice: TRY }, network);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    ...told(3, { title: 'A fault of this program', code: 'fault', advice: 'Please report it.' }, ''),
    text: `A fault of this program. Please report it.\n${detail}\n`,
  };
}

const TRY = 'Check the address (leadtime whoami --url …), then try again.';

export interface Said {
  readonly title: string;
  readonly code: string;
  readonly advice?: string;
  readonly requestId?: string;
  readonly errors?: readonly Problem[];
  readonly total?: number;
}

function told(
  exit: Exit,
  { title, code, advice = '', requestId = '', errors = [], total = errors.length }: Said,
  detail = '',
): Told {
  const lines = [
    `${ended(visible(title))}${detail === '' ? '' : ` ${ended(visible(detail))}`}`,
    ...problemLines(errors, total),
    ...(advice === '' ? [] : [visible(advice)]),
    ...(requestId === '' ? [] : [`Request ${visible(requestId)} (${visible(code)})`]),
  ];
  return {
    exit,
    text: lines.map((line) => `${line}\n`).join(''),
    error: { code, title, detail, advice, requestId, errors, errorsTotal: total },
  };
}

const ended = (text: string): string => (/[.!?:…]$/.test(text) || text === '' ? text : `${text}.`);

const SHOWN = 20;

/** Each problem with its place and what to do: the first twenty, the rest counted. */
export function problemLines(problems: readonly Problem[], total: number, shown = SHOWN): string[] {
  const lines = problems.slice(0, shown).map(({ code, path, detail }) => {
    const advice = PROBLEM_CODES[code] as string | undefined; // a newer server may have codes that are unknown here
    return `  ${visible(path) || '(whole)'}  ${visible(code)}: ${ended(visible(detail))}${advice === undefined ? '' : ` ${advice}`}`;
  });
  const more = total - lines.length;
  return more > 0 ? [...lines, `  …and ${thousands(more)} more`] : lines;
}

/** No connection, or a broken one: trying again may help. */
export const isNetworkFault = (error: unknown): error is TypeError =>
  error instanceof TypeError && /fetch failed|terminated|network/i.test(error.message);

/** Node says `fetch failed` and keeps why in the cause. */
function networkText(error: unknown): string | undefined {
  if (!isNetworkFault(error)) return undefined;
  const { cause } = error;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = typeof inner === 'object' && inner !== null && 'code' in inner ? String(inner.code) : '';
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'Nothing listens there.',
    ENOTFOUND: 'The name is not known.',
    EAI_AGAIN: 'The name could not be looked up.',
    ECONNRESET: 'The line broke.',
    UND_ERR_SOCKET: 'The line broke.',
    ETIMEDOUT: 'It took too long.',
    UND_ERR_CONNECT_TIMEOUT: 'It took too long.',
    UND_ERR_HEADERS_TIMEOUT: 'It took too long.',
  };
  return known[code] ?? (inner instanceof Error ? inner.message : error.message);
}
