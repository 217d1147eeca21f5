// This API as OpenAPI 3.1, made from the route table: what is served and what is described cannot differ.
import { ACTIONS, ERRORS, ROUTES, type RouteDef, TOKEN_SCOPES } from '@leadtime/contract';
import { z } from 'zod';

type Json = Record<string, unknown>;

export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries(ROUTES) as [string, RouteDef][]) {
    // entries of the table
    const at = openApiPath(route.path);
    paths[at] = { ...paths[at], [route.method.toLowerCase()]: operation(id, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Leadtime',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Errors are RFC 9457 problems with a code of the catalogue. A change by cookie carries leadtime-request: 1.',
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.keys(ROUTES).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token (POST /api/v1/tokens).' },
        session: { type: 'apiKey', in: 'cookie', name: 'leadtime_session' },
      },
      responses: {
        Problem: {
          description: 'What is wrong and what to do.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: { Problem: problemSchema() },
    },
  };
}

/** `/a/:id/*` as `/a/{id}/{rest}`. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}');

function operation(id: string, route: RouteDef): Json {
  const rule: { roles: readonly string[] | 'anyone'; means: string } = ACTIONS[route.action];
  const scopes = Object.entries(TOKEN_SCOPES).flatMap(([scope, actions]) =>
    (actions as readonly string[]).includes(route.action) ? [scope] : [],
  );
  const open = rule.roles === 'anyone';
  return {
    operationId: id,
    tags: [tagOf(id)],
    summary: route.summary,
    description: `Action \`${route.action}\`: ${rule.means} For ${open ? 'anyone' : (rule.roles as readonly string[]).join(', ')}.`, // not anyone
    security: open ? [{}, { token: [] }, { session: [] }] : [{ token: scopes }, { session: [] }],
    parameters: [...inPath(route), ...inQuery(route), ...forChanges(route)],
    ...(route.bytes
      ? { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } }
      : route.body
        ? {
            requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } },
          }
        : {}),
    responses: {
      [String(route.status ?? 200)]: route.response
        ? { description: 'Done.', content: { 'application/json': { schema: schemaOf(route.response, 'output') } } }
        : { description: 'A file or text.', content: { '*/*': { schema: {} } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function inPath(route: RouteDef): Json[] {
  const known = properties(route.params);
  const names = [...openApiPath(route.path).matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '');
  return names.map((name) => ({ name, in: 'path', required: true, schema: known.schemas[name] ?? { type: 'string' } }));
}

function inQuery(route: RouteDef): Json[] {
  const known = properties(route.query);
  return Object.entries(known.schemas).map(([name, schema]) => ({
    name,
    in: 'query',
    required: known.required.includes(name),
    schema,
  }));
}

const forChanges = (route: RouteDef): Json[] =>
  route.method === 'GET'
    ? []
    : [
        {
          name: 'leadtime-request',
          in: 'header',
          required: false,
          description: '1: needed with a session cookie, not with a token.',
          schema: { type: 'string', const: '1' },
        },
      ];

function properties(schema: z.ZodType | undefined): { schemas: Record<string, unknown>; required: readonly string[] } {
  if (!schema) return { schemas: {}, required: [] };
  const { properties: schemas = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  }; // an object's schema
  return { schemas, required };
}

export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json; // a JSON object
  return json;
}

const tagOf = (id: string): string => id.split('.')[0] ?? id;

function problemSchema(): Json {
  const text = { type: 'string' };
  const problem = {
    type: 'object',
    required: ['code', 'path', 'detail'],
    properties: { code: text, path: text, detail: text },
  };
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code', 'advice', 'requestId', 'errors', 'errorsTotal'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: text,
      code: { type: 'string', enum: Object.keys(ERRORS) },
      advice: text,
      requestId: text,
      errors: { type: 'array', maxItems: 1000, items: problem },
      errorsTotal: { type: 'integer' },
    },
  };
}
