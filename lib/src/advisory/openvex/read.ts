// Reads an OpenVEX document, 0.2.0 and the older form 0.0.1 in which vulnerabilities and products are plain texts. What breaks the schema
// is placed; a statement is read as long as it has a vulnerability, a status and something that it is about.
import { failed, ok, type ProblemList, pointer, problemList, quote, type Result } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { hashName } from '../hash-names.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import {
  VEX_JUSTIFICATIONS,
  type VexComponent,
  type VexDocument,
  type VexProduct,
  type VexStatement,
} from '../vex-model.ts';

export const OPENVEX_LIMITS = { bytes: 64 * 1024 * 1024, depth: 32, statements: 100_000, products: 100_000 } as const;
export const OPENVEX_CONTEXT = 'https://openvex.dev/ns';

/** A document from text, bytes, or a value already parsed. */
export function readOpenVex(input: unknown): Result<VexDocument> {
  const parsed =
    typeof input === 'string' || input instanceof Uint8Array
      ? parseJsonQuickly(input, { maxBytes: OPENVEX_LIMITS.bytes, maxDepth: OPENVEX_LIMITS.depth })
      : ok(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const root = read.object(parsed.value, '');
  const context = root && read.text(root, '@context', '', { required: true, max: 1_000 });
  if (!root || context === undefined) return failed(problems.kept, problems.total);
  if (!context.startsWith(OPENVEX_CONTEXT)) {
    problems.add('field.value', '/@context', `${quote(context)} is not the context of OpenVEX.`);
    return failed(problems.kept, problems.total);
  }
  if (!Array.isArray(own(root, 'statements'))) {
    problems.add('field.missing', '/statements', 'There are no statements.');
    return failed(problems.kept, problems.total);
  }
  return ok(readDocument(root, { read, problems, old: !/\/v0\.[2-9]/.test(context) }));
}

interface Reading {
  readonly read: FieldReader;
  readonly problems: ProblemList;
  /** 0.0.1: texts where 0.2.0 has objects, and fewer fields that are required. */
  readonly old: boolean;
}

const LINE = { max: 4_000 } as const;
/** As the schema's `format: iri` is checked: no blanks and brackets. */
const IRI = { max: 4_000, pattern: /^[^\s<>"]+$/, form: 'an IRI' } as const;
const TEXT = { max: 64 * 1024, lines: true } as const;
const FIELDS = new Set('@context @id author role timestamp last_updated version tooling statements'.split(' '));
const STATEMENT_FIELDS = new Set(
  '@id version vulnerability timestamp last_updated products status supplier status_notes justification impact_statement action_statement action_statement_timestamp'.split(
    ' ',
  ),
);

function readDocument(root: Fields, reading: Reading): VexDocument {
  const { read, problems, old } = reading;
  if (!old) refuseUnknown(root, FIELDS, '', problems);
  const id = read.text(root, '@id', '', { ...(old ? LINE : IRI), required: true }) ?? '';
  const author = read.text(root, 'author', '', { ...LINE, required: true }) ?? 'unknown';
  const role = read.text(root, 'role', '', LINE);
  const issued = read.instant(root, 'timestamp', '', !old);
  const lastUpdated = read.instant(root, 'last_updated', '');
  const tooling = read.text(root, 'tooling', '', LINE);
  const version = readVersion(root, '', !old, reading);
  const inherited = {
    author,
    ...(role === undefined ? {} : { role }),
    ...(issued === undefined ? {} : { at: issued }),
  };
  const written = read.list(root, 'statements', '', OPENVEX_LIMITS.statements);
  if (written.length === 0) problems.add('field.missing', '/statements', 'There are no statements.');
  const statements = written.flatMap((value, i) => readStatement(value, `/statements/${i}`, inherited, reading) ?? []);
  return {
    format: 'openvex',
    id,
    ...(version === undefined ? {} : { version }),
    author,
    ...(role === undefined ? {} : { role }),
    ...(issued === undefined ? {} : { issued }),
    ...(lastUpdated === undefined ? {} : { lastUpdated }),
    ...(tooling === undefined ? {} : { tooling }),
    statements,
    problems: problems.kept,
    problemsTotal: problems.total,
  };
}

function readStatement(
  value: unknown,
  path: string,
  inherited: Pick<VexStatement, 'author' | 'role' | 'at'>,
  reading: Reading,
): VexStatement | undefined {
  const { read, problems, old } = reading;
  const statement = read.object(value, path);
  if (!statement) return undefined;
  if (!old) refuseUnknown(statement, STATEMENT_FIELDS, path, problems);
  const vulnerability = readVulnerability(own(statement, 'vulnerability'), pointer(path, 'vulnerability'), reading);
  const status = read.choice(statement, 'status', path, STATUSES, true);
  const products = read
    .list(statement, 'products', path, OPENVEX_LIMITS.products)
    .flatMap((product, i) => readProduct(product, pointer(path, 'products', i), reading) ?? []);
  const text = (key: string): string | undefined => read.text(statement, key, path, TEXT);
  const justification = read.choice(statement, 'justification', path, VEX_JUSTIFICATIONS);
  const [impact, action] = [text('impact_statement'), text('action_statement')];
  if (status === 'not_affected' && justification === undefined && impact === undefined)
    problems.add(
      'field.missing',
      pointer(path, 'justification'),
      'Not affected needs a justification or an impact statement.',
    );
  if (status === 'affected' && action === undefined)
    problems.add('field.missing', pointer(path, 'action_statement'), 'Affected needs an action statement.');
  if (!vulnerability || status === undefined) return undefined;
  const at = read.instant(statement, 'timestamp', path) ?? inherited.at;
  const id = read.text(statement, '@id', path, IRI);
  const updated = read.instant(statement, 'last_updated', path);
  const version = readVersion(statement, path, false, reading);
  const [notes, supplier] = [text('status_notes'), text('supplier')];
  const actionAt = read.instant(statement, 'action_statement_timestamp', path);
  return {
    ...(id === undefined ? {} : { id }),
    path,
    vulnerability,
    products,
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(impact === undefined ? {} : { impact }),
    ...(action === undefined ? {} : { action }),
    ...(actionAt === undefined ? {} : { actionAt }),
    ...(notes === undefined ? {} : { notes }),
    ...(supplier === undefined ? {} : { supplier }),
    author: inherited.author,
    ...(inherited.role === undefined ? {} : { role: inherited.role }),
    ...(at === undefined ? {} : { at }),
    ...(updated === undefined ? {} : { updated }),
    ...(version === undefined ? {} : { version }),
  };
}

const STATUSES = ['not_affected', 'affected', 'fixed', 'under_investigation'] as const;

function readVersion(holder: Fields, path: string, required: boolean, { problems }: Reading): string | undefined {
  const version = own(holder, 'version');
  if (version === undefined) {
    if (required) problems.add('field.missing', pointer(path, 'version'), '"version" is absent.');
    return undefined;
  }
  if (typeof version === 'number' && Number.isInteger(version) && version >= 1) return String(version);
  problems.add('field.value', pointer(path, 'version'), `A version is a whole number from 1, not ${quote(version)}.`);
  return undefined;
}

const VULNERABILITY_FIELDS = new Set(['@id', 'name', 'description', 'aliases']);

function readVulnerability(value: unknown, path: string, reading: Reading): VexStatement['vulnerability'] | undefined {
  const { read, problems, old } = reading;
  if (old && typeof value === 'string') {
    const name = read.textValue(value, path, { ...LINE, required: true });
    return name === undefined ? undefined : { name, aliases: [] };
  }
  const fields = read.object(value, path);
  if (!fields) return undefined;
  if (!old) refuseUnknown(fields, VULNERABILITY_FIELDS, path, problems);
  const name = read.text(fields, 'name', path, { ...LINE, required: true });
  if (name === undefined) return undefined;
  const url = read.text(fields, '@id', path, IRI);
  const description = read.text(fields, 'description', path, TEXT);
  return {
    name,
    aliases: read.texts(fields, 'aliases', path, { most: 1_000, max: 1_000 }),
    ...(description === undefined ? {} : { description }),
    ...(url === undefined ? {} : { url }),
  };
}

const PRODUCT_FIELDS = new Set(['@id', 'identifiers', 'hashes', 'subcomponents']);

function readProduct(value: unknown, path: string, reading: Reading): VexProduct | undefined {
  const component = readComponent(value, path, PRODUCT_FIELDS, reading);
  if (!component) return undefined;
  const { read } = reading;
  const subcomponents =
    typeof value === 'object' && value !== null
      ? read
          .list(value as Fields, 'subcomponents', path, 10_000) // an object, as readComponent found
          .flatMap((one, i) => readComponent(one, pointer(path, 'subcomponents', i), COMPONENT_FIELDS, reading) ?? [])
      : [];
  return { ...component, subcomponents };
}

const COMPONENT_FIELDS = new Set(['@id', 'identifiers', 'hashes']);
const IDENTIFIERS = new Set(['purl', 'cpe22', 'cpe23']);

function readComponent(
  value: unknown,
  path: string,
  known: ReadonlySet<string>,
  { read, problems, old }: Reading,
): VexComponent | undefined {
  if (old && typeof value === 'string') {
    const id = read.textValue(value, path, { ...LINE, required: true });
    return id === undefined ? undefined : { id, purls: purlsOf([id], path, problems), cpes: [], hashes: [] };
  }
  const fields = read.object(value, path);
  if (!fields) return undefined;
  refuseUnknown(fields, known, path, problems);
  const id = read.text(fields, '@id', path, IRI);
  const at = pointer(path, 'identifiers');
  const identifiers = own(fields, 'identifiers') === undefined ? undefined : read.object(fields.identifiers, at);
  if (identifiers) refuseUnknown(identifiers, IDENTIFIERS, at, problems);
  const named = [...IDENTIFIERS].flatMap((key) => {
    const text = identifiers && read.text(identifiers, key, at, LINE);
    return text === undefined ? [] : [[key, text] as const];
  });
  if (identifiers ? named.length === 0 : id === undefined) {
    problems.add('field.missing', path, 'A product or component has an @id or an identifier.');
    if (id === undefined) return undefined;
  }
  const written = [id, ...named.filter(([key]) => key === 'purl').map(([, text]) => text)].filter(
    (text) => text !== undefined,
  );
  return {
    ...(id === undefined ? {} : { id }),
    purls: purlsOf(written, path, problems),
    cpes: named.filter(([key]) => key !== 'purl').map(([, text]) => text),
    hashes: readHashes(fields, path, read),
  };
}

/** Canonical where they parse; a package URL that does not is kept as given, so that the statement is still about something. */
function purlsOf(texts: readonly string[], path: string, problems: ProblemList): readonly string[] {
  const purls = texts
    .filter((text) => text.startsWith('pkg:'))
    .map((text) => {
      const parsed = parsePurl(text, path);
      if (!parsed.ok) for (const problem of parsed.problems) problems.add(problem.code, problem.path, problem.detail);
      return parsed.ok ? parsed.value.text : text;
    });
  return [...new Set(purls)];
}

const HASHES = new Set(
  'md5 sha1 sha-256 sha-384 sha-512 sha3-224 sha3-256 sha3-384 sha3-512 blake2s-256 blake2b-256 blake2b-512'.split(' '),
);

function readHashes(fields: Fields, path: string, read: FieldReader): VexComponent['hashes'] {
  const at = pointer(path, 'hashes');
  const hashes = own(fields, 'hashes') === undefined ? undefined : read.object(fields.hashes, at);
  if (!hashes) return [];
  return Object.keys(hashes)
    .slice(0, 100)
    .flatMap((key) => {
      const value = read.text(hashes, key, at, { required: true, max: 1_000 });
      if (!HASHES.has(key)) read.choice({ algorithm: key }, 'algorithm', at, [...HASHES]);
      return value === undefined ? [] : [{ algorithm: hashName(key), value: value.toLowerCase() }];
    });
}

/** Fields that the schema does not know, and null, which it knows nowhere. */
function refuseUnknown(fields: Fields, known: ReadonlySet<string>, path: string, problems: ProblemList): void {
  for (const [key, value] of Object.entries(fields))
    if (value === null && known.has(key)) problems.add('field.type', pointer(path, key), 'Null is no value here.');
  for (const key of Object.keys(fields))
    if (!known.has(key)) problems.add('field.unknown', pointer(path, key), quote(key));
}
