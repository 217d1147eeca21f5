// The text of a range, `vers:npm/>=1.0.0|<2.0.0`: reading, checking and writing. As meant, what is plain is put in order; to the
// letter, what is not in the canonical form of the standard (clauses 5.3 and 5.4) is refused. Every problem at once.
import { failed, ok, problemList, quote, type Result } from '../../kit/index.ts';
import { sequenceFault, sortConstraints } from './order.ts';
import type { VersComparator, VersConstraint, VersRange } from './range.ts';

/** A range may list every version there was. */
export const MAX_VERS_LENGTH = 131_072;
export const MAX_VERS_CONSTRAINTS = 4_096;

export type VersReading = 'as-meant' | 'to-the-letter';

/** A range from its text, sorted by version. `path` is where it stands in the document, for the problems. */
export function parseVers(text: string, path = '', reading: VersReading = 'as-meant'): Result<VersRange> {
  const problems = problemList();
  const fault = (what: string, value = text): void =>
    problems.add('range.invalid', path, `The version range ${what}: ${quote(value)}.`);
  const done = (range: VersRange): Result<VersRange> =>
    problems.total > 0 ? failed(problems.kept, problems.total) : ok(range);
  const refuse = (what: string): Result<never> => {
    fault(what);
    return failed(problems.kept, problems.total);
  };
  if (text.length > MAX_VERS_LENGTH) return refuse(`is longer than ${MAX_VERS_LENGTH} characters`);
  const strict = reading === 'to-the-letter';
  const [, prefix = '', type = '', rest = ''] = FORM.exec(strict ? text : text.trim()) ?? [];
  if (prefix === '') return refuse('does not have the form vers:type/constraints');
  const scheme = type.toLowerCase();
  if (strict && (prefix !== 'vers' || scheme !== type)) fault('has capitals before its constraints');
  if (strict && /[^!-~]/.test(text)) fault('holds white space, or what is not ASCII');
  if (scheme === 'invalid') fault('is of the type that is reserved for invalid ranges');
  const parts = rest.split('|').map((part) => part.trim());
  if (parts.length > MAX_VERS_CONSTRAINTS) return refuse(`has more than ${MAX_VERS_CONSTRAINTS} constraints`);
  if (strict && parts.includes('')) fault('has an empty constraint');
  const written = parts.filter((part) => part !== '');
  if (written.length === 0) return refuse('has no constraint');
  if (written.every((part) => part === '*')) {
    if (strict && written.length > 1) fault('has * more than once');
    return done({ scheme, constraints: '*' });
  }
  if (scheme === 'all' || scheme === 'none') fault(`of type ${scheme} has other constraints than *`);
  const constraints = written.flatMap((part) => constraintOf(part, scheme, strict, fault));
  if (problems.total > 0) return failed(problems.kept, problems.total);
  const wrong = strict ? sequenceFault(scheme, constraints) : undefined;
  if (wrong !== undefined) fault(wrong);
  return done({ scheme, constraints: sortConstraints(scheme, constraints) });
}

const FORM = /^(vers):([a-z][a-z0-9.-]*)\/([\s\S]*)$/i;
const COMPARATOR = /^(?:!=|[<>]=?|=)/;

type Fault = (what: string, value?: string) => void;

function constraintOf(part: string, scheme: string, strict: boolean, fault: Fault): readonly VersConstraint[] {
  const sign = COMPARATOR.exec(part)?.[0] ?? '';
  if (strict && sign === '=') fault('has = before a version, which stands alone', part);
  const written = part.slice(sign.length);
  const encoded = strict ? written : written.trim();
  const version = decode(encoded);
  if (version === '') fault('has a comparator without a version', part);
  else if (version === undefined) fault('has percent-encoding that is not UTF-8', part);
  else if (/[<>=!*|]/.test(encoded)) fault('has a sign inside a version that is not encoded', part);
  else if (strict && encodeVersion(version) !== encoded) fault('has encoded what stands for itself', part);
  else if (strict && scheme === 'datetime' && /[tz]/.test(version)) fault('has a small t or z in a time', part);
  else return [{ comparator: (sign || '=') as VersComparator, version }]; // COMPARATOR matches nothing else
  return [];
}

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text.isWellFormed() ? text : undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The canonical text. Constraints are written in the order they have. */
export function versText({ scheme, constraints }: VersRange): string {
  if (constraints === '*') return `vers:${scheme}/*`;
  const parts = constraints.map((c) => (c.comparator === '=' ? '' : c.comparator) + encodeVersion(c.version));
  return `vers:${scheme}/${parts.join('|')}`;
}

/** Only what would be taken for a sign is encoded, and what is not visible ASCII. */
const encodeVersion = (version: string): string =>
  /^[!-~]*$/.test(version) && !/[<>=!*|%]/.test(version)
    ? version
    : version.toWellFormed().replace(/[<>=!*|%]|[^!-~]+/g, percent);

const percent = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
