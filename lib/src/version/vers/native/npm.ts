// Ranges as npm writes them (node-semver), and Cargo and Composer with their own customs: comparators, ^ and ~, x for any, `a - b`.
import { type Alternative, below, bound, from, type Notation, next, only, readAll } from './terms.ts';

/** How a kind of package manager differs from npm. */
interface Custom {
  /** What a version alone means, when it is whole. */
  readonly bare: '=' | '^';
  /** ~1.2 leaves the second number open. */
  readonly openTilde: boolean;
  readonly or: RegExp;
}

const NPM: Custom = { bare: '=', openTilde: false, or: /\|\|/ };
export const readNpm = (text: string): Notation | undefined => read(text, NPM);
export const readCargo = (text: string): Notation | undefined => read(text, { ...NPM, bare: '^' });
export const readComposer = (text: string): Notation | undefined =>
  read(text, { bare: '=', openTilde: true, or: /\|\|?/ });

function read(text: string, custom: Custom): Notation | undefined {
  const doubts = new Set<string>();
  const alternatives = readAll(text.split(custom.or), (part) => alternative(part.trim(), custom, doubts));
  const [doubt] = doubts;
  return alternatives && { alternatives, ...(doubt === undefined ? {} : { doubt }) };
}

function alternative(text: string, custom: Custom, doubts: Set<string>): Alternative | undefined {
  const hyphen = /^(\S+) +- +(\S+)$/.exec(text);
  if (hyphen) return both(startingAt(hyphen[1] ?? ''), upTo(hyphen[2] ?? ''));
  const terms = text.replace(/([<>=~^]) +/g, '$1').split(/[\s,]+/);
  const read = readAll(
    terms.filter((one) => one !== ''),
    (one) => {
      const [, sign = '', version = ''] = /^([<>]=?|={1,3}|!=|~>|[~^]|)(.*)$/.exec(one) ?? [];
      if (isNarrowed(sign, partsOf(version), custom)) doubts.add(NARROWED);
      return term(sign, version, custom);
    },
  );
  if (!read) return undefined;
  const [first] = read;
  return read.length === 1 && first ? first : { bounds: read.flatMap(({ bounds }) => bounds), ...writtenOf(read) };
}

/** What the official tests read with zeros where npm reads any number, and with an end where npm has none. */
function isNarrowed(sign: string, parts: Parts | undefined, custom: Custom): boolean {
  if (parts?.major === undefined || parts.patch !== undefined) return false;
  if (sign === '>=') return parts.wild;
  return !parts.wild && (sign === '<=' || sign.startsWith('=') || (sign === '' && custom.bare === '='));
}

const NARROWED =
  'fewer than three numbers are read with zeros, or to their end; the package manager takes more versions';

function writtenOf(all: readonly Alternative[]): Pick<Alternative, 'written'> {
  if (!all.some(({ written }) => written)) return {};
  return { written: all.flatMap(({ bounds, written }) => written ?? bounds) };
}

const both = (a: Alternative | undefined, b: Alternative | undefined): Alternative | undefined =>
  a && b && { bounds: [...a.bounds, ...b.bounds] };

interface Parts {
  readonly major?: string;
  readonly minor?: string;
  readonly patch?: string;
  /** With its sign, as written; '' for none. */
  readonly pre: string;
  /** An x or * stands where a number could. */
  readonly wild: boolean;
}

/** undefined: not a version. No major: any version. */
function partsOf(text: string): Parts | undefined {
  const m =
    /^[vV=]*(?:(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])((?:\.\d+)*-?[0-9A-Za-z.-]*))?)?)?(?:\+[\w.-]*)?$/.exec(text);
  if (!m) return undefined;
  const [major, minor, patch] = [m[1], m[2], m[3]].map((part) => (part && /\d/.test(part) ? part : undefined));
  const wild = [m[2], m[3]].some((part) => part && /\D/.test(part)); // the first alone stands for every version
  if (major === undefined) return { pre: '', wild };
  if (minor === undefined) return { major, pre: '', wild };
  return patch === undefined ? { major, minor, pre: '', wild } : { major, minor, patch, pre: m[4] ?? '', wild };
}

function term(sign: string, version: string, custom: Custom): Alternative | undefined {
  const parts = partsOf(version);
  if (!parts) return undefined;
  const { major, minor, patch, pre, wild } = parts;
  if (major === undefined) return sign === '<' || sign === '>' || sign === '!=' ? undefined : { bounds: [] };
  const whole = `${major}.${minor ?? 0}.${patch ?? 0}${pre}`;
  const partial = patch === undefined;
  if (sign === '^' || (sign === '' && custom.bare === '^'))
    return { bounds: [from(whole), below(caretEnd(parts, major))] };
  if (sign === '~' || sign === '~>') return tilde(parts, major, whole, custom);
  if (sign === '>' && partial) return { bounds: [from(after(parts, major))] };
  if (sign === '<=' && wild) return { bounds: [below(after(parts, major))] };
  if (sign === '>=' && wild) return { bounds: [from(whole), below(after(parts, major))] };
  if (sign === '>' || sign === '>=' || sign === '<' || sign === '<=') return { bounds: [bound(sign, whole)] };
  if (sign === '!=') return partial ? undefined : { bounds: [bound('!=', whole)] };
  return { bounds: wild ? [from(whole), below(after(parts, major))] : [only(whole)] };
}

/** The lower end of `a - b`. */
function startingAt(version: string): Alternative | undefined {
  const parts = partsOf(version);
  return parts && { bounds: parts.major === undefined ? [] : [from(wholeOf(parts))] };
}

/** The upper end of `a - b`: with fewer than three numbers it holds all that begin with them. */
function upTo(version: string): Alternative | undefined {
  const parts = partsOf(version);
  if (parts?.major === undefined) return parts && { bounds: [] };
  return { bounds: [parts.patch === undefined ? below(after(parts, parts.major)) : bound('<=', wholeOf(parts))] };
}

const wholeOf = ({ major = '0', minor = '0', patch = '0', pre }: Parts): string => `${major}.${minor}.${patch}${pre}`;

/** The first version that does not begin with the numbers written. */
const after = ({ minor }: Parts, major: string): string =>
  minor === undefined ? `${next(major)}.0.0` : `${major}.${next(minor)}.0`;

/** ^ leaves open what is right of the first number that is not zero. */
function caretEnd({ minor, patch }: Parts, major: string): string {
  if (/[1-9]/.test(major) || minor === undefined) return `${next(major)}.0.0`;
  if (/[1-9]/.test(minor) || patch === undefined) return `${major}.${next(minor)}.0`;
  return `${major}.${minor}.${next(patch)}`;
}

/** The official tests write ~x.y.0-pre as the pre-releases of x.y.0 and the releases up to x.y.1, within a wider range. */
function tilde(parts: Parts, major: string, whole: string, custom: Custom): Alternative {
  const { minor, patch, pre } = parts;
  const open = custom.openTilde && patch === undefined;
  const end = below(open ? `${next(major)}.0.0` : after(parts, major));
  if (pre === '' || patch !== '0' || open) return { bounds: [from(whole), end] };
  const release = `${major}.${minor}.0`;
  const written = [from(whole), below(release), from(release), below(`${major}.${minor}.1`)];
  return { bounds: [from(whole), end], written };
}
