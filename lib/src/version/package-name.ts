// Which package a thing is: a namespace and a folded name, joined to one key that indexes and tables use. Advisories and components
// come to the same key by different ways (an OSV package, a package URL, a vendor and product), so the folding stands here alone.
import { ecosystem, foldPythonName } from './ecosystem.ts';
import type { PurlParts } from './purl.ts';

export interface PackageName {
  /** `npm`, `deb:debian:12`, `product`, … never with a slash. */
  readonly namespace: string;
  readonly name: string;
}

/** `npm/@angular/core`, `deb:debian:12/openssl`, `product/b-braun/infusomat-space`. */
export const packageKey = ({ namespace, name }: PackageName): string => `${namespace}/${name}`;

export function packageFromKey(key: string): PackageName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The package of an advisory's entry. */
export function packageOfEntry(entry: { ecosystem: string; name: string; vendor?: string }): PackageName {
  if (entry.ecosystem === 'cpe') return cpePackageOfText(entry.name);
  if (entry.ecosystem === 'product') return productPackage(entry.vendor ?? '', entry.name);
  const { namespace, foldName } = ecosystem(entry.ecosystem);
  return { namespace, name: foldName(entry.name) };
}

/**
 * The package of a package URL, or undefined for types whose packages no advisory names (docker, oci and the like keep their own
 * namespace). Distributions (deb, apk, rpm) need a release as well and are resolved by the caller.
 */
export function packageOfPurl(purl: PurlParts): PackageName {
  const { type, namespace, name } = purl;
  const joined = namespace === undefined ? name : `${namespace}/${name}`;
  switch (type) {
    case 'maven':
      return { namespace: 'maven', name: `${namespace ?? ''}:${name}` };
    case 'pypi':
      return { namespace: 'pypi', name: foldPythonName(name) };
    case 'nuget':
      return { namespace: 'nuget', name: name.toLowerCase() };
    default:
      return { namespace: type, name: joined };
  }
}

/** A vendor's product, for inventories that know nothing better. Both names folded; the match is exact after that. */
export const productPackage = (vendor: string, product: string): PackageName => ({
  namespace: 'product',
  name: `${foldVendor(vendor)}/${foldProduct(product)}`,
});

/** A product as a CPE name has it: part, vendor and product in small letters. Signs stay: `c++` and `c` are two products. */
export const cpePackage = ({ part, vendor, product }: CpeNames): PackageName => ({
  namespace: 'cpe',
  name: `${part}:${vendor.toLowerCase()}:${product.toLowerCase()}`,
});

interface CpeNames {
  readonly part: string;
  readonly vendor: string;
  readonly product: string;
}

/** `a:acme:pump` of an advisory's entry. */
const cpePackageOfText = (text: string): PackageName => ({ namespace: 'cpe', name: text.trim().toLowerCase() });

/** Small letters, words joined by `-`, marks (®, ™) and the legal form at the end (Inc., GmbH & Co. KG) cut. */
export function foldVendor(vendor: string): string {
  const words = foldProduct(vendor).split('-');
  while (words.length > 1 && LEGAL_FORMS.has(words[words.length - 1] ?? '')) words.pop();
  return words.join('-');
}

export const foldProduct = (product: string): string =>
  product
    .replace(/[®™©]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

const LEGAL_FORMS: ReadonlySet<string> = new Set(
  'ab ag as bv co company corp corporation gmbh inc incorporated kg kgaa limited llc llp ltd nv oy oyj plc sa sarl se spa srl'.split(
    ' ',
  ),
);
