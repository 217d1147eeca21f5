// Writes what we publish as a CSAF 2.0 security advisory (OASIS Standard 2022-11-18 with Errata 01). A withdrawn advisory
// becomes an informational one that says so: its claims are no longer made. What CSAF 2.0 cannot say is named, never lost in silence.
import { failed, ok, pointer, problemList, type Result } from '../../kit/index.ts';
import { oneLine, paragraphs, toCsaf20Tlp } from '../../marking/index.ts';
import type { LeftOut, PublishedAdvisory, PublishedCredit } from '../published-model.ts';
import type { CsafAcknowledgment, CsafDocument, CsafNote, CsafReference } from './document.ts';
import { branchesOf, type Products, productsOf } from './products.ts';
import { webUri } from './uri.ts';
import { vulnerabilityOf } from './vulnerability.ts';

export interface CsafOptions {
  /** Version of the software that writes. */
  readonly generatorVersion: string;
  /** Where this document will stand. */
  readonly selfUrl?: string;
  /** `interim` while more is expected soon; `final` else. */
  readonly status?: 'interim' | 'final';
}

export interface WrittenCsaf {
  readonly document: CsafDocument;
  /** Name of the file, by §5.1. */
  readonly fileName: string;
  readonly leftOut: readonly LeftOut[];
}

/** The document, or every reason why it cannot be one; TLP:AMBER+STRICT is such a reason. */
export function writeCsaf(advisory: PublishedAdvisory, options: CsafOptions): Result<WrittenCsaf> {
  const problems = problemList();
  const tlp = toCsaf20Tlp(advisory.tlp);
  if (!tlp.ok) for (const p of tlp.problems) problems.add(p.code, p.path, p.detail);
  const products = productsOf(advisory.affected);
  for (const p of products.problems) problems.add(p.code, p.path, p.detail);
  checkHead(advisory, problems);
  const namespace = webUri(advisory.publisher.namespace);
  if (namespace === undefined) problems.add('field.value', '/publisher/namespace', 'A namespace is a web address.');
  if (problems.total > 0 || !tlp.ok || namespace === undefined) return failed(problems.kept, problems.total);

  const leftOut: LeftOut[] = [...products.leftOut];
  const references = referencesOf(advisory, options, leftOut);
  const head = headOf(advisory, { options, references, namespace, tlp: tlp.value });
  const body = advisory.withdrawn ? {} : bodyOf(advisory, products, leftOut);
  const category = advisory.withdrawn ? ('csaf_informational_advisory' as const) : ('csaf_security_advisory' as const);
  const document: CsafDocument = { document: { category, csaf_version: '2.0', ...head }, ...body };
  return ok({ document, fileName: csafFileName(advisory.id), leftOut });
}

/** §5.1: lower case, and `_` for each run of anything but letters, digits, `+` and `-`. */
export const csafFileName = (id: string): string => `${id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`;

type Problems = ReturnType<typeof problemList>;

function checkHead(advisory: PublishedAdvisory, problems: Problems): void {
  const required = {
    id: advisory.id,
    title: advisory.title,
    summary: advisory.summary,
    'publisher/name': advisory.publisher.name,
  };
  for (const [field, text] of Object.entries(required)) {
    if (oneLine(text) === '') problems.add('field.missing', `/${field}`, 'The text is empty.');
  }
  if (advisory.id !== oneLine(advisory.id))
    problems.add('field.value', '/id', 'An id is one line without blanks at its ends.');
  if (advisory.affected.length === 0)
    problems.add('field.missing', '/affected', 'A security advisory names what is affected.');
  if (advisory.revisions.length === 0)
    problems.add('field.missing', '/revisions', 'What is published has a first revision.');
  for (const [i, revision] of advisory.revisions.entries()) {
    const before = advisory.revisions[i - 1];
    if (revision.number !== i + 1) {
      problems.add(
        'field.value',
        pointer('/revisions', i, 'number'),
        `Revision ${i + 1} is numbered ${revision.number}.`,
      );
    }
    if (before && revision.at <= before.at) {
      problems.add('field.value', pointer('/revisions', i, 'at'), 'A revision is later than the one before.');
    }
  }
}

interface HeadParts {
  readonly options: CsafOptions;
  readonly references: readonly CsafReference[];
  readonly namespace: string;
  readonly tlp: 'WHITE' | 'GREEN' | 'AMBER' | 'RED';
}

function headOf(
  advisory: PublishedAdvisory,
  { options, references, namespace, tlp }: HeadParts,
): Omit<CsafDocument['document'], 'category' | 'csaf_version'> {
  const { publisher } = advisory;
  const acknowledgments = acknowledgmentsOf(advisory.credits);
  return {
    title: oneLine(`${advisory.withdrawn ? 'Withdrawn: ' : ''}${advisory.title}`, 1_000),
    lang: 'en',
    publisher: {
      category: publisher.category,
      name: oneLine(publisher.name),
      namespace,
      ...(publisher.contact ? { contact_details: oneLine(publisher.contact, 1_000) } : {}),
      ...(publisher.authority ? { issuing_authority: oneLine(publisher.authority, 1_000) } : {}),
    },
    distribution: { tlp: { label: tlp, url: 'https://www.first.org/tlp/' } },
    notes: documentNotes(advisory),
    ...(references.length > 0 ? { references } : {}),
    ...(acknowledgments.length > 0 ? { acknowledgments } : {}),
    tracking: trackingOf(advisory, options),
  };
}

function documentNotes(advisory: PublishedAdvisory): CsafNote[] {
  const notes: CsafNote[] = [{ category: 'summary', title: 'Summary', text: paragraphs(advisory.summary) }];
  if (advisory.withdrawn) {
    const reason = paragraphs(advisory.withdrawn.reason) || 'No reason was given.';
    const text = `This advisory was withdrawn on ${advisory.withdrawn.at}. It claims nothing any more. ${reason}`;
    notes.unshift({ category: 'general', title: 'Withdrawn', text });
  }
  return notes;
}

function trackingOf(advisory: PublishedAdvisory, options: CsafOptions): CsafDocument['document']['tracking'] {
  const [first, last] = [advisory.revisions[0], advisory.revisions.at(-1)];
  if (!first || !last) throw new Error('unreachable: revisions were checked');
  const version = oneLine(options.generatorVersion);
  const aliases = [...new Set(advisory.aliases.map((alias) => oneLine(alias)))].filter((alias) => alias !== '');
  return {
    id: advisory.id,
    ...(aliases.length > 0 ? { aliases } : {}),
    status: options.status ?? 'final',
    version: String(last.number),
    initial_release_date: first.at,
    current_release_date: last.at,
    generator: { engine: { name: 'Leadtime', ...(version ? { version } : {}) } },
    revision_history: advisory.revisions.map(({ number, at, summary }) => ({
      number: String(number),
      date: at,
      summary: paragraphs(summary) || 'No summary.',
    })),
  };
}

function bodyOf(
  advisory: PublishedAdvisory,
  products: Products,
  leftOut: LeftOut[],
): Pick<CsafDocument, 'product_tree' | 'vulnerabilities'> {
  const acknowledgments = acknowledgmentsOf(advisory.credits);
  const vulnerability = vulnerabilityOf(advisory, products.leaves, leftOut);
  return {
    product_tree: { branches: branchesOf(products.leaves) },
    vulnerabilities: [{ ...vulnerability, ...(acknowledgments.length > 0 ? { acknowledgments } : {}) }],
  };
}

/** §6.1.27.2: an informational advisory has an external reference, so a withdrawn one without any points to its publisher. */
function referencesOf(advisory: PublishedAdvisory, options: CsafOptions, leftOut: LeftOut[]): CsafReference[] {
  const references: CsafReference[] = [];
  const self = options.selfUrl === undefined ? undefined : webUri(options.selfUrl);
  if (self) references.push({ category: 'self', summary: 'This document', url: self });
  for (const [i, { type, url, summary }] of advisory.references.entries()) {
    const uri = webUri(url);
    if (uri) references.push({ category: 'external', summary: oneLine(summary ?? '') || wordsFor(type), url: uri });
    else leftOut.push({ path: pointer('/references', i, 'url'), reason: 'It is no web address.' });
  }
  const namespace = webUri(advisory.publisher.namespace);
  if (advisory.withdrawn && namespace && !references.some((reference) => reference.category === 'external')) {
    references.push({ category: 'external', summary: 'Publisher', url: namespace });
  }
  return references;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['ADVISORY', 'Advisory'],
  ['ARTICLE', 'Article'],
  ['DETECTION', 'How to detect it'],
  ['DISCUSSION', 'Discussion'],
  ['REPORT', 'Report'],
  ['FIX', 'Fix'],
  ['INTRODUCED', 'Where it was introduced'],
  ['PACKAGE', 'Package'],
  ['EVIDENCE', 'Evidence'],
]);
const wordsFor = (type: string): string => WORDS.get(type) ?? 'Web page';

function acknowledgmentsOf(credits: readonly PublishedCredit[]): CsafAcknowledgment[] {
  return credits.flatMap((credit) => {
    const name = oneLine(credit.name);
    const organization = oneLine(credit.organisation ?? '');
    const summary = oneLine(credit.part ?? '', 1_000);
    if (name === '') return [];
    return [{ names: [name], ...(organization ? { organization } : {}), ...(summary ? { summary } : {}) }];
  });
}
