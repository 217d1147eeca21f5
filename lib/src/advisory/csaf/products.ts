// The product tree of a CSAF document: vendor, product, then one leaf per affected interval, per affected version, per fix.
import { type Problem, pointer, problemList } from '../../kit/index.ts';
import { oneLine } from '../../marking/index.ts';
import type { Affected } from '../advisory-model.ts';
import type { LeftOut } from '../published-model.ts';
import type { CsafBranch, CsafProduct } from './document.ts';
import { fitPurl } from './fit-purl.ts';
import { intervalsOf, versOf, versOfVersion } from './intervals.ts';

export type ProductStatus = 'affected' | 'fixed' | 'investigated';

export interface Leaf {
  readonly id: string;
  readonly status: ProductStatus;
  readonly vendor: string;
  readonly product: string;
  /** Absent: the product as a whole, of which no version is known yet. */
  readonly version?: { readonly category: 'product_version' | 'product_version_range'; readonly name: string };
  readonly purl?: string;
  /** Of an affected leaf: how to get rid of it. */
  readonly remedy?: { readonly fixed: string } | { readonly after: string };
}

export interface Products {
  readonly leaves: readonly Leaf[];
  readonly leftOut: readonly LeftOut[];
  readonly problems: readonly Problem[];
}

const MAX_LEAVES = 10_000;

/** All leaves of an advisory, each with its own id. A version that would be affected and fixed at once is a problem. */
export function productsOf(affected: readonly Affected[]): Products {
  const leaves = new Map<string, Leaf>();
  const leftOut: LeftOut[] = [];
  const problems = problemList();
  for (const [i, entry] of affected.entries()) {
    const path = pointer('/affected', i);
    if (entry.name.trim() === '')
      problems.add('field.missing', pointer(path, 'name'), 'An affected product has a name.');
    for (const leaf of leavesOf(entry, path, leftOut)) {
      const key = JSON.stringify([leaf.vendor, leaf.product, leaf.version ?? null]);
      const before = leaves.get(key);
      if (before && before.status !== leaf.status) {
        problems.add('range.invalid', path, `${nameOf(leaf)} is ${before.status} and ${leaf.status} at once.`);
      }
      if (!before) leaves.set(key, { ...leaf, id: `CSAFPID-${String(leaves.size + 1).padStart(4, '0')}` });
      if (leaves.size > MAX_LEAVES) {
        problems.add('field.too-many', '/affected', `More than ${MAX_LEAVES} products and versions.`);
        return { leaves: [], leftOut, problems: problems.kept };
      }
    }
  }
  return { leaves: [...leaves.values()], leftOut, problems: problems.kept };
}

/** The leaves as CSAF branches: vendor, product name, version. */
export function branchesOf(leaves: readonly Leaf[]): CsafBranch[] {
  return [...Map.groupBy(leaves, (leaf) => leaf.vendor)].map(([vendor, ofVendor]) => ({
    category: 'vendor',
    name: vendor,
    branches: [...Map.groupBy(ofVendor, (leaf) => leaf.product)].flatMap(([product, ofProduct]) =>
      productBranches(product, ofProduct),
    ),
  }));
}

/** Full name of a leaf, for people. */
export function nameOf(leaf: Omit<Leaf, 'id'>): string {
  return [leaf.vendor, leaf.product, leaf.version?.name].filter((part) => part !== undefined).join(' ');
}

function productBranches(product: string, leaves: readonly Leaf[]): CsafBranch[] {
  const versions = leaves.flatMap((leaf) => (leaf.version ? [{ ...leaf.version, product: productOf(leaf) }] : []));
  const whole = leaves.filter((leaf) => !leaf.version);
  return [
    ...(versions.length > 0 ? [{ category: 'product_name' as const, name: product, branches: versions }] : []),
    ...whole.map((leaf) => ({ category: 'product_name' as const, name: product, product: productOf(leaf) })),
  ];
}

function productOf(leaf: Leaf): CsafProduct {
  return {
    product_id: leaf.id,
    name: nameOf(leaf),
    ...(leaf.purl ? { product_identification_helper: { purl: leaf.purl } } : {}),
  };
}

function leavesOf(entry: Affected, path: string, leftOut: LeftOut[]): Omit<Leaf, 'id'>[] {
  const vendor = oneLine(entry.vendor ?? entry.ecosystem) || 'unknown vendor';
  const product = oneLine(entry.name) || 'unknown product';
  const base = { vendor, product };
  const git = entry.ranges.filter((range) => range.type === 'GIT').length;
  if (git > 0) leftOut.push({ path: pointer(path, 'ranges'), reason: 'CSAF names versions, not ranges of commits.' });
  const intervals = intervalsOf(entry);
  const versions =
    intervals.length > 0 ? [] : [...new Set(entry.versions)].filter((version) => oneLine(version) !== '');
  const affected = intervals.map((interval) => ({
    ...base,
    ...purlOf(entry, undefined, path, leftOut),
    status: 'affected' as const,
    version: { category: 'product_version_range' as const, name: versOf(interval, entry.ecosystem) },
    ...remedyOf(interval),
  }));
  const listed = versions.map((version) => ({
    ...base,
    ...purlOf(entry, version, path, leftOut),
    status: 'affected' as const,
    version: versionBranch(version, entry.ecosystem),
  }));
  const fixed = intervals.flatMap(({ fixed: version }) =>
    version === undefined || oneLine(version) === ''
      ? []
      : [
          {
            ...base,
            ...purlOf(entry, version, path, leftOut),
            status: 'fixed' as const,
            version: versionBranch(version, entry.ecosystem),
          },
        ],
  );
  if (affected.length + listed.length > 0) return [...affected, ...listed, ...fixed];
  return [{ ...base, ...purlOf(entry, undefined, path, leftOut), status: 'investigated' }];
}

function remedyOf(interval: { readonly fixed?: string; readonly last?: string }): Pick<Leaf, 'remedy'> {
  if (interval.fixed !== undefined) return { remedy: { fixed: oneLine(interval.fixed) } };
  return interval.last === undefined ? {} : { remedy: { after: oneLine(interval.last) } };
}

/** CSAF 2.0 §6.1.31: a product_version must not look like a range, whatever a vendor calls its versions. */
function versionBranch(version: string, ecosystemName: string): NonNullable<Leaf['version']> {
  const name = oneLine(version);
  const words = name.toLowerCase().split(/\s/);
  const looksLikeRange = /[<>]/.test(name) || words.some((word) => RANGE_WORDS.has(word));
  return looksLikeRange
    ? { category: 'product_version_range', name: versOfVersion(name, ecosystemName) }
    : { category: 'product_version', name };
}

const RANGE_WORDS = new Set(['after', 'all', 'before', 'earlier', 'later', 'prior', 'versions']);

/** The package URL of a leaf; one that is not valid is left out and named, once per entry. */
function purlOf(
  entry: Affected,
  version: string | undefined,
  path: string,
  leftOut: LeftOut[],
): { readonly purl?: string } {
  if (entry.purl === undefined) return {};
  const fit = fitPurl(entry.purl, version);
  if ('purl' in fit) return fit;
  const place = pointer(path, 'purl');
  if (!leftOut.some((left) => left.path === place)) leftOut.push({ path: place, reason: fit.reason });
  return {};
}
