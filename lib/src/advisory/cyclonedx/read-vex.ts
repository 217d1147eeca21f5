// Reads the VEX statements of a CycloneDX document (1.4 to 1.7): `vulnerabilities[]` with an `analysis`. Products are components of the
// same document or, by BOM-Link, of another one. A version list of an `affects` entry splits the statement by what it says of each.
import { failed, ok, type ProblemList, pointer, problemList, type Result } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { readRangeText } from '../range-text/index.ts';
import { CYCLONEDX_JUSTIFICATIONS, CYCLONEDX_STATES, fromCycloneDx, STATUS_OF_STATE } from '../vex/justifications.ts';
import type { VexComponent, VexDocument, VexProduct, VexStatement, VexStatus } from '../vex-model.ts';

export const CYCLONEDX_VEX_LIMITS = {
  bytes: 64 * 1024 * 1024,
  depth: 256,
  components: 200_000,
  vulnerabilities: 100_000,
} as const;

/** A document from text, bytes, or a value already parsed. One without any analysis has no statements. */
export function readCycloneDxVex(input: unknown): Result<VexDocument> {
  const parsed =
    typeof input === 'string' || input instanceof Uint8Array
      ? parseJsonQuickly(input, { maxBytes: CYCLONEDX_VEX_LIMITS.bytes, maxDepth: CYCLONEDX_VEX_LIMITS.depth })
      : ok(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const bom = read.object(parsed.value, '');
  const format = bom && read.choice(bom, 'bomFormat', '', ['CycloneDX'] as const, true);
  if (!bom || format === undefined) return failed(problems.kept, problems.total);
  const metadata = own(bom, 'metadata') === undefined ? undefined : read.object(bom.metadata, '/metadata');
  const components = componentsOf(bom, metadata, read, problems);
  const issued = metadata && read.instant(metadata, 'timestamp', '/metadata');
  const author = authorOf(metadata, read);
  const inherited = { author, ...(issued === undefined ? {} : { at: issued }) };
  const statements = read
    .list(bom, 'vulnerabilities', '', CYCLONEDX_VEX_LIMITS.vulnerabilities)
    .flatMap((value, i) =>
      readVulnerability(value, `/vulnerabilities/${i}`, inherited, { read, problems, components }),
    );
  const version = own(bom, 'version');
  return ok({
    format: 'cyclonedx',
    id: read.text(bom, 'serialNumber', '', LINE) ?? '',
    ...(typeof version === 'number' ? { version: String(version) } : {}),
    author,
    ...(issued === undefined ? {} : { issued }),
    statements,
    problems: problems.kept,
    problemsTotal: problems.total,
  });
}

const LINE = { max: 4_096 } as const;
const TEXT = { max: 64 * 1024, lines: true } as const;

interface Reading {
  readonly read: FieldReader;
  readonly problems: ProblemList;
  /** By bom-ref; the subject is under ''. */
  readonly components: ReadonlyMap<string, VexComponent>;
}

/** The supplier of what the document is about, else who made the document. */
function authorOf(metadata: Fields | undefined, read: FieldReader): string {
  if (!metadata) return 'unknown';
  for (const key of ['supplier', 'manufacturer', 'manufacture']) {
    const fields =
      own(metadata, key) === undefined ? undefined : read.object(own(metadata, key), pointer('/metadata', key));
    const name = fields && read.text(fields, 'name', pointer('/metadata', key), LINE);
    if (name !== undefined) return name;
  }
  const [first] = read.list(metadata, 'authors', '/metadata', 1_000);
  const author = first === undefined ? undefined : read.object(first, '/metadata/authors/0');
  return (author && read.text(author, 'name', '/metadata/authors/0', LINE)) ?? 'unknown';
}

function componentsOf(
  bom: Fields,
  metadata: Fields | undefined,
  read: FieldReader,
  problems: ProblemList,
): ReadonlyMap<string, VexComponent> {
  const components = new Map<string, VexComponent>();
  const stack: { value: unknown; path: string }[] = [];
  const push = (holder: Fields, path: string): void => {
    for (const key of ['components', 'services'])
      for (const [i, value] of read.list(holder, key, path, CYCLONEDX_VEX_LIMITS.components).entries())
        stack.push({ value, path: pointer(path, key, i) });
  };
  push(bom, '');
  if (metadata && own(metadata, 'component') !== undefined)
    stack.push({ value: metadata.component, path: '/metadata/component' });
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { path } = next;
    if (components.size > CYCLONEDX_VEX_LIMITS.components) {
      problems.add('field.too-many', path, `More than ${CYCLONEDX_VEX_LIMITS.components} components.`);
      break;
    }
    const fields = read.object(next.value, path);
    if (!fields) continue;
    const ref = read.text(fields, 'bom-ref', path, LINE);
    const component = componentOf(fields, path, ref, read);
    if (ref !== undefined) components.set(ref, component);
    if (path === '/metadata/component') components.set('', component);
    push(fields, path);
  }
  return components;
}

function componentOf(fields: Fields, path: string, ref: string | undefined, read: FieldReader): VexComponent {
  const [name, version, group] = ['name', 'version', 'group'].map((key) => read.text(fields, key, path, LINE));
  const purl = read.text(fields, 'purl', path, LINE);
  const cpe = read.text(fields, 'cpe', path, LINE);
  const supplier =
    own(fields, 'supplier') === undefined ? undefined : read.object(fields.supplier, pointer(path, 'supplier'));
  const vendor =
    (supplier && read.text(supplier, 'name', pointer(path, 'supplier'), LINE)) ??
    read.text(fields, 'publisher', path, LINE) ??
    group;
  const hashes = read.list(fields, 'hashes', path, 100).flatMap((value, i) => {
    const at = pointer(path, 'hashes', i);
    const hash = read.object(value, at);
    const algorithm = hash && read.text(hash, 'alg', at, { required: true, max: 100 });
    const content = hash && read.text(hash, 'content', at, { required: true, max: 1_000 });
    return algorithm === undefined || content === undefined ? [] : [{ algorithm, value: content.toLowerCase() }];
  });
  return {
    ...(ref === undefined ? {} : { id: ref }),
    ...(name === undefined ? {} : { name }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(version === undefined ? {} : { version }),
    purls: purl === undefined ? [] : [canonical(purl)],
    cpes: cpe === undefined ? [] : [cpe],
    hashes,
  };
}

function canonical(text: string): string {
  const parsed = parsePurl(text);
  return parsed.ok ? parsed.value.text : text;
}

function readVulnerability(
  value: unknown,
  path: string,
  inherited: Pick<VexStatement, 'author' | 'at'>,
  reading: Reading,
): readonly VexStatement[] {
  const { read, problems } = reading;
  const fields = read.object(value, path);
  if (!fields || own(fields, 'analysis') === undefined) return [];
  const at = pointer(path, 'analysis');
  const analysis = read.object(fields.analysis, at);
  const state = analysis && read.choice(analysis, 'state', at, CYCLONEDX_STATES, true);
  const id = read.text(fields, 'id', path, { ...LINE, required: true });
  if (!analysis || state === undefined || id === undefined) return [];
  const word = read.choice(analysis, 'justification', at, CYCLONEDX_JUSTIFICATIONS);
  const translated = word === undefined ? {} : fromCycloneDx(word);
  const detail = read.text(analysis, 'detail', at, TEXT);
  const updated = read.instant(analysis, 'lastUpdated', at);
  const first = read.instant(analysis, 'firstIssued', at);
  const responses = read.texts(analysis, 'response', at, { most: 20, max: 100 });
  const recommendation = read.text(fields, 'recommendation', path, TEXT);
  const description = read.text(fields, 'description', path, TEXT);
  const base = {
    path,
    vulnerability: {
      name: id,
      aliases: aliasesOf(fields, path, read),
      ...(description === undefined ? {} : { description }),
    },
    author: inherited.author,
    ...(first === undefined ? (inherited.at === undefined ? {} : { at: inherited.at }) : { at: first }),
    ...(updated === undefined ? {} : { updated }),
  };
  const split = productsByStatus(fields, path, STATUS_OF_STATE[state], reading);
  if (split.size === 0) {
    problems.add('field.missing', pointer(path, 'affects'), 'The analysis says not which product it is about.');
    split.set(STATUS_OF_STATE[state], []);
  }
  return [...split].map(([status, products]): VexStatement => {
    const own = status === STATUS_OF_STATE[state];
    const action = [recommendation, ...responses.map((response) => response.replaceAll('_', ' '))].filter(
      (text) => text !== undefined,
    );
    return {
      ...base,
      products,
      status,
      ...(own && STATE_SAYS_MORE.has(state) ? { statusAsGiven: state } : {}),
      ...(status === 'not_affected' && translated.word !== undefined ? { justification: translated.word } : {}),
      ...(status === 'not_affected' && translated.lost !== undefined && word !== undefined
        ? { justificationAsGiven: word }
        : {}),
      ...(detail === undefined ? {} : status === 'not_affected' ? { impact: detail } : { notes: detail }),
      ...(status === 'affected' && (action.length > 0 || detail !== undefined)
        ? { action: [...action, detail].filter((text) => text !== undefined).join('; ') }
        : {}),
    };
  });
}

const STATE_SAYS_MORE: ReadonlySet<string> = new Set(['resolved_with_pedigree', 'false_positive']);

/** `references[]` are other names of the same vulnerability (§ vulnerability.references). */
const aliasesOf = (fields: Fields, path: string, read: FieldReader): readonly string[] =>
  read.list(fields, 'references', path, 1_000).flatMap((value, i) => {
    const at = pointer(path, 'references', i);
    const reference = read.object(value, at);
    return (reference && read.text(reference, 'id', at, LINE)) ?? [];
  });

const VERSION_STATUS: Readonly<Record<'affected' | 'unaffected' | 'unknown', (of: VexStatus) => VexStatus>> = {
  affected: () => 'affected',
  unaffected: (of) => (of === 'fixed' ? 'fixed' : 'not_affected'),
  unknown: () => 'under_investigation',
};

/** Products by what is said of their versions; one without versions, or a version without a status of its own, follows the analysis. */
function productsByStatus(
  fields: Fields,
  path: string,
  status: VexStatus,
  { read, components }: Reading,
): Map<VexStatus, VexProduct[]> {
  const split = new Map<VexStatus, VexProduct[]>();
  const add = (of: VexStatus, product: VexProduct): void => {
    const known = split.get(of);
    if (known) known.push(product);
    else split.set(of, [product]);
  };
  for (const [i, value] of read.list(fields, 'affects', path, 100_000).entries()) {
    const at = pointer(path, 'affects', i);
    const affected = read.object(value, at);
    const ref = affected && read.text(affected, 'ref', at, { ...LINE, required: true });
    if (!affected || ref === undefined) continue;
    const component = components.get(ref) ?? linked(ref);
    const versions = read.list(affected, 'versions', at, 10_000);
    if (versions.length === 0) add(status, { ...component, subcomponents: [] });
    for (const [j, one] of versions.entries()) {
      const place = pointer(at, 'versions', j);
      const entry = read.object(one, place);
      if (!entry) continue;
      const said = read.choice(entry, 'status', place, ['affected', 'unaffected', 'unknown'] as const);
      const version = read.text(entry, 'version', place, LINE);
      const range = read.text(entry, 'range', place, LINE);
      const of = said === undefined ? status : VERSION_STATUS[said](status);
      if (version !== undefined) add(of, { ...component, version, subcomponents: [] });
      else if (range !== undefined) add(of, { ...withoutVersion(component), ...rangeOf(range), subcomponents: [] });
    }
  }
  return split;
}

function withoutVersion({ version: _, ...component }: VexComponent): VexComponent {
  return component;
}

function rangeOf(text: string): Pick<VexComponent, 'ranges' | 'versions' | 'unread'> {
  const read = readRangeText(text);
  if (read.kind === 'version') return { versions: [read.version] };
  // With exceptions the range would say too much.
  if (read.kind === 'unread' || read.except.length > 0) return { unread: [text] };
  return { ranges: read.ranges, versions: read.versions };
}

/** BOM-Link: urn:cdx:SERIAL/VERSION#REF. The reference is often a package URL itself. */
function linked(ref: string): VexComponent {
  const fragment = ref.startsWith('urn:cdx:') ? ref.slice(ref.indexOf('#') + 1) : ref;
  return { id: ref, purls: fragment.startsWith('pkg:') ? [canonical(fragment)] : [], cpes: [], hashes: [] };
}
