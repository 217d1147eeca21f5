// Writes VEX statements as a CycloneDX 1.6 document of components and vulnerabilities with an analysis. What it cannot say is named.
import { failed, ok, pointer, problemList, type Result } from '../../kit/index.ts';
import type { WrittenVex } from '../openvex/index.ts';
import { CYCLONEDX_JUSTIFICATIONS, CYCLONEDX_STATES, STATE_OF_STATUS, toCycloneDx } from '../vex/justifications.ts';
import type { VexComponent, VexDocument, VexLoss, VexStatement } from '../vex-model.ts';

/** The document, or every reason why it would not be one. A serial number that is none is left out and named. */
export function writeCycloneDxVex(vex: Omit<VexDocument, 'format' | 'problems' | 'problemsTotal'>): Result<WrittenVex> {
  const problems = problemList();
  const lost: VexLoss[] = [];
  for (const [i, statement] of vex.statements.entries())
    if (statement.products.length === 0)
      problems.add('field.missing', pointer('/statements', i, 'products'), 'A statement is about a product.');
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const components = new Map<string, { ref: string; written: Record<string, unknown> }>();
  const vulnerabilities = vex.statements.map((statement, i) =>
    vulnerabilityOf(statement, pointer('/statements', i), { components, lost, author: vex.author }),
  );
  const serial = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(vex.id);
  if (!serial) lost.push({ path: '/id', reason: 'A document is named by a urn:uuid.' });
  if (vex.role !== undefined)
    lost.push({ path: '/role', reason: 'CycloneDX has no place for the role of the author.' });
  const version = /^[1-9]\d{0,8}$/.test(vex.version ?? '') ? Number(vex.version) : 1;
  return ok({
    document: {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      ...(serial ? { serialNumber: vex.id } : {}),
      version,
      metadata: { ...(vex.issued === undefined ? {} : { timestamp: vex.issued }), supplier: { name: vex.author } },
      ...(components.size === 0 ? {} : { components: [...components.values()].map(({ written }) => written) }),
      vulnerabilities,
    },
    lost,
  });
}

interface Writing {
  readonly components: Map<string, { ref: string; written: Record<string, unknown> }>;
  readonly lost: VexLoss[];
  readonly author: string;
}

function vulnerabilityOf(statement: VexStatement, path: string, writing: Writing): Record<string, unknown> {
  const { vulnerability, status, justification, at, updated } = statement;
  const { lost } = writing;
  const lose = (place: string, reason: string): void => {
    lost.push({ path: pointer(path, place), reason });
  };
  const translated = justification === undefined ? {} : toCycloneDx(justification);
  if (translated.lost !== undefined && statement.justificationAsGiven === undefined)
    lose('justification', `Lost is ${translated.lost}.`);
  const word = CYCLONEDX_JUSTIFICATIONS.find((one) => one === statement.justificationAsGiven) ?? translated.word;
  const state = CYCLONEDX_STATES.find((one) => one === statement.statusAsGiven) ?? STATE_OF_STATUS[status];
  if (statement.author !== writing.author)
    lose('author', `The author of the statement is ${statement.author}; a document has one.`);
  const detail = [statement.impact, statement.notes].filter((text) => text !== undefined).join('\n\n');
  const affects = statement.products.flatMap((product, i) => {
    const parts = product.subcomponents.length === 0 ? [product] : product.subcomponents;
    if (product.subcomponents.length > 0)
      lost.push({
        path: pointer(path, 'products', i),
        reason: `That it holds within ${product.name ?? product.id ?? 'the product'} is lost: the component itself is named.`,
      });
    return parts.map((part) => affectsOf(part, status, writing));
  });
  return {
    id: vulnerability.name,
    ...(vulnerability.url === undefined ? {} : { source: { url: vulnerability.url } }),
    ...(vulnerability.aliases.length === 0
      ? {}
      : { references: vulnerability.aliases.map((id) => ({ id, source: {} })) }),
    ...(vulnerability.description === undefined ? {} : { description: vulnerability.description }),
    ...(statement.action === undefined ? {} : { recommendation: statement.action }),
    analysis: {
      state,
      ...(word === undefined || status !== 'not_affected' ? {} : { justification: word }),
      ...(detail === '' ? {} : { detail }),
      ...(at === undefined ? {} : { firstIssued: at }),
      ...(updated === undefined ? {} : { lastUpdated: updated }),
    },
    affects,
  };
}

const VERSION_STATUS = {
  affected: 'affected',
  not_affected: 'unaffected',
  fixed: 'unaffected',
  under_investigation: 'unknown',
} as const;

function affectsOf(
  component: VexComponent,
  status: VexStatement['status'],
  { components }: Writing,
): Record<string, unknown> {
  const { ranges = [], versions = [], unread = [], ...one } = component;
  const key = JSON.stringify([one.id, one.purls, one.cpes, one.name, one.vendor, one.version]);
  const known = components.get(key) ?? { ref: `component-${components.size + 1}`, written: {} };
  components.set(key, { ref: known.ref, written: componentOf(one, known.ref) });
  const said = [
    ...versions.map((version) => ({ version, status: VERSION_STATUS[status] })),
    ...ranges.map((events) => ({ range: versOf(events), status: VERSION_STATUS[status] })),
    ...unread.map((range) => ({ range, status: VERSION_STATUS[status] })),
  ];
  return { ref: known.ref, ...(said.length === 0 ? {} : { versions: said }) };
}

function versOf(events: NonNullable<VexComponent['ranges']>[number]): string {
  const parts = events.flatMap((event) => {
    if ('introduced' in event) return event.introduced === '0' ? [] : [`>=${encodeURIComponent(event.introduced)}`];
    if ('lastAffected' in event) return [`<=${encodeURIComponent(event.lastAffected)}`];
    return [`<${encodeURIComponent('fixed' in event ? event.fixed : event.limit)}`];
  });
  return `vers:generic/${parts.join('|') || '*'}`;
}

const HASHES: ReadonlySet<string> = new Set(
  'MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-384 SHA3-512 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3'.split(' '),
);

function componentOf(
  { id, name, vendor, version, purls, cpes, hashes }: VexComponent,
  ref: string,
): Record<string, unknown> {
  const known = hashes.filter(({ algorithm }) => HASHES.has(algorithm));
  return {
    type: 'application',
    'bom-ref': ref,
    ...(vendor === undefined ? {} : { supplier: { name: vendor } }),
    name: name ?? purls[0] ?? id ?? ref,
    ...(version === undefined ? {} : { version }),
    ...(known.length === 0
      ? {}
      : { hashes: known.map(({ algorithm, value }) => ({ alg: algorithm, content: value })) }),
    ...(cpes[0] === undefined ? {} : { cpe: cpes[0] }),
    ...(purls[0] === undefined ? {} : { purl: purls[0] }),
  };
}
