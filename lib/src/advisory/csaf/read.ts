// Reads a CSAF document (OASIS Standard 2.0; of the draft 2.1 what is the same) as advisories, one for each vulnerability in it, and as
// VEX statements, one for each vulnerability and status. The head must be sound; a fault further in is placed, and costs what it spoils.
import { failed, ok, type ProblemList, problemList, type Result } from '../../kit/index.ts';
import type { Advisory, Affected, Unaffected } from '../advisory-model.ts';
import { fieldReader } from '../fields.ts';
import type { FindingClaim } from '../finding-model.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { findingOfAdvisory } from '../osv/index.ts';
import type { VexDocument, VexProduct, VexStatement } from '../vex-model.ts';
import { entriesOf, vexComponentOf } from './read-entries.ts';
import { type CsafHead, readHead } from './read-head.ts';
import { type ProductTree, type ReadProduct, readProductTree } from './read-products.ts';
import { type ProductStatement, readStatuses } from './read-statuses.ts';
import { idsOf, readAbout } from './read-vulnerability.ts';

export const CSAF_LIMITS = { bytes: 64 * 1024 * 1024, depth: 128, vulnerabilities: 20_000 } as const;

export interface CsafRead {
  readonly head: CsafHead;
  /** One for each vulnerability; without any, one that claims nothing, so that an earlier version's claims end. */
  readonly advisories: readonly Advisory[];
  readonly vex: VexDocument;
  /** What could not be read, and where: the first 1,000. */
  readonly problems: VexDocument['problems'];
  readonly problemsTotal: number;
}

/** A document from text, bytes, or a value already parsed. Fails where the document as a whole cannot be read. */
export function readCsaf(input: unknown): Result<CsafRead> {
  const parsed =
    typeof input === 'string' || input instanceof Uint8Array
      ? parseJsonQuickly(input, { maxBytes: CSAF_LIMITS.bytes, maxDepth: CSAF_LIMITS.depth })
      : ok(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const root = read.object(parsed.value, '');
  const head = root && readHead(root, problems);
  if (!root || !head || problems.total > 0) return failed(problems.kept, problems.total);
  const tree = readProductTree(root, problems);
  const vulnerabilities = read.list(root, 'vulnerabilities', '', CSAF_LIMITS.vulnerabilities);
  const parts = vulnerabilities.flatMap((value, i) => readPart(value, i, { head, tree, problems }) ?? []);
  const advisories = identified(parts, head);
  return ok({
    head,
    advisories: advisories.length > 0 ? advisories : [emptyAdvisory(head)],
    vex: vexOf(parts, head, problems),
    problems: problems.kept,
    problemsTotal: problems.total,
  });
}

/** The document as a report: a finding for each vulnerability. */
export const findingsOfCsaf = ({ advisories, head }: CsafRead): readonly FindingClaim[] =>
  head.withdrawn || advisories.every(({ informational }) => informational)
    ? []
    : advisories.map((advisory, i) => findingOfAdvisory(advisory, i, `/vulnerabilities/${i}`));

interface Part {
  readonly path: string;
  readonly advisory: Advisory;
  readonly statements: readonly ProductStatement[];
  readonly ids: readonly string[];
  readonly description: string;
}

interface Given {
  readonly head: CsafHead;
  readonly tree: ProductTree;
  readonly problems: ProblemList;
}

function readPart(value: unknown, index: number, { head, tree, problems }: Given): Part | undefined {
  const path = `/vulnerabilities/${index}`;
  const read = fieldReader(problems);
  const vulnerability = read.object(value, path);
  if (!vulnerability) return undefined;
  const statements = readStatuses(vulnerability, path, tree, problems);
  const about = readAbout(vulnerability, path, read);
  const ids = idsOf(vulnerability, path, read);
  const { publisher } = head;
  const maker = publisher.category === 'vendor' ? publisher.name : undefined;
  const entries = entriesByStatus(statements, maker);
  const advisory: Advisory = {
    id: head.id,
    aliases: ids,
    related: [],
    upstream: [],
    summary: about.title || head.title,
    details: about.description || head.summary,
    ...(head.published ? { published: head.published } : {}),
    modified: head.modified,
    ...(head.withdrawn ? { withdrawn: head.withdrawn } : {}),
    vectors: about.vectors,
    weaknesses: about.weaknesses,
    affected: entries.affected,
    ...(entries.unaffected.length > 0 ? { unaffected: entries.unaffected } : {}),
    ...(entries.undecided.length > 0 ? { undecided: entries.undecided } : {}),
    references: [...about.references, ...head.references],
    credits: [...new Set([...about.credits, ...head.credits])],
    informational: false,
    document: { id: head.id, version: head.version },
    publisher: publisher.name,
  };
  return { path, advisory, statements, ids, description: about.description };
}

interface Entries {
  readonly affected: Affected[];
  readonly unaffected: Unaffected[];
  readonly undecided: Affected[];
}

function entriesByStatus(statements: readonly ProductStatement[], maker: string | undefined): Entries {
  const found: Entries = { affected: [], unaffected: [], undecided: [] };
  for (const { product, status, justification, impact } of statements) {
    const { entries, except } = entriesOf(product, maker);
    if (status === 'affected') {
      found.affected.push(...entries);
      found.unaffected.push(...except.map((entry): Unaffected => ({ ...entry, because: 'not_affected' })));
    } else if (status === 'under_investigation') found.undecided.push(...entries);
    else {
      const why = {
        because: status,
        ...(justification === undefined ? {} : { justification }),
        ...(impact === undefined ? {} : { statement: impact }),
      };
      // What is not known to be outside of it is not said to be safe: ranges that cannot be read or that have exceptions stay out.
      if (except.length === 0)
        found.unaffected.push(...entries.filter((one) => one.unread === undefined).map((one) => ({ ...one, ...why })));
    }
  }
  return found;
}

/**
 * The document's id and aliases are those of its one vulnerability; with several, each has an id of its own after `#`: the CVE id, else
 * its place. An id that several of them bear names none of them, and would join what is apart: it becomes `related`.
 */
function identified(parts: readonly Part[], head: CsafHead): readonly Advisory[] {
  const [only] = parts;
  if (only && parts.length === 1) {
    const aliases = [...new Set([...only.ids, ...head.aliases])].filter((id) => id !== head.id);
    return [{ ...only.advisory, aliases }];
  }
  const times = new Map<string, number>();
  for (const id of parts.flatMap(({ ids }) => ids)) times.set(id, (times.get(id) ?? 0) + 1);
  return parts.map(({ advisory, ids, path }) => {
    const aliases = ids.filter((id) => times.get(id) === 1);
    const related = ids.filter((id) => times.get(id) !== 1);
    return { ...advisory, id: `${head.id}#${aliases[0] ?? path.slice('/vulnerabilities/'.length)}`, aliases, related };
  });
}

const emptyAdvisory = (head: CsafHead): Advisory => ({
  id: head.id,
  aliases: head.aliases,
  related: [],
  upstream: [],
  summary: head.title,
  details: head.summary,
  ...(head.published ? { published: head.published } : {}),
  modified: head.modified,
  ...(head.withdrawn ? { withdrawn: head.withdrawn } : {}),
  vectors: [],
  weaknesses: [],
  affected: [],
  references: head.references,
  credits: head.credits,
  informational: true,
  document: { id: head.id, version: head.version },
  publisher: head.publisher.name,
});

function vexOf(parts: readonly Part[], head: CsafHead, problems: ProblemList): VexDocument {
  return {
    format: 'csaf',
    id: head.id,
    version: head.version,
    author: head.publisher.name,
    role: head.publisher.category,
    ...(head.published ? { issued: head.published } : {}),
    lastUpdated: head.modified,
    statements: head.withdrawn ? [] : parts.flatMap((part) => statementsOf(part, head)),
    problems: problems.kept,
    problemsTotal: problems.total,
  };
}

/** Products of which the same is said share a statement. */
function statementsOf({ path, statements, ids, description }: Part, head: CsafHead): readonly VexStatement[] {
  const [name = head.id, ...aliases] = ids;
  const alike = Map.groupBy(statements, ({ status, justification, impact, action }) =>
    JSON.stringify([status, justification, impact, action]),
  );
  return [...alike.values()].flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    const { status, justification, impact, action } = one;
    return [
      {
        path,
        vulnerability: { name, aliases, ...(description === '' ? {} : { description }) },
        products: group.map(({ product }) => vexProductOf(product)),
        status,
        ...(justification === undefined ? {} : { justification }),
        ...(impact === undefined ? {} : { impact }),
        ...(action === undefined ? {} : { action }),
        author: head.publisher.name,
        role: head.publisher.category,
        at: head.modified,
      },
    ];
  });
}

/** A component of a product is the product's subcomponent. */
function vexProductOf(product: ReadProduct): VexProduct {
  if (!product.within) return { ...vexComponentOf(product), subcomponents: [] };
  return { ...vexComponentOf(product.within), subcomponents: [vexComponentOf(product)] };
}
