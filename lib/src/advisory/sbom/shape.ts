// A small language for what a document of a published schema may hold: which members an object has, which of them it needs, and what
// each may be. Everything that is wrong is named at its place. The reader of an inventory is lenient; this is the strict judge.
import { type ProblemList, parseInstant, quote } from '../../kit/index.ts';
import type { Fields } from '../fields.ts';

export interface Checking {
  readonly problems: ProblemList;
  /** Of the document's specification, such as `1.6`. */
  readonly version: string;
}
/** Judges one value at a JSON pointer. */
export type Check = (value: unknown, path: string, checking: Checking) => void;

export interface Shape {
  readonly members: Readonly<Record<string, Check>>;
  readonly required?: readonly string[];
  /** Other members are no fault. */
  readonly open?: boolean | ((version: string) => boolean);
  /** What no single member tells. */
  readonly also?: (fields: Fields, path: string, checking: Checking) => void;
}

export const anything: Check = () => {};

/** A text; with `nonEmpty` one of at least one character. */
export const text =
  (rule: { readonly nonEmpty?: boolean; readonly pattern?: RegExp; readonly form?: string } = {}): Check =>
  (value, path, { problems }) => {
    if (typeof value !== 'string') problems.add('field.type', path, `A text is expected, not ${quote(value)}.`);
    else if (rule.nonEmpty && value === '') problems.add('field.missing', path, 'The text is empty.');
    else if (rule.pattern && !rule.pattern.test(value))
      problems.add('field.value', path, `${quote(value)} is not ${rule.form ?? 'of the form asked for'}.`);
  };

export const oneOf =
  (choices: readonly string[] | ((version: string) => readonly string[])): Check =>
  (value, path, { problems, version }) => {
    const allowed = typeof choices === 'function' ? choices(version) : choices;
    if (typeof value !== 'string') problems.add('field.type', path, `A text is expected, not ${quote(value)}.`);
    else if (!allowed.includes(value)) {
      const shown = allowed.length > 20 ? `the ${allowed.length} allowed` : allowed.join(', ');
      problems.add('field.value', path, `${quote(value)} is not one of ${shown}.`);
    }
  };

export const boolean: Check = (value, path, { problems }) => {
  if (typeof value !== 'boolean') problems.add('field.type', path, `true or false is expected, not ${quote(value)}.`);
};

export const wholeNumber: Check = (value, path, { problems }) => {
  if (!Number.isInteger(value)) problems.add('field.type', path, `A whole number is expected, not ${quote(value)}.`);
};

export const instant: Check = (value, path, { problems }) => {
  if (typeof value !== 'string' || value.length > 64 || parseInstant(value) === undefined)
    problems.add('date.syntax', path, `${quote(value)} is not an instant with a zone.`);
};

export const listOf =
  (item: Check): Check =>
  (value, path, checking) => {
    if (!Array.isArray(value)) {
      checking.problems.add('field.type', path, `A list is expected, not ${quote(value)}.`);
      return;
    }
    for (let i = 0; i < value.length; i += 1) item(value[i], `${path}/${i}`, checking);
  };

/** The shape is asked for when it is first needed, so that shapes may hold each other. */
export const object = (shape: () => Shape): Check => {
  let known: Shape | undefined;
  return (value, path, checking) => {
    known ??= shape();
    checkShape(known, value, path, checking);
  };
};

function checkShape(shape: Shape, value: unknown, path: string, checking: Checking): void {
  const { problems, version } = checking;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    problems.add('field.type', path, `An object is expected, not ${quote(value)}.`);
    return;
  }
  const fields = value as Fields; // an object, by the test above; its members are judged one by one
  const open = typeof shape.open === 'function' ? shape.open(version) : shape.open === true;
  for (const key of Object.keys(fields)) {
    const check = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined;
    if (check) check(fields[key], `${path}/${escaped(key)}`, checking);
    else if (!open)
      problems.add('field.unknown', `${path}/${escaped(key)}`, `${quote(key)} is not part of the format here.`);
  }
  for (const key of shape.required ?? [])
    if (!Object.hasOwn(fields, key))
      problems.add('field.missing', `${path}/${escaped(key)}`, `${quote(key)} is absent.`);
  shape.also?.(fields, path, checking);
}

const escaped = (key: string): string => (/[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key);
