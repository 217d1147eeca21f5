// The edge. Every route of the contract is served here, in one way: who asks, may they, is the input right, the handler,
// the answer cut to its schema. What is not in the response schema does not leave.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { LIMITS, mayDo, ROUTES, type RouteDef, type RouteId, TOKEN_SCOPES } from '@leadtime/contract';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { callerAddress } from './caller.ts';
import type { Actor, Call, FileAnswer, Handlers } from './handler.ts';
import { problemsOf } from './problems.ts';
import { problemBody, Refusal, refuse } from './refusal.ts';

export interface EdgeOptions {
  readonly handlers: Handlers;
  /** Who is behind a cookie or a bearer token; undefined: nobody. */
  readonly authenticate: (credentials: {
    cookie: string | undefined;
    bearer: string | undefined;
  }) => Promise<Actor | undefined>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly trustProxy: boolean;
  /** Origins from which a browser may change something. Empty: only the one it came to. */
  readonly origin: string | undefined;
  /** Built web application; absent: API only. */
  readonly webRoot: string | undefined;
  /** Requests a minute of one caller before 429. */
  readonly perMinute?: number;
}

export const SESSION_COOKIE = 'leadtime_session';

export async function openEdge(options: EdgeOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    // One proxy: the last address of X-Forwarded-For is what it saw. Those before it are the caller's own words.
    trustProxy: options.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    bodyLimit: LIMITS.jsonBodyBytes,
    genReqId: () => randomUUID(),
    requestTimeout: 15 * 60_000,
    connectionTimeout: 15 * 60_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    strictTransportSecurity: options.origin?.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    max: options.perMinute ?? 60_000,
    timeWindow: 60_000,
    keyGenerator: (request) => callerAddress(request.ip), // not by credential: made-up ones must not be a way around it
    errorResponseBuilder: () =>
      refuse('request.rate-limited', 'This caller sends more than the instance answers in a minute.'),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload)); // bodies are read by the route below
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error, request, reply) => answerFault(error, request, reply, options.log));
  app.setNotFoundHandler((request, reply) => answerNotFound(request, reply, options.webRoot));
  // For the monitor on this machine: counts tell of activity, so nobody else gets them.
  app.get('/metrics', async (request, reply) => {
    if (!fromThisMachine(request)) return answerNotFound(request, reply, undefined);
    return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });

  for (const id of Object.keys(ROUTES) as RouteId[]) serve(app, id, options); // keys of the table
  if (options.webRoot && existsSync(options.webRoot)) {
    await app.register(fastifyStatic, {
      root: options.webRoot,
      wildcard: false,
      index: ['index.html'],
      maxAge: '1h',
      immutable: false,
    });
  }
  return app;
}

/** Not what a proxy on this machine passes on from elsewhere. */
const fromThisMachine = ({ socket, headers }: FastifyRequest): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;

/** Where a secret could be guessed: few tries a minute of one address. */
const GUESSABLE: ReadonlySet<RouteId> = new Set<RouteId>(['session.open', 'session.redeem', 'session.setUp']);
const GUESSES_A_MINUTE = 30;

function serve(app: FastifyInstance, id: RouteId, options: EdgeOptions): void {
  const route: RouteDef = ROUTES[id];
  // Typed per route where it is written.
  const handler = options.handlers[id] as ((call: Call<RouteId>) => Promise<unknown>) | undefined;
  if (!handler) throw new Error(`no handler for ${id}`);
  app.route({
    method: route.method,
    url: route.path,
    ...(GUESSABLE.has(id)
      ? { config: { rateLimit: { max: options.perMinute ?? GUESSES_A_MINUTE, timeWindow: 60_000 } } }
      : {}),
    handler: async (request, reply) => {
      const began = performance.now();
      reply.raw.once('finish', () =>
        options.metrics.request(id, route.method, reply.statusCode, (performance.now() - began) / 1000),
      );
      const actor = await admit(route, request, options);
      const call = {
        actor,
        params: parse(route.params, request.params, '/params'),
        query: parse(route.query, request.query, '/query'),
        body: route.bytes ? undefined : await jsonBody(route, request),
        bytes: request.body instanceof Readable ? request.body : request.raw,
        headers: request.headers,
        rest: String((request.params as Record<string, string> | undefined)?.['*'] ?? ''), // fastify names the rest '*'
        address: callerAddress(request.ip),
        requestId: request.id,
        reply: { header: (name: string, value: string) => void reply.header(name, value) },
      } as unknown as Call<RouteId>; // the schemas above are the route's own
      return send(reply, route, await handler(call));
    },
  });
}

/** Who asks, and may they take this action? */
async function admit(route: RouteDef, request: FastifyRequest, options: EdgeOptions): Promise<Actor | undefined> {
  const header = request.headers.authorization;
  const bearer = header?.startsWith('Bearer ') ? header.slice(7) : undefined;
  const sessionCookie = bearer === undefined ? request.cookies[SESSION_COOKIE] : undefined;
  if (route.method !== 'GET' && bearer === undefined) refuseCrossSite(request, options.origin);
  const actor = await options.authenticate({ cookie: sessionCookie, bearer });
  if (bearer !== undefined && actor === undefined)
    throw refuse('access.not-signed-in', 'The token is unknown, expired or revoked.');
  const open = mayDo(undefined, route.action);
  if (!actor && !open) throw refuse('access.not-signed-in', 'This needs a signed-in person or a token.');
  if (actor && !open && !mayDo(actor.role, route.action))
    throw refuse('access.not-allowed', `The role ${actor.role} may not do this (${route.action}).`);
  if (actor?.scopes && !open && !withinScopes(actor.scopes, route))
    throw refuse('access.not-allowed', `The token’s scopes do not cover this (${route.action}).`);
  return actor;
}

/** Any token may read its own session; everything else must be in a scope. */
function withinScopes(scopes: NonNullable<Actor['scopes']>, route: RouteDef): boolean {
  if (route.action === 'session.use') return route.method === 'GET';
  return scopes.some((s) => (TOKEN_SCOPES[s] as readonly string[]).includes(route.action));
}

/** A change by cookie must come from our own pages: the header cannot be sent across sites without our consent. */
function refuseCrossSite(request: FastifyRequest, origin: string | undefined): void {
  const from = request.headers.origin;
  const site = request.headers['sec-fetch-site'];
  const here = origin ?? `${request.protocol}://${request.headers.host ?? ''}`;
  const foreign =
    (from !== undefined && from !== here) || (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign || request.headers['leadtime-request'] !== '1')
    throw refuse('access.cross-site', 'A change must carry the header leadtime-request: 1 and come from this site.');
}

function parse(schema: z.ZodType | undefined, value: unknown, root: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const { problems, total } = problemsOf(parsed.error, root);
    throw refuse('request.invalid', `${total} ${total === 1 ? 'problem' : 'problems'} in the request.`, {
      problems,
      total,
    });
  }
  return parsed.data;
}

async function jsonBody(route: RouteDef, request: FastifyRequest): Promise<unknown> {
  if (!route.body) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.raw as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMITS.jsonBodyBytes)
      throw refuse('request.too-large', `JSON bodies may have ${LIMITS.jsonBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw refuse('request.malformed', error instanceof Error ? error.message.slice(0, 200) : 'not JSON');
  }
  return parse(route.body, value, '');
}

async function send(reply: FastifyReply, route: RouteDef, result: unknown): Promise<unknown> {
  if (isFile(result)) {
    if (result.download !== undefined)
      reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(result.download)}`);
    reply.header('x-content-type-options', 'nosniff');
    return reply.type(result.type).send(result.body);
  }
  // zod drops every field that the response schema does not name.
  const body = route.response ? route.response.parse(result) : result;
  return reply
    .code(route.status ?? 200)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(body));
}

const isFile = (result: unknown): result is FileAnswer =>
  typeof result === 'object' && result !== null && 'file' in result && result.file === true;

function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log): void {
  const refusal = error instanceof Refusal ? error : foreseen(error);
  if (!refusal)
    log.error('request failed', {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      error,
    });
  const body = problemBody(refusal ?? refuse('server.fault', 'The fault was logged under the request id.'), request.id);
  for (const [name, value] of Object.entries(refusal?.headers ?? {})) reply.header(name, value);
  if (body.status === 413 || body.status === 415) reply.header('connection', 'close');
  void reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

/** Faults of the HTTP layer itself that are the caller's to mend. */
function foreseen(error: unknown): Refusal | undefined {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return refuse('request.too-large', 'The body is over the limit of this route.');
  if (status === 400) return refuse('request.malformed', 'The request is not valid HTTP for this route.');
  if (status === 429)
    return refuse('request.rate-limited', 'This caller sends more than the instance answers in a minute.');
  return undefined;
}

function answerNotFound(request: FastifyRequest, reply: FastifyReply, webRoot: string | undefined): void {
  const api = /^\/(api\/|feed\/|ledger\/(checkpoint|tile\/)|advisories\/[^/]+\/)/.test(request.url);
  if (
    request.method === 'GET' &&
    !api &&
    webRoot &&
    existsSync(webRoot) &&
    !/\.[a-z0-9]{1,8}$/i.test(request.url.split('?')[0] ?? '')
  ) {
    void reply.header('cache-control', 'no-cache').sendFile('index.html');
    return;
  }
  void reply
    .code(404)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(refuse('route.not-found', 'There is nothing at this address.'), request.id)));
}
