// Asking another side for something, politely and on guard: each hop of a redirect must be allowed, "too many requests" is obeyed
// (RFC 9110 10.2.3, RFC 6585 4), what passes is tried again, what does not is said in words.
import type { Clock } from '../../../platform/clock.ts';
import { type Egress, EgressClosed } from '../../../platform/egress.ts';
import { Blocked, closed, Later } from './trouble.ts';

export interface Asking {
  readonly egress: Egress;
  readonly clock: Clock;
}
export interface Question {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers for the first host alone: keys and tokens. A redirect elsewhere does not carry them. */
  readonly secret?: Readonly<Record<string, string>>;
  /** Where 403 means "too many requests": how long to wait when it is not said. */
  readonly busyMs?: number;
  /** At least so long between two tries, where the other side counts them. */
  readonly paceMs?: number;
  /** Other statuses by which this other side says that what is asked for is not there. */
  readonly absent?: readonly number[];
}
export interface Answer {
  /** Of the last hop. */
  readonly url: string;
  /** 200, 206, 304, 404, 410, 416, or what the question names as absent; everything else was tried again or thrown. */
  readonly status: number;
  readonly headers: Headers;
  /** Throws what the network throws; also when nothing comes for a minute. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends it, read or not. */
  readonly end: () => void;
}

const ANSWERS: ReadonlySet<number> = new Set([200, 206, 304, 404, 410, 416]);
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const HOPS = 5;
const TRIES = 4;
/** What is waited for here; anything longer is put off, and the worker does something else. */
const PATIENCE_MS = 60_000;
const SILENCE_MS = 60_000;
const LONGEST_PUT_OFF_MS = 24 * 3_600_000;

/** Asks until there is an answer to work with. Throws Blocked or Later. */
export async function ask(asking: Asking, question: Question): Promise<Answer> {
  return persist(pacing(asking, question), question.url, async () => {
    const answer = await follow(asking, question);
    const wait = waitOf(answer, asking.clock) ?? (answer.status === 403 ? question.busyMs : undefined);
    const absent = wait === undefined && question.absent?.includes(answer.status);
    if (ANSWERS.has(answer.status) || absent) return answer;
    answer.end();
    const { host } = new URL(answer.url);
    if (wait !== undefined || answer.status === 408 || answer.status >= 500)
      throw new Passing(`${host} answered ${answer.status}`, wait);
    throw new Blocked(
      `${host} answered ${answer.status} for ${new URL(answer.url).pathname}. ${adviceFor(answer.status)}`,
    );
  });
}

/** Something that may go by itself: a broken connection, a busy server. `wait`: what the other side asked for. */
export class Passing extends Error {
  readonly wait: number | undefined;
  constructor(message: string, wait?: number, cause?: unknown) {
    super(message, { cause });
    this.wait = wait;
  }
}

/**
 * Does the work, again after a pause where what went wrong passes: 1, 2, 4 s or what the other side asks for. `moved` says whether
 * there was progress since the last time; then patience begins anew.
 */
export async function persist<T>(
  { clock, paceMs = 0 }: Pick<Asking, 'clock'> & Pick<Question, 'paceMs'>,
  url: string,
  work: () => Promise<T>,
  moved: () => boolean = () => false,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const passing = passingOf(error, url);
      if (!passing) throw error;
      if (moved()) tries = 1;
      const wait = Math.max(passing.wait ?? 1_000 * 2 ** (tries - 1), paceMs);
      if (tries >= TRIES || wait > PATIENCE_MS) {
        const until = Date.parse(clock.now()) + Math.min(Math.max(wait, PATIENCE_MS), LONGEST_PUT_OFF_MS);
        throw new Later(`${passing.message}.`, new Date(until).toISOString());
      }
      await clock.sleep(wait);
    }
  }
}

/** What `persist` needs of a question. */
export const pacing = ({ clock }: Asking, { paceMs = 0 }: Question): Parameters<typeof persist>[0] => ({
  clock,
  paceMs,
});

function passingOf(error: unknown, url: string): Passing | undefined {
  if (error instanceof Passing) return error;
  if (error instanceof Blocked || error instanceof Later || error instanceof EgressClosed) return undefined;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (!NETWORK.test(code)) return undefined;
  return new Passing(`The connection to ${new URL(url).host} broke (${code})`, undefined, error);
}
const NETWORK =
  /^(E(CONN|NET|HOST|AI_|TIMEDOUT|PIPE|PROTO|NOTFOUND|ADDR)|ERR_(STREAM_PREMATURE_CLOSE|TLS|SSL)|HPE_|CERT_|UND_|TimeoutError|AbortError|aborted|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/;

async function follow({ egress }: Asking, { url, headers = {}, secret = {} }: Question): Promise<Answer> {
  const first = new URL(url);
  let at = first;
  for (let hop = 0; hop <= HOPS; hop += 1) {
    if (!egress.allows(at.href))
      throw closed([at.href], egress.hosts, hop === 0 ? '' : `${first.host} answered with a redirect to ${at.host}.`);
    const abort = new AbortController();
    const silence = setTimeout(() => abort.abort(timeout()), SILENCE_MS);
    try {
      const answer = await egress.fetch(at.href, {
        headers: {
          'user-agent': 'leadtime',
          'accept-encoding': 'identity',
          ...headers,
          ...(at.host === first.host ? secret : {}),
        },
        signal: abort.signal,
      });
      const next = REDIRECTS.has(answer.status) ? answer.headers.get('location') : null;
      if (next === null)
        return {
          url: at.href,
          status: answer.status,
          headers: answer.headers,
          body: watched(answer.body, abort),
          end: () => abort.abort(),
        };
      abort.abort();
      const to = URL.canParse(next, at.href) ? new URL(next, at.href) : undefined;
      if (!to) throw new Blocked(`${at.host} answered with a redirect to an address that is not one. Tell its owner.`);
      if (at.protocol === 'https:' && to.protocol !== 'https:')
        throw new Blocked(`${at.host} answered with a redirect to ${to.host} without TLS, which is not followed.`);
      at = to;
    } catch (error) {
      if (error instanceof EgressClosed)
        throw new Blocked(
          `${error.message}. List the address itself in LEADTIME_EGRESS where an inside host is meant.`,
        );
      throw error;
    } finally {
      clearTimeout(silence);
    }
  }
  throw new Blocked(`${first.host} answered with more than ${HOPS} redirects. Its address may have changed.`);
}

const timeout = (): Error => Object.assign(new Error('nothing came for a minute'), { name: 'TimeoutError' });

/** The bytes, as long as some come within a minute. */
async function* watched(
  body: AsyncIterable<Uint8Array> | null,
  abort: AbortController,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!body) return;
  let silence = setTimeout(() => abort.abort(timeout()), SILENCE_MS);
  try {
    for await (const chunk of body) {
      clearTimeout(silence);
      yield chunk;
      silence = setTimeout(() => abort.abort(timeout()), SILENCE_MS);
    }
  } finally {
    clearTimeout(silence);
  }
}

/**
 * How long the other side wants us to wait, in ms: Retry-After (seconds or a date), or GitHub's reset of its rate limit. Its moments
 * are by its own clock, which its answer tells (RFC 9110 6.6.1): ours may go wrong by hours.
 */
function waitOf({ status, headers }: Answer, clock: Clock): number | undefined {
  const theirs = Date.parse(headers.get('date') ?? '');
  const now = Number.isNaN(theirs) ? Date.parse(clock.now()) : theirs;
  const after = headers.get('retry-after')?.trim();
  const limited = status === 429 || status === 503 || status === 403;
  if (!limited) return undefined;
  if (after !== undefined && /^\d{1,9}$/.test(after)) return Number(after) * 1_000;
  if (after !== undefined && !Number.isNaN(Date.parse(after))) return Math.max(Date.parse(after) - now, 1_000);
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset'));
    if (Number.isFinite(reset) && reset > 0) return Math.max(reset * 1_000 - now, 1_000);
  }
  return status === 429 ? PATIENCE_MS : undefined;
}

const adviceFor = (status: number): string =>
  status === 401 || status === 403 || status === 407
    ? 'It, or a proxy on the way, refuses this instance: ask who runs the network, or import the feed from a file.'
    : 'The address may have changed: look for a newer release, set a mirror, or import the feed from a file.';
