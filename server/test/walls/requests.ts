// A request for any route, made from its schemas: something valid wherever an id can stand, so that what answers is the wall
// and not a complaint about the input.
import { ROUTES, type RouteDef, type RouteId } from '@leadtime/contract';
import { z } from 'zod';

export interface Made {
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly body: unknown;
}

/** @param id what stands wherever a uuid is asked for. */
export function requestFor(route: RouteId, id: string): Made {
  const def: RouteDef = ROUTES[route];
  const params = valueFor(schemaOf(def.params), id) as Record<string, string> | undefined; // an object's schema
  const query = valueFor(schemaOf(def.query), id) as Record<string, unknown> | undefined; // as above
  return {
    params: { '*': 'x', ...params },
    query: Object.fromEntries(Object.entries(query ?? {}).map(([k, v]) => [k, String(v)])),
    body: def.body ? valueFor(schemaOf(def.body), id) : undefined,
  };
}

interface Json {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}
const schemaOf = (schema: z.ZodType | undefined): Json =>
  schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json) : {}; // of that form

function valueFor(json: Json, id: string): unknown {
  const first = json.anyOf?.[0] ?? json.oneOf?.[0];
  if (first) return valueFor(first, id);
  if (json.const !== undefined) return json.const;
  if (json.enum) return json.enum[0];
  if (json.properties)
    return Object.fromEntries(
      Object.entries(json.properties)
        .filter(([name]) => json.required?.includes(name))
        .map(([name, field]) => [
          name,
          /(At|until)$/i.test(name) && field.type === 'string' ? '2026-12-01T00:00:00Z' : valueFor(field, id),
        ]),
    );
  switch (json.type) {
    case 'array':
      return Array.from({ length: json.minItems ?? 0 }, () => valueFor(json.items ?? {}, id));
    case 'integer':
    case 'number':
      return Math.max(json.minimum ?? 1, (json.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'string':
      return textOf(json, id);
    default:
      return json.type === 'object' ? {} : undefined;
  }
}

function textOf({ format, pattern, minLength }: Json, id: string): string {
  if (format === 'uuid') return id;
  if (format === 'email') return 'somebody@example.org';
  if (format === 'uri') return 'https://elsewhere.example/x';
  if (format === 'date') return '2026-12-01';
  if (pattern?.includes('[0-9a-f]{64}')) return '0'.repeat(64);
  return 'x'.repeat(Math.max(1, minLength ?? 1));
}
