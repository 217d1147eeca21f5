// What holds now of many VEX statements: a later statement of an author replaces the author's earlier ones on the same vulnerability and
// product. Different authors never replace each other; where they contradict, both are given and the contradiction is there to be shown.
import type { VexComponent, VexDocument, VexProduct, VexStatement } from '../vex-model.ts';

/** Statements of several documents in one row, oldest first; of equal age, in the order given. Without a time: before all others. */
export function mergeStatements(documents: readonly VexDocument[]): readonly VexStatement[] {
  return documents
    .flatMap(({ statements }) => statements)
    .map((statement, i) => ({ statement, i }))
    .sort((a, b) => compareTexts(timeOf(a.statement), timeOf(b.statement)) || a.i - b.i)
    .map(({ statement }) => statement);
}

const timeOf = ({ updated, at }: VexStatement): string => updated ?? at ?? '';
const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One statement about one product, the last that its author made. */
export interface EffectiveStatement {
  readonly statement: VexStatement;
  readonly product: VexProduct | undefined;
  /** The author's earlier statements that it replaces, oldest first. */
  readonly replaces: readonly VexStatement[];
}

/** By vulnerability, product with its subcomponent, and author. */
export function effectiveStatements(documents: readonly VexDocument[]): readonly EffectiveStatement[] {
  const effective = new Map<string, EffectiveStatement>();
  for (const statement of mergeStatements(documents)) {
    const products = statement.products.length > 0 ? statement.products : [undefined];
    for (const product of products) {
      const key = JSON.stringify([statement.author, statement.vulnerability.name, product && productKeys(product)]);
      const before = effective.get(key);
      const replaces = before ? [...before.replaces, before.statement] : [];
      effective.delete(key); // so that the newest stands last
      effective.set(key, { statement, product, replaces });
    }
  }
  return [...effective.values()];
}

const productKeys = (product: VexProduct): readonly string[] => [
  componentKey(product),
  ...product.subcomponents.map(componentKey).sort(),
];

/** The surest identifier that it has. Versions belong to it: another version is another product. */
function componentKey({ purls, cpes, hashes, id, name, vendor, version, ranges, versions }: VexComponent): string {
  const of = JSON.stringify([version, ranges, versions]);
  if (purls.length > 0) return `${[...purls].sort().join(' ')} ${of}`;
  if (cpes.length > 0) return `${[...cpes].sort().join(' ')} ${of}`;
  const [hash] = hashes;
  return hash ? `${hash.algorithm}:${hash.value}` : `${id ?? ''} ${vendor ?? ''} ${name ?? ''} ${of}`;
}

export interface VexAnswer {
  /** Every author who speaks says not affected or fixed, and one does. It annotates; nothing is deleted. */
  readonly suppresses: boolean;
  /** Some say so and others say affected or are still looking. */
  readonly contradicted: boolean;
  readonly statements: readonly EffectiveStatement[];
}

/** What effective statements say of a vulnerability under any of its names. `about` tells whether a product is the one asked for. */
export function answerOf(
  effective: readonly EffectiveStatement[],
  ids: ReadonlySet<string>,
  about: (product: VexProduct) => boolean = () => true,
): VexAnswer {
  const statements = effective.filter(
    ({ statement: { vulnerability }, product }) =>
      (ids.has(vulnerability.name) || vulnerability.aliases.some((alias) => ids.has(alias))) &&
      (product === undefined || about(product)),
  );
  const safe = statements.filter(({ statement: { status } }) => status === 'not_affected' || status === 'fixed').length;
  return {
    suppresses: safe > 0 && safe === statements.length,
    contradicted: safe > 0 && safe < statements.length,
    statements,
  };
}
