// What a CSAF vulnerability says of each product: its status (2.0 §3.2.3.9), why it is not affected (flags, §3.2.3.5, threats) and what
// to do (remediations, §3.2.3.12). A product with two statuses that contradict each other (§6.1.6) counts as the worse.
import { type ProblemList, pointer, quote } from '../../kit/index.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { VEX_JUSTIFICATIONS, type VexJustification, type VexStatus } from '../vex-model.ts';
import { PRODUCT_LIMITS, type ProductTree, type ReadProduct } from './read-products.ts';

export interface ProductStatement {
  readonly product: ReadProduct;
  readonly status: VexStatus;
  readonly justification?: VexJustification;
  readonly impact?: string;
  readonly action?: string;
}

/** Worst first: that is the order in which contradictions are settled. */
const STATUSES: readonly (readonly [VexStatus, readonly string[]])[] = [
  ['affected', ['known_affected', 'first_affected', 'last_affected']],
  ['under_investigation', ['under_investigation']],
  ['fixed', ['fixed', 'first_fixed']],
  ['not_affected', ['known_not_affected']],
];

export function readStatuses(
  vulnerability: Fields,
  path: string,
  tree: ProductTree,
  problems: ProblemList,
): readonly ProductStatement[] {
  const read = fieldReader(problems);
  const written = own(vulnerability, 'product_status');
  if (written === undefined || written === null) return [];
  const at = pointer(path, 'product_status');
  const lists = read.object(written, at);
  if (!lists) return [];
  const statuses = new Map<string, VexStatus>();
  for (const [status, keys] of STATUSES)
    for (const key of keys)
      for (const [i, id] of read.texts(lists, key, at, IDS).entries()) {
        const before = statuses.get(id);
        if (!tree.products.has(id))
          problems.add('reference.dangling', pointer(at, key, i), `No product has the id ${quote(id)}.`);
        else if (before !== undefined && before !== status)
          problems.add(
            'field.value',
            pointer(at, key, i),
            `${quote(id)} is ${before} and ${status} at once; it counts as ${before}.`,
          );
        else statuses.set(id, status);
      }
  const given: Given = { read, tree, path, problems };
  const flags = spread(vulnerability, 'flags', given, (flag, place) =>
    read.choice(flag, 'label', place, VEX_JUSTIFICATIONS, true),
  );
  const impacts = spread(vulnerability, 'threats', given, (threat, place) =>
    own(threat, 'category') === 'impact' ? read.text(threat, 'details', place, TEXT) : undefined,
  );
  const actions = spread(vulnerability, 'remediations', given, (remediation, place) => {
    const details = read.text(remediation, 'details', place, TEXT);
    const url = read.text(remediation, 'url', place, { max: 4_000 });
    return details === undefined || url === undefined || details.includes(url) ? details : `${details} ${url}`;
  });
  return [...statuses].flatMap(([id, status]) => {
    const product = tree.products.get(id);
    if (!product) return [];
    const [justification] = flags.get(id) ?? [];
    const said = status === 'not_affected' ? impacts.get(id) : undefined;
    const action = status === 'affected' ? actions.get(id) : undefined;
    return [
      {
        product,
        status,
        ...(justification !== undefined && status === 'not_affected' ? { justification } : {}),
        ...(said ? { impact: said.join('\n\n') } : {}),
        ...(action ? { action: action.join('\n\n') } : {}),
      },
    ];
  });
}

const IDS = { most: PRODUCT_LIMITS.products, max: 2_000 } as const;
const TEXT = { max: 64 * 1024, lines: true } as const;
const MAX_PER_PRODUCT = 20;

interface Spread<T> {
  get(id: string): readonly T[] | undefined;
}

/**
 * What each entry of a list gives, under the ids of its products and groups; one without either speaks of all products. Groups make
 * a small document mean a large table, so its size is limited.
 */
function spread<T>(
  vulnerability: Fields,
  key: string,
  { read, tree, path, problems }: Given,
  give: (entry: Fields, path: string) => T | undefined,
): Spread<T> {
  const byId = new Map<string, T[]>();
  const ofAll: T[] = [];
  let cells = 0;
  for (const [i, value] of read.list(vulnerability, key, path, 10_000).entries()) {
    const at = pointer(path, key, i);
    const entry = read.object(value, at);
    const given = entry && give(entry, at);
    if (!entry || given === undefined) continue;
    const ids = read.texts(entry, 'product_ids', at, IDS);
    const groups = read.texts(entry, 'group_ids', at, { most: 10_000, max: 2_000 });
    if (ids.length + groups.length === 0 && ofAll.length < MAX_PER_PRODUCT) ofAll.push(given);
    for (const list of [ids, ...groups.map((group) => tree.groups.get(group) ?? [])]) {
      cells += list.length;
      if (cells > MAX_CELLS) {
        problems.add('field.too-many', at, `The entries speak of more than ${MAX_CELLS} products and groups in all.`);
        return { get: (id) => byId.get(id) };
      }
      for (const id of list) {
        const known = byId.get(id);
        if (!known) byId.set(id, [given]);
        else if (known.length < MAX_PER_PRODUCT && !known.includes(given)) known.push(given);
      }
    }
  }
  return { get: (id) => byId.get(id) ?? (ofAll.length > 0 ? ofAll : undefined) };
}

const MAX_CELLS = 1_000_000;

interface Given {
  readonly read: FieldReader;
  readonly tree: ProductTree;
  readonly path: string;
  readonly problems: ProblemList;
}
