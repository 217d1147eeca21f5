// A product of a CSAF document as entries of our model: one for each way in which an inventory may name it. A package URL is the surest;
// vendor and product are what a spreadsheet has; a CPE name is the weakest.
import { parsePurl } from '../../version/purl.ts';
import type { Affected, AffectedRange } from '../advisory-model.ts';
import { parseCpe } from '../cpe.ts';
import { packageNamedBy } from '../package-of-purl.ts';
import { readRangeText } from '../range-text/index.ts';
import type { VexComponent } from '../vex-model.ts';
import type { ReadProduct } from './read-products.ts';

/** What is said of a product's versions. */
interface Said {
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  readonly except: readonly string[];
  readonly unread: readonly string[];
}

export interface ProductEntries {
  /** What the status holds for. */
  readonly entries: readonly Affected[];
  /** Single versions that a range leaves out: `> 4.2` leaves 4.2 out. */
  readonly except: readonly Affected[];
}

/** @param publisher the name to take for the vendor where no branch names one: of a document by a vendor about its own products. */
export function entriesOf(product: ReadProduct, publisher?: string): ProductEntries {
  const said = saidOf(product);
  const base = {
    ...(product.limitedTo.length > 0 ? { limitedTo: product.limitedTo } : {}),
    ...(product.within ? { context: contextOf(product.within) } : {}),
    ...(product.cpes.length > 0 ? { cpes: product.cpes } : {}),
    ...(product.hashes.length > 0 ? { hashes: product.hashes } : {}),
    ...(product.modelNumbers.length > 0 ? { modelNumbers: product.modelNumbers } : {}),
    ...(product.serialNumbers.length > 0 ? { serialNumbers: product.serialNumbers } : {}),
    ...(said.unread.length > 0 ? { unread: said.unread } : {}),
  };
  const named = [...ofPurls(product, said), ...ofNames(product, said, publisher)];
  const all = named.length > 0 ? named : ofCpes(product, said);
  return {
    entries: all.map((entry) => ({ ...base, ...entry })),
    except:
      said.except.length === 0 ? [] : all.map((entry) => ({ ...base, ...entry, ranges: [], versions: said.except })),
  };
}

/** A range that cannot be read stays a range, without events: no version is then known to be outside of it. */
const UNREAD: AffectedRange = { type: 'ECOSYSTEM', events: [] };

function saidOf({ range, versions, title }: ReadProduct): Said {
  if (range === undefined && versions.length > 0) return { ranges: [], versions, except: [], unread: [] };
  const text = range ?? '';
  const read = readRangeText(text);
  if (read.kind === 'version') return { ranges: [], versions: [read.version], except: [], unread: [] };
  // Without a word on versions the product's full name may hold one; which, is not for us to say.
  if (read.kind === 'unread')
    return { ranges: [UNREAD], versions: [], except: [], unread: [text === '' ? title : text] };
  const ranges = read.ranges.map((events): AffectedRange => ({ type: 'ECOSYSTEM', events }));
  return { ranges, versions: read.versions, except: read.except, unread: [] };
}

type Named = Pick<Affected, 'ecosystem' | 'name' | 'vendor' | 'purl' | 'ranges' | 'versions'>;

function ofPurls({ purls }: ReadProduct, said: Said): readonly Named[] {
  return purls.flatMap((text) => {
    const purl = parsePurl(text);
    const named = purl.ok ? packageNamedBy(purl.value) : undefined;
    if (!purl.ok || !named) return [];
    const { version } = purl.value;
    // A package URL with a version is that version, whatever the vendor calls the release it is in.
    const versions = version === undefined ? said : { ranges: [], versions: [version] };
    return [{ ...named, purl: text, ranges: versions.ranges, versions: versions.versions }];
  });
}

function ofNames(
  { vendor, product, title, cpes, purls }: ReadProduct,
  said: Said,
  publisher?: string,
): readonly Named[] {
  const maker = vendor ?? publisher;
  if (maker === undefined) return [];
  if (product !== undefined)
    return [{ ecosystem: 'product', vendor: maker, name: product, ranges: said.ranges, versions: said.versions }];
  // A full name alone ("ABC 4.2") is matched as it stands; with better identifiers it is not needed.
  if (cpes.length + purls.length > 0) return [];
  return [{ ecosystem: 'product', vendor: maker, name: title, ranges: said.ranges, versions: said.versions }];
}

function ofCpes({ cpes }: ReadProduct, said: Said): readonly Named[] {
  return cpes.flatMap((text) => {
    const cpe = parseCpe(text);
    if (!cpe) return [];
    const exact =
      cpe.version === undefined
        ? said
        : { ranges: [], versions: [[cpe.version, cpe.update].filter(Boolean).join(' ')] };
    return [
      {
        ecosystem: 'cpe',
        name: `${cpe.part}:${cpe.vendor}:${cpe.product}`,
        ranges: exact.ranges,
        versions: exact.versions,
      },
    ];
  });
}

/** The products around a component, innermost first: names and CPE names. */
function contextOf(whole: ReadProduct): readonly string[] {
  const names: string[] = [];
  for (let next: ReadProduct | undefined = whole; next; next = next.within) names.push(next.title, ...next.cpes);
  return names;
}

/** The product as VEX statements name it. */
export function vexComponentOf(product: ReadProduct): VexComponent {
  const said = saidOf(product);
  const [only] = product.versions;
  return {
    id: product.id,
    name: product.product ?? product.title,
    ...(product.vendor === undefined ? {} : { vendor: product.vendor }),
    ...(only === undefined || product.range !== undefined ? {} : { version: only }),
    ...(product.range === undefined || said.unread.length > 0
      ? {}
      : { ranges: said.ranges.map(({ events }) => events), versions: said.versions }),
    ...(product.range !== undefined && said.unread.length > 0 ? { unread: said.unread } : {}),
    purls: product.purls,
    cpes: product.cpes,
    hashes: product.hashes,
  };
}
