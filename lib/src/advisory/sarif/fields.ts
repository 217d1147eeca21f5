// Typed looks into parsed JSON whose shape nobody has checked. A field of another type counts as absent and is reported
// where it stands; only own members are seen, so that `constructor` in a log means nothing to us.
import { type ProblemCode, pointer, quote } from '../../kit/index.ts';
import { own } from '../fields.ts';
import { cleanText } from '../report/text.ts';

/** Takes a problem and the JSON pointer at which it stands. */
export type Report = (code: ProblemCode, path: string, detail: string) => void;

/** An object of the log, and where it stands. */
export interface Node {
  readonly value: object;
  readonly path: string;
  readonly report: Report;
}

export function nodeOf(value: unknown, path: string, report: Report): Node | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value, path, report };
  report('field.type', path, `expected an object but found ${quote(value)}`);
  return undefined;
}

export function child(node: Node, key: string): Node | undefined {
  const value = member(node, key);
  return value === undefined ? undefined : nodeOf(value, pointer(node.path, key), node.report);
}

/** The elements that are objects. */
export function children(node: Node, key: string): readonly Node[] {
  return listOf(node, key).flatMap((value, i) => nodeOf(value, pointer(node.path, key, i), node.report) ?? []);
}

export function textOf(node: Node, key: string): string | undefined {
  const value = member(node, key);
  if (typeof value === 'string') return cleanText(value);
  if (value !== undefined) wrong(node, key, 'a string', value);
  return undefined;
}

export function textsOf(node: Node, key: string): readonly string[] {
  return listOf(node, key).flatMap((value, i) => {
    if (typeof value === 'string') return [cleanText(value)];
    wrong(node, `${key}/${i}`, 'a string', value);
    return [];
  });
}

/** A whole number of at least `least`. -1 counts as absent: in SARIF it is the default of every index. */
export function integerOf(node: Node, key: string, least = 0): number | undefined {
  const value = member(node, key);
  if (value === undefined || value === -1) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  wrong(node, key, `a whole number from ${least}`, value);
  return undefined;
}

export function numberOf(node: Node, key: string): number | undefined {
  const value = member(node, key);
  if (value === undefined || typeof value === 'number') return value;
  wrong(node, key, 'a number', value);
  return undefined;
}

/** One of the words that the format allows. */
export function wordOf<W extends string>(node: Node, key: string, words: readonly W[]): W | undefined {
  const value = member(node, key);
  if (value === undefined) return undefined;
  const word = words.find((w) => w === value);
  if (word === undefined)
    node.report('field.value', pointer(node.path, key), `${quote(value)} is none of ${words.join(', ')}`);
  return word;
}

/** Names and values of an object, read as it stands. */
export const entriesOf = (node: Node): readonly [string, unknown][] => Object.entries(node.value);

export function listOf(node: Node, key: string): readonly unknown[] {
  const value = member(node, key);
  if (Array.isArray(value)) return value;
  if (value !== undefined) wrong(node, key, 'an array', value);
  return [];
}

/** The member, or undefined when it is absent or null: many tools write null where they have nothing. */
export function member(node: Node, key: string): unknown {
  return own(node.value as Readonly<Record<string, unknown>>, key) ?? undefined; // an object: own() sees only its own members
}

function wrong(node: Node, key: string, expected: string, value: unknown): void {
  node.report('field.type', `${node.path}/${key}`, `expected ${expected} but found ${quote(value)}`);
}
