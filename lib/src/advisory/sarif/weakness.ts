// Which CWE entries and which vulnerability identifiers a rule or result names: by taxonomy, relationship, tag or id.

import { oneLine } from '../report/text.ts';
import { child, children, integerOf, listOf, member, type Node, textOf } from './fields.ts';

/** Taxa by position, of each taxonomy of a run. */
export interface Taxonomy {
  readonly name: string;
  readonly guid: string | undefined;
  readonly taxa: readonly (string | undefined)[];
}

/** CWE ids of references to taxa (§3.52): results' `taxa`, or rules' `relationships` by their `target`. */
export function weaknessesOfTaxa(references: readonly Node[], taxonomies: readonly Taxonomy[]): readonly string[] {
  return references.flatMap((reference) => {
    const component = child(reference, 'toolComponent');
    const index = component && integerOf(component, 'index');
    const guid = component && textOf(component, 'guid');
    const known =
      index === undefined ? taxonomies.find((t) => guid !== undefined && t.guid === guid) : taxonomies[index];
    const name = (component && textOf(component, 'name')) ?? known?.name;
    if (name === undefined || !/^(CWE|Common Weakness Enumeration)\b/i.test(name)) return [];
    const position = integerOf(reference, 'index');
    const id = textOf(reference, 'id') ?? (position === undefined ? undefined : known?.taxa[position]);
    return id === undefined ? [] : (weaknessId(id) ?? []);
  });
}

export const relationshipTargets = (rule: Node): readonly Node[] =>
  children(rule, 'relationships').flatMap((relationship) => child(relationship, 'target') ?? []);

/** CWE ids in a property bag: `tags` such as `external/cwe/cwe-079` or `CWE-79: …`, and `cwe`. */
export function weaknessesOfProperties(properties: Node | undefined): readonly string[] {
  if (!properties) return [];
  const cwe = member(properties, 'cwe') ?? member(properties, 'CWE');
  return [...listIfAny(properties, 'tags'), ...(Array.isArray(cwe) ? cwe : [cwe])].flatMap((tag) =>
    typeof tag === 'string' && tag.length <= 300 ? (weaknessId(tag.replace(/^external\/cwe\//i, ''), true) ?? []) : [],
  );
}

/** `CVE-2026-1`, `GHSA-…` and the like in which a scanner names what it found as the rule or as a tag. */
export function aliasesOf(ids: readonly (string | undefined)[]): readonly string[] {
  return ids.flatMap((id) => {
    const found = ALIAS.exec(id ?? '')?.[1];
    if (found === undefined) return [];
    return [found.toUpperCase().startsWith('GHSA') ? `GHSA${found.slice(4).toLowerCase()}` : found.toUpperCase()];
  });
}

export const tagsOf = (properties: Node | undefined): readonly string[] =>
  properties ? listIfAny(properties, 'tags').flatMap((tag) => (typeof tag === 'string' ? [oneLine(tag)] : [])) : [];

const ALIAS = /^(CVE-\d{4}-\d{4,19}|GHSA(?:-[0-9a-z]{4}){3}|(?:RUSTSEC|GO|PYSEC|MAL)-\d{4}-\d{1,12})(?=$|[-:/ ])/i;

/** `79`, `CWE-79`, `cwe:079`, `CWE79` → `CWE-79`. Where it might be anything, the letters are asked for. */
export function weaknessId(text: string, lettersNeeded = false): string | undefined {
  const found = /^\s*(?:(cwe)[-:_ ]?)?0*(\d{1,6})\b/i.exec(text);
  if (!found || (lettersNeeded && !found[1])) return undefined;
  return found[2] === '0' || found[2] === undefined ? undefined : `CWE-${found[2]}`;
}

/** Property bags hold what tools like: a `tags` that is no list is no mistake. */
function listIfAny(node: Node, key: string): readonly unknown[] {
  return Array.isArray(member(node, key)) ? listOf(node, key) : [];
}

/** Sorted by number, each once. */
export const sortedWeaknesses = (ids: readonly string[]): readonly string[] =>
  [...new Set(ids)].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
