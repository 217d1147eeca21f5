// A stand-in for the server while pages are made: LEADTIME_MOCK=1 vite. Never part of a build.
// Each answer is checked against the contract, so that the pages cannot grow used to something the server will not say.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ApiProblem, ERRORS, type ErrorCode, ROUTES, type RouteDef, type RouteId } from '@leadtime/contract';
import type { Plugin } from 'vite';

export interface Ask {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}
export type Handlers = Partial<Record<RouteId, (ask: Ask) => unknown>>;

export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly errors: ApiProblem['errors'];
  constructor(code: ErrorCode, detail: string, errors: ApiProblem['errors'] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

export function mockApi(): Plugin {
  return {
    name: 'mock-api',
    configureServer(server) {
      const handlers = (async (): Promise<Handlers> => ({
        ...(await import('./mock-a.ts')).handlers,
        ...(
          (process.env.LEADTIME_MOCK_ONLY === 'a'
            ? { handlers: {} }
            : await import('./mock-b.ts').catch(() => ({ handlers: {} }))) as { handlers: Handlers }
        ).handlers, // absent: empty
      }))();
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://x');
        if (!/^\/(api|feed|ledger\/(checkpoint|tile))/.test(url.pathname)) return next();
        handlers
          .then((h) => answer(h, request, response, url))
          .catch((error: unknown) => fail(response, 500, String(error)));
      });
    },
  };
}

async function answer(handlers: Handlers, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  for (const id of Object.keys(ROUTES) as RouteId[]) {
    // keys of the table itself
    const route: RouteDef = ROUTES[id];
    const params = match(route.path, url.pathname);
    const handler = handlers[id];
    if (route.method !== request.method || !params || !handler) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // node's request yields buffers
    const text = Buffer.concat(chunks).toString();
    await new Promise((r) => setTimeout(r, Number(process.env.LEADTIME_MOCK_MS ?? 60)));
    try {
      let body: unknown = route.bytes || !text ? text : JSON.parse(text);
      if (route.body && !route.bytes) {
        const read = route.body.safeParse(body);
        if (!read.success)
          throw new Refusal(
            'request.invalid',
            'Some fields are not as they must be.',
            read.error.issues.map((i) => ({
              code: 'value.invalid' as never,
              path: `/${i.path.join('/')}`,
              detail: i.message,
            })),
          );
        body = read.data;
      }
      const made = await handler({ params, query: Object.fromEntries(url.searchParams), body });
      if (route.response) {
        const checked = route.response.safeParse(made);
        if (!checked.success)
          console.error(`mock of ${id} breaks the contract:`, JSON.stringify(checked.error.issues.slice(0, 4)));
      }
      response.writeHead(route.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(made));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const rule = ERRORS[error.code];
      const problem: ApiProblem = {
        type: '',
        title: rule.title,
        status: rule.status,
        detail: error.message,
        code: error.code,
        advice: rule.advice,
        requestId: 'req-mock-1',
        errors: error.errors,
        errorsTotal: error.errors.length,
      };
      response.writeHead(rule.status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(problem));
    }
    return;
  }
  fail(response, 404, `no mock for ${request.method} ${url.pathname}`);
}

function fail(response: ServerResponse, status: number, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  response.end(
    JSON.stringify({
      type: '',
      title: 'Not in the mock',
      status,
      detail,
      code: 'route.not-found',
      advice: 'Add it to web/dev.',
      requestId: 'req-mock',
      errors: [],
      errorsTotal: 0,
    }),
  );
}

function match(path: string, actual: string): Record<string, string> | undefined {
  const want = path.split('/');
  const have = actual.split('/');
  if (want.length !== have.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(have[i] ?? '');
    else if (part !== have[i]) return undefined;
  }
  return params;
}
