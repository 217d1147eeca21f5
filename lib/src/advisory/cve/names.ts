// Under which names a CVE record's product is matched: its package URL, its package in a collection, its vendor and product.
import { type ProblemList, pointer } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import type { Affected } from '../advisory-model.ts';
import type { FieldReader, Fields } from '../fields.ts';
import { packageNamedBy } from '../package-of-purl.ts';

export type Name = Pick<Affected, 'ecosystem' | 'name' | 'vendor' | 'purl'>;

const LINE = { max: 4_096 } as const;

/** None where the record names nothing ("n/a"). */
export function namesOf(entry: Fields, path: string, read: FieldReader, problems: ProblemList): readonly Name[] {
  const vendor = named(read.text(entry, 'vendor', path, LINE));
  const product = named(read.text(entry, 'product', path, LINE));
  const purl = ofPurl(entry, path, read, problems);
  const packaged = purl ? undefined : ofCollection(entry, path, read);
  return [
    ...(purl ? [purl] : []),
    ...(packaged ? [packaged] : []),
    ...(vendor !== undefined && product !== undefined ? [{ ecosystem: 'product', vendor, name: product }] : []),
  ];
}

const named = (text: string | undefined): string | undefined =>
  text === undefined || /^(?:n\/?a|-|unspecified|unknown|not applicable)?$/i.test(text.trim())
    ? undefined
    : text.trim();

/** Since 5.2. It names a package and no version (§ `packageURL`). */
function ofPurl(entry: Fields, path: string, read: FieldReader, problems: ProblemList): Name | undefined {
  const text = read.text(entry, 'packageURL', path, LINE);
  if (text === undefined) return undefined;
  const purl = parsePurl(text, pointer(path, 'packageURL'));
  if (!purl.ok) {
    for (const problem of purl.problems) problems.add(problem.code, problem.path, problem.detail);
    return undefined;
  }
  const found = packageNamedBy(purl.value);
  return found && { ...found, purl: purl.value.text };
}

function ofCollection(entry: Fields, path: string, read: FieldReader): Name | undefined {
  const name = named(read.text(entry, 'packageName', path, LINE));
  const url = read.text(entry, 'collectionURL', path, LINE);
  const host = url === undefined ? undefined : hostOf(url);
  const ecosystem = host === undefined ? undefined : COLLECTIONS.get(host);
  if (name === undefined || ecosystem === undefined) return undefined;
  return { ecosystem, name: ecosystem === 'Maven' ? name.replace('/', ':') : name };
}

function hostOf(text: string): string | undefined {
  try {
    return new URL(text).hostname.toLowerCase().replace(/^www\./, '');
  } catch {
    return undefined;
  }
}

/** Only hosts that serve one kind of package. */
const COLLECTIONS: ReadonlyMap<string, string> = new Map([
  ['registry.npmjs.org', 'npm'],
  ['npmjs.com', 'npm'],
  ['pypi.org', 'PyPI'],
  ['pypi.python.org', 'PyPI'],
  ['repo.maven.apache.org', 'Maven'],
  ['repo1.maven.org', 'Maven'],
  ['central.sonatype.com', 'Maven'],
  ['pkg.go.dev', 'Go'],
  ['crates.io', 'crates.io'],
  ['rubygems.org', 'RubyGems'],
  ['nuget.org', 'NuGet'],
  ['packagist.org', 'Packagist'],
  ['hex.pm', 'Hex'],
  ['repo.hex.pm', 'Hex'],
  ['pub.dev', 'Pub'],
  ['hackage.haskell.org', 'Hackage'],
  ['cran.r-project.org', 'CRAN'],
  ['access.redhat.com', 'Red Hat'],
]);
