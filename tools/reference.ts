// Prints docs/reference/api.md and docs/reference/errors.md from the contract: routes, errors, problems of inputs. --check
// compares, as the other printed files do.
import { ACTIONS, ERRORS, ROUTES, type RouteDef, TOKEN_SCOPES } from '@leadtime/contract';
import { PROBLEM_CODES } from '@leadtime/lib/kit';
import type { z } from 'zod';
import { schemaOf } from '../server/src/modules/system/openapi.ts';
import { printed } from './printed-file.ts';

const COMMAND = 'node tools/reference.ts';
const HEAD = `<!-- Printed from the code by tools/reference.ts. To write it anew: ${COMMAND} -->`;

function api(): string {
  const bySubject = Map.groupBy(Object.entries(ROUTES) as [string, RouteDef][], ([id]) => id.split('.')[0] ?? id); // entries of the table
  const contents = [...bySubject.keys()].map((subject) => `- [${subject}](#${subject.toLowerCase()})`);
  return lines(
    HEAD,
    '# The API',
    'Every route that the server answers, from the one route table (`contract/src`). The same as OpenAPI 3.1: `GET /api/v1/openapi.json`.',
    'Sign in with a session cookie or send `Authorization: Bearer <token>`. A change by cookie carries the header `leadtime-request: 1`. Failures are RFC 9457 problems: [errors](errors.md). Lists take `limit` (at most 200) and `offset`; `total` counts only what the asking party may see.',
    contents.join('\n'),
    '## Who may do what',
    table(
      ['action', 'means', 'roles', 'token scopes'],
      Object.entries(ACTIONS).map(([action, rule]) => [
        code(action),
        rule.means,
        rule.roles === 'anyone' ? 'anyone' : rule.roles.join(', '),
        scopesOf(action).map(code).join(', ') || 'none',
      ]),
    ),
    ...[...bySubject].flatMap(([subject, routes]) => [
      `## ${subject}`,
      ...routes.flatMap(([id, route]) => section(id, route)),
    ]),
  );
}

function section(id: string, route: RouteDef): string[] {
  return [
    `### ${id}`,
    code(`${route.method} ${route.path}`),
    `${route.summary} Action ${code(route.action)}.`,
    ...fields('Query', route.query),
    ...(route.bytes ? ['The body is the bytes themselves.'] : sketched('Body', route.body, 'input')),
    ...(route.response
      ? sketched(`Answer ${route.status ?? 200}`, route.response, 'output')
      : ['Answers a file or text.']),
  ];
}

function fields(title: string, schema: z.ZodObject | undefined): string[] {
  if (!schema) return [];
  const json = jsonOf(schema, 'input');
  const rows = Object.entries(json.properties ?? {}).map(([name, field]) => [
    code(name),
    code(sketch(field, 0)),
    (json.required ?? []).includes(name)
      ? 'yes'
      : field.default === undefined
        ? 'no'
        : `no, else ${code(String(field.default))}`,
    limits(field),
  ]);
  return [`${title}:`, table(['name', 'type', 'needed', 'limits'], rows)];
}

function sketched(title: string, schema: z.ZodType | undefined, io: 'input' | 'output'): string[] {
  return schema ? [`${title}:`, `\`\`\`ts\n${sketch(jsonOf(schema, io), 0)}\n\`\`\``] : [];
}

function errors(): string {
  return lines(
    HEAD,
    '# Errors',
    'Every failed answer is an RFC 9457 problem (`application/problem+json`). `code` is one of the first table and never changes its meaning; `errors` lists the first 1,000 problems of the input, each with its place (a JSON pointer) and a code of the second table; `errorsTotal` counts all of them.',
    '## Codes of answers',
    table(
      ['code', 'status', 'what it says', 'what to do'],
      Object.entries(ERRORS).map(([name, e]) => [
        `<a id="${name}"></a>${code(name)}`,
        String(e.status),
        e.title,
        e.advice,
      ]),
    ),
    '## Codes of problems in an input',
    table(
      ['code', 'what is wrong and what to do'],
      Object.entries(PROBLEM_CODES).map(([name, advice]) => [code(name), advice]),
    ),
  );
}

interface Json {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
  readonly oneOf?: readonly Json[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly additionalProperties?: Json | boolean;
  readonly default?: unknown;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}
const jsonOf = (schema: z.ZodType, io: 'input' | 'output'): Json => schemaOf(schema, io) as Json; // of that form

/** A JSON schema as a person reads a type. */
function sketch(json: Json, depth: number): string {
  const options = json.anyOf ?? json.oneOf;
  if (options) return options.map((o) => sketch(o, depth)).join(' | ');
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum) return json.enum.map((e) => JSON.stringify(e)).join(' | ');
  if (json.type === 'array') {
    const item = sketch(json.items ?? {}, depth);
    return / \| /.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (json.properties) {
    const needed = json.required ?? [];
    const entries = Object.entries(json.properties).map(
      ([name, field]) => `${name}${needed.includes(name) ? '' : '?'}: ${sketch(field, depth + 1)}`,
    );
    const short = entries.length === 0 ? '{}' : `{ ${entries.join('; ')} }`;
    if (short.length <= 100 && !short.includes('\n')) return short;
    const pad = '  '.repeat(depth + 1);
    return `{\n${entries.map((e) => `${pad}${e}`).join('\n')}\n${'  '.repeat(depth)}}`;
  }
  if (json.type === 'object' && typeof json.additionalProperties === 'object')
    return `{ [name]: ${sketch(json.additionalProperties, depth)} }`;
  if (json.format === 'uuid') return 'uuid';
  if (json.format === 'date') return 'day';
  if (json.type === undefined) return 'any';
  return typeof json.type === 'string' ? json.type : json.type.join(' | ');
}

function limits(json: Json): string {
  const said = [
    json.maxLength === undefined ? '' : `at most ${json.maxLength} characters`,
    json.minimum === undefined || json.minimum < -1e9 ? '' : `from ${json.minimum}`,
    json.maximum === undefined || json.maximum > 1e12 ? '' : `to ${json.maximum}`,
    json.maxItems === undefined ? '' : `at most ${json.maxItems}`,
  ];
  return said.filter(Boolean).join(', ');
}

const scopesOf = (action: string): string[] =>
  Object.entries(TOKEN_SCOPES).flatMap(([scope, actions]) =>
    (actions as readonly string[]).includes(action) ? [scope] : [],
  );

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const lines = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`;

printed('docs/reference/api.md', api(), COMMAND);
printed('docs/reference/errors.md', errors(), COMMAND);
