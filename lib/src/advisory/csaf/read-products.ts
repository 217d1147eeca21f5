// Reads the product tree of a CSAF document (2.0 §3.2.2): every product id with the vendor, product and version that the branches above
// it name, its identifiers, and for products that relationships make, what they are a part of or run on.
import { type ProblemList, pointer, quote } from '../../kit/index.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { NO_HELPER, type ProductHelper, readHelper } from './read-helper.ts';

export interface ReadProduct extends ProductHelper {
  readonly id: string;
  /** The full name, for people. */
  readonly title: string;
  readonly vendor?: string;
  readonly product?: string;
  /** Texts of one version each; service packs and patch levels belong to them. */
  readonly versions: readonly string[];
  /** A `product_version_range` as written. */
  readonly range?: string;
  /** Architecture, language, platform and the like: what the product is limited to. */
  readonly limitedTo: readonly string[];
  /** Made by a relationship: the product that this one is a component of, or runs on. */
  readonly within?: ReadProduct;
}

export const PRODUCT_LIMITS = { products: 100_000, branches: 200_000, depth: 30 } as const;

export interface ProductTree {
  readonly products: ReadonlyMap<string, ReadProduct>;
  /** Product ids of each group. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

export function readProductTree(document: Fields, problems: ProblemList): ProductTree {
  const products = new Map<string, ReadProduct>();
  const written = own(document, 'product_tree');
  if (written === undefined || written === null) return { products, groups: new Map() };
  const read = fieldReader(problems);
  const tree = read.object(written, '/product_tree');
  if (!tree) return { products, groups: new Map() };
  const add = (product: ReadProduct, path: string): void => {
    if (products.has(product.id))
      problems.add('field.value', path, `The product id ${quote(product.id)} stands twice: the first is kept.`);
    else if (products.size < PRODUCT_LIMITS.products) products.set(product.id, product);
    else problems.add('field.too-many', path, `More than ${PRODUCT_LIMITS.products} products.`);
  };
  readBranches(tree, { read, problems, add });
  for (const [i, value] of read.list(tree, 'full_product_names', '/product_tree', PRODUCT_LIMITS.products).entries()) {
    const path = `/product_tree/full_product_names/${i}`;
    const product = readProduct(value, path, {}, { read, problems });
    if (product) add(product, path);
  }
  readRelationships(tree, products, { read, problems, add });
  return { products, groups: readGroups(tree, read) };
}

interface Reading {
  readonly read: FieldReader;
  readonly problems: ProblemList;
}

interface Adding extends Reading {
  add(product: ReadProduct, path: string): void;
}

/** What the branches above a product say of it. */
type Branch = Partial<Readonly<Record<BranchCategory, string>>>;

/** §3.1.2.2. `product_family` names a line of products; `legacy` and `specification` say nothing that we match on. */
const CATEGORIES = [
  'architecture',
  'host_name',
  'language',
  'legacy',
  'patch_level',
  'platform',
  'product_family',
  'product_name',
  'product_version',
  'product_version_range',
  'service_pack',
  'specification',
  'vendor',
] as const;
type BranchCategory = (typeof CATEGORIES)[number];

function readBranches(tree: Fields, { read, problems, add }: Adding): void {
  const stack: { holder: Fields; path: string; above: Branch; depth: number }[] = [
    { holder: tree, path: '/product_tree', above: {}, depth: 0 },
  ];
  let seen = 0;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { holder, path, above, depth } = next;
    const branches = read.list(holder, 'branches', path, PRODUCT_LIMITS.branches);
    if (branches.length > 0 && depth >= PRODUCT_LIMITS.depth) {
      problems.add('json.too-deep', pointer(path, 'branches'), `More than ${PRODUCT_LIMITS.depth} branches in a row.`);
      continue;
    }
    const below: typeof stack = [];
    for (const [i, value] of branches.entries()) {
      const at = `${path}/branches/${i}`;
      seen += 1;
      if (seen > PRODUCT_LIMITS.branches) {
        problems.add('field.too-many', at, `More than ${PRODUCT_LIMITS.branches} branches.`);
        return;
      }
      const branch = read.object(value, at);
      if (!branch) continue;
      const category = read.choice(branch, 'category', at, CATEGORIES, true);
      const name = read.text(branch, 'name', at, { required: true, max: 2_000 });
      const here = category === undefined || name === undefined ? above : { ...above, [category]: name };
      if (own(branch, 'product') !== undefined) {
        const product = readProduct(branch.product, pointer(at, 'product'), here, { read, problems });
        if (product) add(product, pointer(at, 'product'));
      }
      below.push({ holder: branch, path: at, above: here, depth: depth + 1 });
    }
    stack.push(...below.reverse());
  }
}

function readProduct(
  value: unknown,
  path: string,
  branch: Branch,
  { read, problems }: Reading,
): ReadProduct | undefined {
  const written = read.object(value, path);
  if (!written) return undefined;
  const id = read.text(written, 'product_id', path, { required: true, max: 2_000 });
  if (id === undefined) return undefined;
  const title = read.text(written, 'name', path, { required: true, max: 4_000 }) ?? id;
  const helper = own(written, 'product_identification_helper');
  const limitedTo = (['architecture', 'platform', 'language', 'host_name'] as const).flatMap((category) =>
    branch[category] === undefined ? [] : [`${category}: ${branch[category]}`],
  );
  return {
    id,
    title,
    ...(branch.vendor === undefined ? {} : { vendor: branch.vendor }),
    ...(branch.product_name === undefined ? {} : { product: branch.product_name }),
    versions: versionsOf(branch),
    ...(branch.product_version_range === undefined ? {} : { range: branch.product_version_range }),
    limitedTo,
    ...(helper === undefined || helper === null
      ? NO_HELPER
      : readHelper(helper, pointer(path, 'product_identification_helper'), { read, problems })),
  };
}

/** "4.2" with the service pack "SP1" is "4.2 SP1"; where the service pack is a whole version (12.2(55)SE below 12.2SE), that as well. */
function versionsOf({ product_version: version, service_pack: pack, patch_level: patch }: Branch): readonly string[] {
  const added = [pack, patch].filter((part) => part !== undefined);
  if (added.length === 0) return version === undefined ? [] : [version];
  const joined = [version, ...added].filter((part) => part !== undefined).join(' ');
  const alone = added.join(' ');
  return version !== undefined && /^[vr]?\d/i.test(alone) ? [joined, alone] : [joined];
}

/** §3.2.2.4. A relationship may build on another, in any order; one that builds on itself is dangling. */
function readRelationships(tree: Fields, products: Map<string, ReadProduct>, { read, problems, add }: Adding): void {
  let waiting: { product: ReadProduct; of: string; within: string; path: string }[] = [];
  for (const [i, value] of read.list(tree, 'relationships', '/product_tree', PRODUCT_LIMITS.products).entries()) {
    const path = `/product_tree/relationships/${i}`;
    const relationship = read.object(value, path);
    if (!relationship) continue;
    read.choice(relationship, 'category', path, RELATIONSHIPS, true);
    const of = read.text(relationship, 'product_reference', path, { required: true, max: 2_000 });
    const within = read.text(relationship, 'relates_to_product_reference', path, { required: true, max: 2_000 });
    const at = pointer(path, 'full_product_name');
    const product = readProduct(own(relationship, 'full_product_name'), at, {}, { read, problems });
    if (product && of !== undefined && within !== undefined) waiting.push({ product, of, within, path });
  }
  for (let round = 0; waiting.length > 0 && round < PRODUCT_LIMITS.depth; round += 1) {
    const later: typeof waiting = [];
    for (const one of waiting) {
      const [part, whole] = [products.get(one.of), products.get(one.within)];
      if (part && whole) add(related(one.product, part, whole), one.path);
      else later.push(one);
    }
    if (later.length === waiting.length) break;
    waiting = later;
  }
  for (const { of, within, path } of waiting)
    problems.add('reference.dangling', path, `No product has the id ${quote(products.has(of) ? within : of)}.`);
}

const RELATIONSHIPS = [
  'default_component_of',
  'external_component_of',
  'installed_on',
  'installed_with',
  'optional_component_of',
] as const;

/** What is affected is the part; the whole is where. Identifiers of the related product itself come first. */
function related(made: ReadProduct, part: ReadProduct, whole: ReadProduct): ReadProduct {
  const own = made.purls.length + made.cpes.length + made.hashes.length > 0;
  return {
    ...part,
    ...(own ? { purls: made.purls, cpes: made.cpes, hashes: made.hashes } : {}),
    id: made.id,
    title: made.title,
    within: whole,
  };
}

function readGroups(tree: Fields, read: FieldReader): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const [i, value] of read.list(tree, 'product_groups', '/product_tree', 10_000).entries()) {
    const path = `/product_tree/product_groups/${i}`;
    const group = read.object(value, path);
    const id = group && read.text(group, 'group_id', path, { required: true, max: 2_000 });
    if (!group || id === undefined) continue;
    groups.set(id, read.texts(group, 'product_ids', path, { most: PRODUCT_LIMITS.products, max: 2_000 }));
  }
  return groups;
}
