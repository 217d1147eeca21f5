// Reads fields out of values that nobody has checked: each getter gives the value or undefined, and names what is wrong where it stands.
import { type Instant, type ProblemList, parseInstant, pointer, quote } from '../kit/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface TextRule {
  readonly required?: boolean;
  /** UTF-16 units. */
  readonly max?: number;
  /** Line breaks and tabs are allowed. */
  readonly lines?: boolean;
  readonly pattern?: RegExp;
  /** What the pattern asks for, in words. */
  readonly form?: string;
}

export interface FieldReader {
  /** An object, or a problem. */
  object(value: unknown, path: string): Fields | undefined;
  /** A text without NUL or lone surrogates; '' counts as absent unless required. */
  text(parent: Fields, key: string, path: string, rule?: TextRule): string | undefined;
  /** The same for a value on its own. */
  textValue(value: unknown, path: string, rule?: TextRule): string | undefined;
  /** A list, [] when absent or null. Over `max`: a problem, and the first `max`. */
  list(parent: Fields, key: string, path: string, max: number): readonly unknown[];
  texts(parent: Fields, key: string, path: string, rule: TextRule & { readonly most: number }): readonly string[];
  instant(parent: Fields, key: string, path: string, required?: boolean): Instant | undefined;
  /** One of the choices. */
  choice<T extends string>(
    parent: Fields,
    key: string,
    path: string,
    choices: readonly T[],
    required?: boolean,
  ): T | undefined;
}

export function fieldReader(problems: ProblemList): FieldReader {
  const reader: FieldReader = { object, text, textValue, list, texts, instant, choice };
  return reader;

  function object(value: unknown, path: string): Fields | undefined {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields; // own keys are read as unknown
    problems.add('field.type', path, `An object is expected, not ${quote(value)}.`);
    return undefined;
  }

  function text(parent: Fields, key: string, path: string, rule: TextRule = NO_RULE): string | undefined {
    const value = own(parent, key);
    if (value === undefined || (value === '' && !rule.required)) {
      if (rule.required) problems.add('field.missing', pointer(path, key), `${quote(key)} is absent.`);
      return undefined;
    }
    // The pointer is made where something is wrong only: most texts are sound, and feeds have hundreds of millions of them.
    return isSound(value, rule) ? value : textValue(value, pointer(path, key), rule);
  }

  function textValue(value: unknown, path: string, rule: TextRule = NO_RULE): string | undefined {
    const max = rule.max ?? 1_000;
    if (typeof value !== 'string') problems.add('field.type', path, `A text is expected, not ${quote(value)}.`);
    else if (value.length > max) problems.add('field.too-long', path, `${value.length} characters, more than ${max}.`);
    else if (!value.isWellFormed()) problems.add('input.encoding', path, `Half a surrogate pair in ${quote(value)}.`);
    else if ((rule.lines ? NUL : CONTROL).test(value)) problems.add('field.control-character', path, quote(value));
    else if (rule.required && value.trim() === '') problems.add('field.missing', path, 'The text is empty.');
    else if (rule.pattern && !rule.pattern.test(value))
      problems.add('field.value', path, `${quote(value)} is not ${rule.form ?? 'of the form asked for'}.`);
    else return value;
    return undefined;
  }

  function list(parent: Fields, key: string, path: string, max: number): readonly unknown[] {
    const value = own(parent, key);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) {
      problems.add('field.type', pointer(path, key), `A list is expected, not ${quote(value)}.`);
      return [];
    }
    if (value.length <= max) return value;
    problems.add('field.too-many', pointer(path, key), `${value.length} entries, more than ${max}.`);
    return value.slice(0, max);
  }

  function texts(
    parent: Fields,
    key: string,
    path: string,
    rule: TextRule & { readonly most: number },
  ): readonly string[] {
    const needed: TextRule = { required: true, ...rule };
    const read: string[] = [];
    for (const [i, value] of list(parent, key, path, rule.most).entries()) {
      const sound = isSound(value, needed) ? value : textValue(value, pointer(path, key, i), needed);
      if (sound !== undefined) read.push(sound);
    }
    return read;
  }

  function instant(parent: Fields, key: string, path: string, required = false): Instant | undefined {
    const value = text(parent, key, path, { required, max: 64 });
    if (value === undefined) return undefined;
    const parsed = parseInstant(value);
    if (!parsed) problems.add('date.syntax', pointer(path, key), `${quote(value)} is not an instant with a zone.`);
    return parsed;
  }

  function choice<T extends string>(
    parent: Fields,
    key: string,
    path: string,
    choices: readonly T[],
    required = false,
  ): T | undefined {
    const value = text(parent, key, path, { required, max: 200 });
    if (value === undefined) return undefined;
    const chosen = choices.find((c) => c === value);
    if (chosen === undefined)
      problems.add('field.value', pointer(path, key), `${quote(value)} is not one of ${choices.join(', ')}.`);
    return chosen;
  }
}

const NO_RULE: TextRule = {};

/** Whether `textValue` would find nothing wrong. */
const isSound = (value: unknown, rule: TextRule): value is string =>
  typeof value === 'string' &&
  value.length <= (rule.max ?? 1_000) &&
  value.isWellFormed() &&
  !(rule.lines ? NUL : CONTROL).test(value) &&
  !(rule.required && value.trim() === '') &&
  (rule.pattern === undefined || rule.pattern.test(value));

/** Own keys only: `__proto__` and `constructor` are not fields. */
export const own = (parent: Fields, key: string): unknown => (Object.hasOwn(parent, key) ? parent[key] : undefined);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a store of text cannot hold it
const NUL = /\u0000/;
