// A typed client over fetch: web and CLI call routes by name. Answers are checked against the schema in development and tests.
import type { z } from 'zod';
import type { ApiProblem } from './errors.ts';
import type { RouteDef } from './route.ts';
import { ROUTES, type RouteId, type Routes } from './routes.ts';

type Input<R, K extends string> = R extends Record<K, infer S extends z.ZodType> ? z.input<S> : undefined;
export type Answer<Id extends RouteId> = Routes[Id] extends { response: infer S extends z.ZodType }
  ? z.output<S>
  : Response;
export type Params<Id extends RouteId> = Input<Routes[Id], 'params'>;
export type Query<Id extends RouteId> = Input<Routes[Id], 'query'>;
export type Body<Id extends RouteId> = Routes[Id] extends { bytes: true } ? BodyInit : Input<Routes[Id], 'body'>;

export interface CallOptions<Id extends RouteId> {
  readonly params?: Params<Id>;
  readonly query?: Query<Id>;
  readonly body?: Body<Id>;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** An answer with an error status, its RFC 9457 body kept whole. */
export class ApiError extends Error {
  readonly problem: ApiProblem;
  constructor(problem: ApiProblem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export interface Client {
  call<Id extends RouteId>(id: Id, options?: CallOptions<Id>): Promise<Answer<Id>>;
  /** The raw response, for downloads and streams; throws ApiError on an error status. */
  fetch<Id extends RouteId>(id: Id, options?: CallOptions<Id>): Promise<Response>;
}

export function createClient(settings: {
  baseUrl: string;
  token?: string;
  fetch?: typeof fetch;
  check?: boolean;
}): Client {
  const send = settings.fetch ?? fetch;
  const raw = async <Id extends RouteId>(id: Id, options: CallOptions<Id> = {}): Promise<Response> => {
    const route: RouteDef = ROUTES[id];
    const headers: Record<string, string> = { accept: 'application/json', 'leadtime-request': '1', ...options.headers };
    if (settings.token) headers.authorization = `Bearer ${settings.token}`;
    const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' };
    if (options.signal) init.signal = options.signal;
    if (options.body !== undefined) {
      if (route.bytes) {
        init.body = options.body as BodyInit; // bytes routes take a BodyInit by type
        if (options.body instanceof ReadableStream) Object.assign(init, { duplex: 'half' });
      } else {
        headers['content-type'] = 'application/json';
        init.body = JSON.stringify(options.body);
      }
    }
    const response = await send(settings.baseUrl + pathOf(route, options.params, options.query), init);
    if (!response.ok) throw new ApiError(await problemOf(response));
    return response;
  };
  return {
    fetch: raw,
    async call(id, options) {
      const response = await raw(id, options);
      const route: RouteDef = ROUTES[id];
      if (!route.response) return response as Answer<typeof id>; // no schema: the answer is the Response itself
      const json: unknown = await response.json();
      return (settings.check ? route.response.parse(json) : json) as Answer<typeof id>; // the schema’s own output
    },
  };
}

/** Path and query of a route, every parameter escaped. */
export function pathOf(route: RouteDef, params?: object, query?: object): string {
  const values = new Map<string, unknown>(Object.entries(params ?? {}));
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name) ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null) search.set(name, String(value));
  const tail = search.toString();
  return tail ? `${path}?${tail}` : path;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'code' in body) return body as ApiProblem; // our own error body
  return {
    type: 'about:blank',
    title: 'The server did not answer as expected',
    status: response.status,
    detail: `HTTP ${response.status}`,
    code: 'server.fault',
    advice: 'Check the address, then try again.',
    requestId: response.headers.get('x-request-id') ?? '',
    errors: [],
    errorsTotal: 0,
  };
}
