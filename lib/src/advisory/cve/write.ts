// Writes an advisory as a CVE record 5.2 with one container, the CNA's. What the format cannot say is named, never lost in silence.
import { failed, ok, pointer, problemList, type Result } from '../../kit/index.ts';
import type { Advisory, Affected, AffectedRange } from '../advisory-model.ts';
import { webUri } from '../csaf/uri.ts';
import { purlOf } from '../osv/index.ts';
import type { LeftOut } from '../published-model.ts';
import type { CveStatus } from './segments.ts';

export interface CveWriter {
  /** UUID of the CNA, and its short name. */
  readonly orgId: string;
  readonly shortName: string;
  /** Where the advisory stands: every record has a public reference. */
  readonly publicUrl: string;
}

export interface WrittenCve {
  readonly record: Record<string, unknown>;
  readonly leftOut: readonly LeftOut[];
}

/** The record, or every reason why it cannot be one. */
export function writeCve(advisory: Advisory, writer: CveWriter): Result<WrittenCve> {
  const problems = problemList();
  const leftOut: LeftOut[] = [];
  const { id, withdrawn } = advisory;
  if (!/^CVE-\d{4}-\d{4,19}$/.test(id)) problems.add('field.value', '/id', 'A CVE record has a CVE id.');
  const affected = withdrawn === undefined ? affectedOf(advisory, leftOut) : [];
  if (withdrawn === undefined && affected.length === 0)
    problems.add('field.missing', '/affected', 'A CVE record names a product or package that is affected.');
  if (webUri(writer.publicUrl) === undefined) problems.add('field.value', '/publicUrl', 'It is no web address.');
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const provider = { orgId: writer.orgId, shortName: writer.shortName, dateUpdated: advisory.modified };
  return ok({
    record: {
      dataType: 'CVE_RECORD',
      dataVersion: '5.2.0',
      cveMetadata: {
        cveId: id,
        assignerOrgId: writer.orgId,
        assignerShortName: writer.shortName,
        state: withdrawn === undefined ? 'PUBLISHED' : 'REJECTED',
        dateUpdated: advisory.modified,
        ...(advisory.published === undefined ? {} : { datePublished: advisory.published }),
        ...(withdrawn === undefined ? {} : { dateRejected: withdrawn }),
      },
      containers: {
        cna:
          withdrawn === undefined
            ? { providerMetadata: provider, affected, ...textsOf(advisory, writer, leftOut) }
            : { providerMetadata: provider, rejectedReasons: [{ lang: 'en', value: reasonOf(advisory) }] },
      },
    },
    leftOut,
  });
}

const reasonOf = ({ details, summary, id }: Advisory): string => details || summary || `${id} was withdrawn.`;

function affectedOf(advisory: Advisory, leftOut: LeftOut[]): Record<string, unknown>[] {
  const lists = [
    ['affected', advisory.affected],
    ['unaffected', advisory.unaffected ?? []],
    ['undecided', advisory.undecided ?? []],
  ] as const;
  const products = new Map<string, { named: Record<string, unknown>; versions: Record<string, unknown>[] }>();
  for (const [list, entries] of lists) {
    const status: CveStatus = list === 'undecided' ? 'unknown' : list;
    for (const [i, entry] of entries.entries()) {
      const path = pointer('', list, i);
      const named = namedOf(entry);
      if (!named) {
        leftOut.push({ path, reason: 'A CVE record has no name for it.' });
        continue;
      }
      const key = JSON.stringify(named);
      const product = products.get(key) ?? { named, versions: [] };
      products.set(key, product);
      product.versions.push(...versionsOf(entry, status, path, leftOut));
    }
  }
  return [...products.values()].map(({ named, versions }) => ({
    ...named,
    ...(versions.length > 0 ? { versions } : {}),
    defaultStatus: 'unknown',
  }));
}

const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['npm', 'https://registry.npmjs.org'],
  ['PyPI', 'https://pypi.org'],
  ['Maven', 'https://repo.maven.apache.org/maven2'],
  ['Go', 'https://pkg.go.dev'],
  ['crates.io', 'https://crates.io'],
  ['RubyGems', 'https://rubygems.org'],
  ['NuGet', 'https://www.nuget.org'],
  ['Packagist', 'https://packagist.org'],
  ['Hex', 'https://hex.pm'],
  ['Pub', 'https://pub.dev'],
]);

/** By vendor and product, by package and collection, or by package URL. */
function namedOf(entry: Affected): Record<string, unknown> | undefined {
  const { ecosystem, name, vendor, cpes } = entry;
  const beside = cpes && cpes.length > 0 ? { cpes } : {};
  if (ecosystem === 'product')
    return vendor === undefined || vendor === '' ? undefined : { vendor, product: name, ...beside };
  const collectionURL = COLLECTIONS.get(ecosystem);
  const packageURL = (entry.purl ?? purlOf(entry))?.replace(/[@?].*$/, '');
  if (collectionURL !== undefined)
    return { collectionURL, packageName: name, ...(packageURL ? { packageURL } : {}), ...beside };
  return packageURL === undefined ? undefined : { packageURL, packageName: name, ...beside };
}

function versionsOf(entry: Affected, status: CveStatus, path: string, leftOut: LeftOut[]): Record<string, unknown>[] {
  const type =
    entry.ecosystem === 'npm' || entry.ecosystem === 'crates.io' || entry.ecosystem === 'Go' ? 'semver' : 'custom';
  const ranges = entry.ranges.flatMap((range, i) => {
    const written = rangeOf(range, status, range.type === 'GIT' ? 'git' : type);
    if (written.length === 0) leftOut.push({ path: pointer(path, 'ranges', i), reason: 'Its versions are not known.' });
    return written;
  });
  return [...ranges, ...entry.versions.map((version) => ({ version, status }))];
}

/** A stretch for each `introduced` with what ends it. Events of our readers come in pairs; others are written as they follow each other. */
function rangeOf({ events }: AffectedRange, status: CveStatus, versionType: string): Record<string, unknown>[] {
  const written: Record<string, unknown>[] = [];
  let from: string | undefined;
  const close = (end: Record<string, string>): void => {
    if (from !== undefined) written.push({ version: from, ...end, status, versionType });
    from = undefined;
  };
  for (const event of events) {
    if ('introduced' in event) {
      close({ lessThan: '*' });
      from = event.introduced;
    } else if ('fixed' in event) close({ lessThan: event.fixed });
    else if ('lastAffected' in event) close({ lessThanOrEqual: event.lastAffected });
  }
  close({ lessThan: '*' });
  return written;
}

const TITLE = 256;

function textsOf(advisory: Advisory, writer: CveWriter, leftOut: LeftOut[]): Record<string, unknown> {
  const references = new Map([
    [writer.publicUrl, { url: webUri(writer.publicUrl) ?? writer.publicUrl, tags: ['vendor-advisory'] }],
  ]);
  for (const [i, { type, url }] of advisory.references.entries()) {
    const address = webUri(url);
    if (address === undefined) leftOut.push({ path: pointer('/references', i), reason: 'It is no web address.' });
    else references.set(address, { url: address, tags: TAGS.get(type) ?? [] });
  }
  const metrics = advisory.vectors.map((vector) => ({
    format: 'CVSS',
    [scoreKey(vector)]: { version: versionOf(vector), vectorString: vector },
  }));
  const contributors = advisory.contributors ?? advisory.credits.map((name) => ({ name, type: undefined }));
  return {
    ...(advisory.summary === '' ? {} : { title: advisory.summary.slice(0, TITLE) }),
    descriptions: [{ lang: 'en', value: (advisory.details || advisory.summary || advisory.id).slice(0, 4_096) }],
    ...(advisory.weaknesses.length === 0
      ? {}
      : {
          problemTypes: advisory.weaknesses.map((cweId) => ({
            descriptions: [{ lang: 'en', type: 'CWE', cweId, description: cweId }],
          })),
        }),
    ...(metrics.length === 0 ? {} : { metrics }),
    references: [...references.values()].map(({ url, tags }) => ({ url, ...(tags.length > 0 ? { tags } : {}) })),
    ...(contributors.length === 0
      ? {}
      : {
          credits: contributors.map(({ name, type }) => ({
            lang: 'en',
            value: name,
            ...(type === undefined ? {} : { type: type.toLowerCase().replace('_', ' ') }),
          })),
        }),
    ...(advisory.disputed ? { tags: ['disputed'] } : {}),
  };
}

const TAGS: ReadonlyMap<string, string[]> = new Map([
  ['FIX', ['patch']],
  ['ADVISORY', ['third-party-advisory']],
  ['EVIDENCE', ['exploit']],
  ['REPORT', ['issue-tracking']],
  ['DISCUSSION', ['mailing-list']],
  ['ARTICLE', ['technical-description']],
  ['PACKAGE', ['product']],
]);

const versionOf = (vector: string): string => /^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? '2.0';
const scoreKey = (vector: string): string => `cvssV${versionOf(vector).replace('.', '_')}`;
