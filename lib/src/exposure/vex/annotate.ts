// What VEX statements say of an exposure. They annotate and never delete: an exposure stays what our match made of it, every author who
// speaks of it stands beside it, and where they disagree with each other or with the match, that is told.
import { type EffectiveStatement, effectiveStatements } from '../../advisory/vex/effective.ts';
import type { VexComponent, VexDocument, VexStatement, VexStatus } from '../../advisory/vex-model.ts';
import type { Match } from '../model.ts';
import { type Nameable, type Named, names } from './names.ts';

/** What one author says of one exposure. */
export interface VexNote {
  readonly status: VexStatus;
  /** Label of the VEX vocabularies, the format's own where ours has none. */
  readonly justification?: string;
  readonly impact?: string;
  readonly action?: string;
  readonly author: string;
  /** Instant since when it holds, as far as stated. */
  readonly at?: string;
  readonly document: { readonly format: VexDocument['format']; readonly id: string; readonly version?: string };
  /** JSON pointer to the statement in its document. */
  readonly path: string;
  /** How the component is meant: by itself, as a part of the product it is in, or with all of that product. */
  readonly about: 'component' | 'part' | 'whole-product';
  /** false: it may speak of this component, but its versions or its product cannot be told. Such a note outweighs nothing. */
  readonly certain: boolean;
  /** How many earlier statements of the same author on the same thing it replaces. */
  readonly replaces: number;
}

export interface VexContradiction {
  /** Authors who disagree with each other, or an author with what the version says. */
  readonly between: 'authors' | 'match';
  readonly text: string;
}

export interface VexAnnotation {
  /** What every author says now: the narrowest first, the newest first within that. */
  readonly notes: readonly VexNote[];
  readonly contradictions: readonly VexContradiction[];
}

/** What is known of the inventory that the component stands in: the product that statements about parts speak of. */
export interface VexContext {
  readonly subject?: Nameable;
  /** By ordinal, to find what holds a component. */
  readonly byOrdinal: ReadonlyMap<number, Nameable>;
}

export interface VexAnnotator {
  /** How many statements there are, one per product. */
  readonly statements: number;
  /** undefined: no statement speaks of it. `ids`: the advisory's id and its other names. */
  annotate(component: Nameable, ids: Iterable<string>, match: Match): VexAnnotation | undefined;
}

export function vexAnnotator(documents: readonly VexDocument[], context: VexContext): VexAnnotator {
  const documentOf = new Map(documents.flatMap((document) => document.statements.map((one) => [one, document])));
  const byName = new Map<string, Dated[]>();
  const effective = effectiveStatements(documents);
  for (const [order, one] of effective.entries()) {
    const { name, aliases } = one.statement.vulnerability;
    for (const id of new Set([name, ...aliases].map(foldId))) {
      const known = byName.get(id);
      if (known) known.push({ ...one, order });
      else byName.set(id, [{ ...one, order }]);
    }
  }
  return {
    statements: effective.length,
    annotate: (component, ids, match) => {
      const found = new Map<number, Dated>();
      for (const id of ids) for (const one of byName.get(foldId(id)) ?? []) found.set(one.order, one);
      const spoken = [...found.values()].flatMap((one) => spokenOf(one, component, context) ?? []);
      if (spoken.length === 0) return undefined;
      const notes = newestOfEach(spoken).map((one) => noteOf(one, documentOf.get(one.statement)));
      return { notes, contradictions: contradictionsOf(notes, match) };
    },
  };
}

const foldId = (id: string): string => id.trim().toUpperCase();

/** `order`: its place among all effective statements, which stand oldest first. */
type Dated = EffectiveStatement & { readonly order: number };
type Spoken = Dated & Pick<VexNote, 'about' | 'certain'>;

function spokenOf(one: Dated, component: Nameable, context: VexContext): Spoken | undefined {
  const { product } = one;
  if (!product) return undefined;
  const said = (about: VexNote['about'], named: Named): Spoken | undefined =>
    named === 'no' ? undefined : { ...one, about, certain: named === 'yes' };
  if (product.subcomponents.length === 0)
    return said('component', names(product, component)) ?? said('whole-product', heldBy(product, component, context));
  const part = strongest(product.subcomponents.map((sub) => names(sub, component)));
  if (part === 'no') return undefined;
  // Of a part it speaks only within its product. An inventory that does not say what it is of leaves that open.
  const within = context.subject || component.within !== undefined ? heldBy(product, component, context) : 'unclear';
  return said('part', weakest(part, within));
}

const strongest = (answers: readonly Named[]): Named =>
  answers.includes('yes') ? 'yes' : answers.includes('unclear') ? 'unclear' : 'no';
const weakest = (a: Named, b: Named): Named =>
  a === 'no' || b === 'no' ? 'no' : a === 'yes' && b === 'yes' ? 'yes' : 'unclear';

/** Whether the product is what the inventory is of, or something in it that holds the component. */
function heldBy(product: VexComponent, component: Nameable, { subject, byOrdinal }: VexContext): Named {
  const answers: Named[] = subject && subject !== component ? [names(product, subject)] : [];
  const seen = new Set<number>([component.ordinal]);
  for (let at = component.within; at !== undefined && !seen.has(at); at = byOrdinal.get(at)?.within) {
    seen.add(at);
    const holder = byOrdinal.get(at);
    if (holder) answers.push(names(product, holder));
  }
  return strongest(answers);
}

const NARROWEST: readonly VexNote['about'][] = ['part', 'component', 'whole-product'];

/** One of each author and way of speaking; certain ones are not replaced by uncertain ones. */
function newestOfEach(spoken: readonly Spoken[]): readonly Spoken[] {
  const kept = new Map<string, Spoken>();
  for (const one of [...spoken].sort((a, b) => a.order - b.order)) {
    const key = JSON.stringify([one.statement.author, one.about, one.certain]);
    const before = kept.get(key);
    const replaced = before ? [...before.replaces, before.statement] : [];
    kept.set(key, { ...one, replaces: [...new Set([...replaced, ...one.replaces])] });
  }
  return [...kept.values()].sort(
    (a, b) =>
      Number(b.certain) - Number(a.certain) ||
      NARROWEST.indexOf(a.about) - NARROWEST.indexOf(b.about) ||
      b.order - a.order,
  );
}

function noteOf({ statement, about, certain, replaces }: Spoken, document: VexDocument | undefined): VexNote {
  const {
    status,
    justificationAsGiven,
    justification = justificationAsGiven,
    impact,
    action,
    author,
    path,
  } = statement;
  const at = timeOf(statement);
  return {
    status,
    ...(justification === undefined ? {} : { justification }),
    ...(impact === undefined ? {} : { impact }),
    ...(action === undefined ? {} : { action }),
    author,
    ...(at === undefined ? {} : { at }),
    document: {
      format: document?.format ?? 'openvex',
      id: document?.id ?? '',
      ...(document?.version === undefined ? {} : { version: document.version }),
    },
    path,
    about,
    certain,
    replaces: replaces.length,
  };
}

const timeOf = ({ updated, at }: VexStatement): string | undefined => updated ?? at;

/** Each author's narrowest word counts: what is said of the part in its product is no quarrel with what is said of the part in general. */
function contradictionsOf(notes: readonly VexNote[], match: Match): readonly VexContradiction[] {
  const words = wordsOf(notes);
  const safe = words.filter(saysSafe);
  const other = words.filter((note) => !saysSafe(note));
  const found: VexContradiction[] = [];
  if (safe.length > 0 && other.length > 0)
    found.push({ between: 'authors', text: `${sayings(safe)}; but ${sayings(other)}.` });
  const byVersion = match.state === 'affected' && (match.tier === 'exact' || match.tier === 'vendor');
  if (safe.length > 0 && byVersion)
    found.push({ between: 'match', text: `${sayings(safe)}; but the match says: ${match.reason.text}` });
  return found;
}

const saysSafe = ({ status }: VexNote): boolean => status === 'not_affected' || status === 'fixed';

const sayings = (notes: readonly VexNote[]): string =>
  notes
    .map(
      ({ author, status, at }) => `${author} says ${status.replaceAll('_', ' ')}${at ? ` (${at.slice(0, 10)})` : ''}`,
    )
    .join(', ');

/** The word of each author that counts: certain, and the narrowest. */
export function wordsOf(notes: readonly VexNote[]): readonly VexNote[] {
  const words = new Map<string, VexNote>();
  for (const note of notes) if (note.certain && !words.has(note.author)) words.set(note.author, note);
  return [...words.values()];
}

/** What all authors agree on, the newest of them speaking; undefined where they disagree or nobody speaks with certainty. */
export function agreedWord({ notes }: VexAnnotation): VexNote | undefined {
  const words = [...wordsOf(notes)].sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1));
  const [first] = words;
  return first && words.every(({ status }) => status === first.status) ? first : undefined;
}

/**
 * Whether the author denies what our match rests on (that the thing and its weak code are there, in this version), rather than that it
 * can be reached. The one is for somebody to look at; the other may well be true beside our match.
 */
export const deniesTheMatch = ({ status, justification }: VexNote): boolean =>
  status === 'fixed' || justification === 'component_not_present' || justification === 'vulnerable_code_not_present';
