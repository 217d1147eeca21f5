// Writes VEX statements as a CSAF 2.0 document of the profile VEX (§4.5). A product with a subcomponent becomes a relationship. What the
// profile asks for and the statements do not have (an action for what is affected) is said to be missing, in the document and to the caller.
import { failed, ok, pointer, problemList, type Result } from '../../kit/index.ts';
import { oneLine } from '../../marking/index.ts';
import type { WrittenVex } from '../openvex/index.ts';
import type { VexComponent, VexDocument, VexLoss, VexProduct, VexStatement } from '../vex-model.ts';
import { fitPurl } from './fit-purl.ts';
import { intervalVers } from './intervals.ts';
import { webUri } from './uri.ts';

export interface CsafVexOptions {
  readonly publisher: {
    readonly category: 'coordinator' | 'discoverer' | 'other' | 'translator' | 'user' | 'vendor';
    readonly namespace: string;
  };
  readonly title: string;
}

/** The document, or every reason why it would not be one. */
export function writeCsafVex(
  vex: Omit<VexDocument, 'format' | 'problems' | 'problemsTotal'>,
  { publisher, title }: CsafVexOptions,
): Result<WrittenVex> {
  const problems = problemList();
  const lost: VexLoss[] = [];
  const id = oneLine(vex.id);
  const namespace = webUri(publisher.namespace);
  if (id === '') problems.add('field.missing', '/id', 'A document has an id.');
  if (vex.issued === undefined) problems.add('field.missing', '/issued', 'A document says when it was issued.');
  if (namespace === undefined) problems.add('field.value', '/publisher/namespace', 'A namespace is a web address.');
  if (vex.statements.length === 0) problems.add('field.missing', '/statements', 'There are no statements.');
  for (const [i, { products }] of vex.statements.entries())
    if (products.length === 0)
      problems.add('field.missing', pointer('/statements', i, 'products'), 'A statement is about a product.');
  if (problems.total > 0 || vex.issued === undefined || namespace === undefined)
    return failed(problems.kept, problems.total);
  const tree = treeOf(vex.statements, lost);
  const at = vex.lastUpdated !== undefined && vex.lastUpdated > vex.issued ? vex.lastUpdated : vex.issued;
  const byName = [...Map.groupBy(vex.statements.entries(), ([, { vulnerability }]) => vulnerability.name)];
  return ok({
    document: {
      document: {
        category: 'csaf_vex',
        csaf_version: '2.0',
        lang: 'en',
        title: oneLine(title) || id,
        publisher: { category: publisher.category, name: oneLine(vex.author) || 'unknown', namespace },
        distribution: { tlp: { label: 'WHITE' } },
        notes: [{ category: 'summary', title: 'Summary', text: oneLine(title) || id }],
        tracking: {
          id,
          status: 'final',
          version: '1',
          initial_release_date: at,
          current_release_date: at,
          revision_history: [{ number: '1', date: at, summary: 'As issued.' }],
        },
      },
      product_tree: tree.written,
      vulnerabilities: byName.map(([name, group]) => vulnerabilityOf(name, group, tree.idOf, lost)),
    },
    lost,
  });
}

interface Tree {
  readonly written: Record<string, unknown>;
  idOf(product: VexProduct): readonly string[];
}

function treeOf(statements: readonly VexStatement[], lost: VexLoss[]): Tree {
  const ids = new Map<string, string>();
  const full: Record<string, unknown>[] = [];
  const relationships: Record<string, unknown>[] = [];
  const nextId = (): string => `CSAFPID-${String(ids.size + 1).padStart(4, '0')}`;
  const plain = (component: VexComponent, path: string): string => {
    const key = JSON.stringify(coreOf(component));
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = nextId();
    ids.set(key, id);
    full.push({ product_id: id, name: nameOf(component), ...helperOf(component, path, lost) });
    return id;
  };
  const idOf = (product: VexProduct, path = ''): readonly string[] => {
    const whole = plain(product, path);
    return product.subcomponents.map((part) => {
      const key = JSON.stringify([coreOf(part), whole]);
      const known = ids.get(key);
      if (known !== undefined) return known;
      const reference = plain(part, path);
      const id = nextId();
      ids.set(key, id);
      relationships.push({
        category: 'default_component_of',
        product_reference: reference,
        relates_to_product_reference: whole,
        full_product_name: { product_id: id, name: `${nameOf(part)} as a component of ${nameOf(product)}` },
      });
      return id;
    });
  };
  for (const [i, { products }] of statements.entries())
    for (const [j, product] of products.entries()) idOf(product, pointer('/statements', i, 'products', j));
  return {
    written: { full_product_names: full, ...(relationships.length === 0 ? {} : { relationships }) },
    idOf: (product) => (product.subcomponents.length === 0 ? [plain(product, '')] : idOf(product)),
  };
}

const coreOf = ({
  id,
  name,
  vendor,
  version,
  ranges,
  versions,
  unread,
  purls,
  cpes,
  hashes,
}: VexComponent): unknown => [
  [purls, cpes, hashes, purls.length + cpes.length === 0 ? id : undefined],
  [vendor, name, version, ranges, versions, unread],
];

function nameOf({ id, name, vendor, version, ranges = [], versions = [], unread = [], purls }: VexComponent): string {
  const said = [version, ...versions, ...ranges.map(intervalVers), ...unread].filter((part) => part !== undefined);
  const named = [vendor, name, ...said].filter((part) => part !== undefined);
  return oneLine(named.join(' ') || purls[0] || id || '') || 'unnamed product';
}

function helperOf({ purls, cpes, hashes }: VexComponent, path: string, lost: VexLoss[]): Record<string, unknown> {
  if (purls.length > 1)
    lost.push({ path: pointer(path, 'purls'), reason: 'A product has one package URL; the first is kept.' });
  if (cpes.length > 1)
    lost.push({ path: pointer(path, 'cpes'), reason: 'A product has one CPE name; the first is kept.' });
  const fit = purls[0] === undefined ? undefined : fitPurl(purls[0]);
  if (fit && 'reason' in fit) lost.push({ path: pointer(path, 'purls', 0), reason: fit.reason });
  const long = hashes.filter(({ value }) => /^[0-9a-f]{32,}$/.test(value));
  const helper = {
    ...(cpes[0] === undefined ? {} : { cpe: cpes[0] }),
    ...(long.length === 0
      ? {}
      : {
          hashes: [
            {
              filename: 'unnamed',
              file_hashes: long.map(({ algorithm, value }) => ({
                algorithm: algorithm.toLowerCase().replace(/^sha-/, 'sha'),
                value,
              })),
            },
          ],
        }),
    ...(fit && 'purl' in fit ? fit : {}),
  };
  return Object.keys(helper).length === 0 ? {} : { product_identification_helper: helper };
}

const LISTS = {
  affected: 'known_affected',
  fixed: 'fixed',
  not_affected: 'known_not_affected',
  under_investigation: 'under_investigation',
} as const;

function vulnerabilityOf(
  name: string,
  group: readonly (readonly [number, VexStatement])[],
  idOf: Tree['idOf'],
  lost: VexLoss[],
): Record<string, unknown> {
  const status: Partial<Record<string, string[]>> = {};
  const flags: Record<string, unknown>[] = [];
  const threats: Record<string, unknown>[] = [];
  const remediations: Record<string, unknown>[] = [];
  const remarks: Record<string, unknown>[] = [];
  const taken = new Set<string>();
  for (const [i, statement] of [...group].sort(newestFirst)) {
    const path = pointer('/statements', i);
    const ids = [...new Set(statement.products.flatMap(idOf))].filter((id) => !taken.has(id));
    if (ids.length === 0) {
      lost.push({ path, reason: 'A later statement on the same products stands in the document.' });
      continue;
    }
    for (const id of ids) taken.add(id);
    const list = LISTS[statement.status];
    status[list] = [...(status[list] ?? []), ...ids];
    const { justification, justificationAsGiven } = statement;
    if (justification !== undefined && statement.status === 'not_affected')
      flags.push({ label: justification, product_ids: ids });
    if (justificationAsGiven !== undefined)
      lost.push({
        path: pointer(path, 'justificationAsGiven'),
        reason: `CSAF has no word for ${justificationAsGiven}; it stands in the impact statement.`,
      });
    const impact = [justificationAsGiven, statement.impact].filter((text) => text !== undefined).join(': ');
    if (statement.status === 'not_affected' && (impact !== '' || justification === undefined)) {
      threats.push({ category: 'impact', details: impact || 'The author gave no reason.', product_ids: ids });
      if (impact === '')
        lost.push({ path: pointer(path, 'impact'), reason: 'No reason was given; the profile asks for one.' });
    }
    if (statement.notes !== undefined) {
      const about = oneLine(statement.products.map(nameOf).join(', '));
      remarks.push({ category: 'details', title: `Remarks on ${about}`, text: statement.notes });
    }
    if (statement.status === 'affected') {
      remediations.push({
        category: 'mitigation',
        details: statement.action ?? 'The author named no action.',
        product_ids: ids,
      });
      if (statement.action === undefined)
        lost.push({ path: pointer(path, 'action'), reason: 'No action was given; the profile asks for one.' });
    }
  }
  const [[, first] = []] = group;
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(name);
  const aliases = [...new Set(group.flatMap(([, { vulnerability }]) => vulnerability.aliases))].filter(
    (alias) => alias !== name,
  );
  const others = [...(isCve ? [] : [name]), ...aliases];
  return {
    ...(isCve ? { cve: name } : {}),
    ...(others.length === 0 ? {} : { ids: others.map((text) => ({ system_name: systemOf(text), text })) }),
    notes: [
      { category: 'description', title: 'Description', text: first?.vulnerability.description || name },
      ...remarks,
    ],
    product_status: status,
    ...(flags.length === 0 ? {} : { flags }),
    ...(threats.length === 0 ? {} : { threats }),
    ...(remediations.length === 0 ? {} : { remediations }),
  };
}

/** Of equal age, the one that stands later. */
function newestFirst([i, a]: readonly [number, VexStatement], [j, b]: readonly [number, VexStatement]): number {
  const [one, other] = [a.updated ?? a.at ?? '', b.updated ?? b.at ?? ''];
  return one === other ? j - i : one > other ? -1 : 1;
}

const systemOf = (id: string): string => (/^([A-Za-z]+)-/.exec(id)?.[1] ?? 'other').toUpperCase();
