// Writes VEX statements as an OpenVEX 0.2.0 document. What the format cannot say (versions in ranges, labels of other vocabularies) goes
// into words where it has a place for words, and is named.
import { failed, ok, pointer, problemList, type Result } from '../../kit/index.ts';
import type { VexComponent, VexDocument, VexLoss, VexProduct, VexStatement } from '../vex-model.ts';
import { OPENVEX_CONTEXT } from './read.ts';

export interface WrittenVex {
  readonly document: Record<string, unknown>;
  readonly lost: readonly VexLoss[];
}

/** The document, or every reason why it would not be a valid one. */
export function writeOpenVex(vex: Omit<VexDocument, 'format' | 'problems' | 'problemsTotal'>): Result<WrittenVex> {
  const problems = problemList();
  const lost: VexLoss[] = [];
  if (vex.id === '') problems.add('field.missing', '/id', 'A document has an IRI.');
  if (vex.issued === undefined) problems.add('field.missing', '/issued', 'A document says when it was issued.');
  if (vex.statements.length === 0) problems.add('field.missing', '/statements', 'There are no statements.');
  const statements = vex.statements.flatMap((statement, i) => {
    const path = pointer('/statements', i);
    if (statement.products.length === 0)
      problems.add('field.missing', pointer(path, 'products'), 'A statement is about a product.');
    return [statementOf(statement, path, vex, lost)];
  });
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const version = /^[1-9]\d{0,8}$/.test(vex.version ?? '') ? Number(vex.version) : 1;
  if (vex.version !== undefined && String(version) !== vex.version)
    lost.push({ path: '/version', reason: 'A version is a whole number.' });
  return ok({
    document: {
      '@context': `${OPENVEX_CONTEXT}/v0.2.0`,
      '@id': vex.id,
      author: vex.author,
      ...(vex.role === undefined ? {} : { role: vex.role }),
      timestamp: vex.issued,
      ...(vex.lastUpdated === undefined ? {} : { last_updated: vex.lastUpdated }),
      version,
      ...(vex.tooling === undefined ? {} : { tooling: vex.tooling }),
      statements,
    },
    lost,
  });
}

function statementOf(
  statement: VexStatement,
  path: string,
  vex: Pick<VexDocument, 'author' | 'issued'>,
  lost: VexLoss[],
): Record<string, unknown> {
  const { vulnerability, status, justification, justificationAsGiven, statusAsGiven } = statement;
  const lose = (place: string, reason: string): void => {
    lost.push({ path: pointer(path, place), reason });
  };
  if (justificationAsGiven !== undefined)
    lose('justificationAsGiven', `OpenVEX has no word for ${justificationAsGiven}; it stands in the impact statement.`);
  if (statusAsGiven !== undefined) lose('statusAsGiven', `OpenVEX has no word for ${statusAsGiven}.`);
  if (statement.author !== vex.author)
    lose('author', `The author of the statement is ${statement.author}; a document has one.`);
  const impact = [justificationAsGiven, statement.impact].filter((text) => text !== undefined).join(': ');
  const needsWhy = status === 'not_affected' && justification === undefined && impact === '';
  if (needsWhy) lose('impact', 'No reason was given; the format asks for one.');
  const needsAction = status === 'affected' && statement.action === undefined;
  if (needsAction) lose('action', 'No action was given; the format asks for one.');
  return {
    ...(statement.id === undefined ? {} : { '@id': statement.id }),
    ...(/^[1-9]\d{0,8}$/.test(statement.version ?? '') ? { version: Number(statement.version) } : {}),
    vulnerability: {
      ...(vulnerability.url === undefined ? {} : { '@id': vulnerability.url }),
      name: vulnerability.name,
      ...(vulnerability.description === undefined ? {} : { description: vulnerability.description }),
      ...(vulnerability.aliases.length === 0 ? {} : { aliases: [...new Set(vulnerability.aliases)] }),
    },
    ...(statement.at === undefined || statement.at === vex.issued ? {} : { timestamp: statement.at }),
    ...(statement.updated === undefined ? {} : { last_updated: statement.updated }),
    products: unique(statement.products.map((product, i) => productOf(product, pointer(path, 'products', i), lost))),
    status,
    ...(statement.supplier === undefined ? {} : { supplier: statement.supplier }),
    ...(statement.notes === undefined ? {} : { status_notes: statement.notes }),
    ...(justification === undefined ? {} : { justification }),
    ...(impact === '' && !needsWhy ? {} : { impact_statement: impact || 'The author gave no reason.' }),
    ...(statement.action === undefined && !needsAction
      ? {}
      : { action_statement: statement.action ?? 'The author named no action.' }),
    ...(statement.actionAt === undefined ? {} : { action_statement_timestamp: statement.actionAt }),
  };
}

const productOf = (product: VexProduct, path: string, lost: VexLoss[]): Record<string, unknown> => ({
  ...componentOf(product, path, lost),
  ...(product.subcomponents.length === 0
    ? {}
    : {
        subcomponents: unique(
          product.subcomponents.map((one, i) => componentOf(one, pointer(path, 'subcomponents', i), lost)),
        ),
      }),
});

/** Entries of a list are unique by the schema. */
const unique = (entries: readonly Record<string, unknown>[]): Record<string, unknown>[] => [
  ...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values(),
];

function componentOf(component: VexComponent, path: string, lost: VexLoss[]): Record<string, unknown> {
  const { id, name, vendor, version, purls, cpes, hashes } = component;
  const [purl, ...others] = purls;
  const cpe23 = cpes.find((cpe) => cpe.startsWith('cpe:2.3:'));
  const cpe22 = cpes.find((cpe) => cpe.startsWith('cpe:/'));
  const identifiers = {
    ...(purl === undefined ? {} : { purl }),
    ...(cpe22 === undefined ? {} : { cpe22 }),
    ...(cpe23 === undefined ? {} : { cpe23 }),
  };
  if (others.length > 0)
    lost.push({ path: pointer(path, 'purls'), reason: 'A product has one package URL; the first is kept.' });
  if (component.ranges !== undefined || component.versions !== undefined || component.unread !== undefined)
    lost.push({ path: pointer(path, 'ranges'), reason: 'OpenVEX names single versions, not ranges.' });
  const digests = Object.fromEntries(
    hashes.flatMap(({ algorithm, value }) => {
      const key = HASH_KEYS.get(algorithm);
      return key === undefined ? [] : [[key, value]];
    }),
  );
  const named = [vendor, name, version].filter((part) => part !== undefined).join(' ');
  const iri =
    id ??
    purl ??
    (Object.keys(identifiers).length > 0 ? undefined : `urn:product:${encodeURIComponent(named || 'unnamed')}`);
  return {
    ...(iri === undefined ? {} : { '@id': iri }),
    ...(Object.keys(identifiers).length === 0 || (purl === id && cpes.length === 0) ? {} : { identifiers }),
    ...(Object.keys(digests).length === 0 ? {} : { hashes: digests }),
  };
}

const HASH_KEYS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha-256'],
  ['SHA-384', 'sha-384'],
  ['SHA-512', 'sha-512'],
  ['SHA3-224', 'sha3-224'],
  ['SHA3-256', 'sha3-256'],
  ['SHA3-384', 'sha3-384'],
  ['SHA3-512', 'sha3-512'],
  ['BLAKE2s-256', 'blake2s-256'],
  ['BLAKE2b-256', 'blake2b-256'],
  ['BLAKE2b-512', 'blake2b-512'],
]);
