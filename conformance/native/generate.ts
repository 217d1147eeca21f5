// Versions as an ecosystem writes them, from a seed, and versions one small edit away: most mistakes of an order lie between neighbours.

export type Random = () => number;
export interface Grammar {
  version(random: Random): string;
  /** Edits after which most versions are versions still. */
  readonly edits: readonly ((version: string, random: Random) => string)[];
}

const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T; // never of an empty list
/** Small numbers mostly, so that pairs meet; now and then a long one. */
const number = (random: Random): string =>
  random() < 0.03 ? `${1 + below(random, 9)}${below(random, 1e9)}` : `${below(random, random() < 0.8 ? 4 : 30)}`;
const numbers = (random: Random, least: number, most: number): string =>
  Array.from({ length: least + below(random, most - least + 1) }, () => number(random)).join('.');
const maybe = (random: Random, share: number, text: () => string): string => (random() < share ? text() : '');

const replaceNumber =
  (by: (digits: string, random: Random) => string) =>
  (version: string, random: Random): string => {
    const places = [...version.matchAll(/\d+/g)];
    const place = places[below(random, places.length)];
    return place
      ? version.slice(0, place.index) + by(place[0], random) + version.slice(place.index + place[0].length)
      : version;
  };
const oneMore = replaceNumber((digits) => String(BigInt(digits) + 1n));
const oneLess = replaceNumber((digits) => String(BigInt(digits) > 0n ? BigInt(digits) - 1n : 0n));
const padded = replaceNumber((digits) => `0${digits}`);
const longer = replaceNumber((digits, random) => `${digits === '0' ? '1' : digits}${below(random, 10)}`);
const append =
  (...texts: readonly string[]) =>
  (version: string, random: Random): string =>
    version + pick(random, texts);
const swap =
  (from: string, to: string) =>
  (version: string): string =>
    version.replace(from, to);
const onlyOf =
  (which: RegExp, edit: (version: string, random: Random) => string) =>
  (version: string, random: Random): string =>
    which.test(version) ? edit(version, random) : version;
const upper = (version: string): string => version.toUpperCase();

/** As projects write them; N is a number. */
const MAVEN_WORDS = (
  '-alpha-N -alphaN -beta-N -betaN -M1 -milestone-N -rcN -rc-N -RCN -cr-N -SNAPSHOT -N -sp-N -GA -jre -android ' +
  '.Final .GA .RELEASE -final -beta-N-SNAPSHOT -rcN-SNAPSHOT -incubating -b01'
).split(' ');

const PACKAGIST_WORDS =
  '-alphaN alphaN .beta.N -beta -RCN rcN -patchN -pN pN -plN -aN bN -dev -alphaN-dev _RC-N -stable'.split(' ');

/** Versions of Semantic Versioning 2.0.0, with all that may stand in them. */
const semver = (r: Random): string =>
  `${number(r)}.${number(r)}.${number(r)}${maybe(r, 0.5, () => `-${pick(r, ['alpha', 'beta', 'rc', '0', 'x-y', 'A', '1a', '-'])}${maybe(r, 0.6, () => `.${number(r)}`)}${maybe(r, 0.2, () => `.${pick(r, ['a', 'B', '10', '2', '-1', 'pre-1'])}`)}`)}${maybe(r, 0.15, () => pick(r, ['+build', '+001', '+1.a']))}`;
const SEMVER_EDITS: Grammar['edits'] = [
  oneMore,
  oneLess,
  longer,
  onlyOf(/^[^+]+$/, append('-rc', '-0', '-rc.1', '+b', '-')),
  onlyOf(/^[^+]+-[^+]+$/, append('.0', '.a', '.-', '0', 'a')),
  swap('alpha', 'Alpha'),
  swap('-rc', '-rc.0'),
  swap('beta', 'bet'),
];

export const GRAMMARS = {
  npm: {
    version: (r) =>
      `${number(r)}.${number(r)}.${number(r)}${maybe(r, 0.4, () => `-${pick(r, ['alpha', 'beta', 'rc', '0', 'x-y'])}${maybe(r, 0.6, () => `.${number(r)}`)}`)}${maybe(r, 0.1, () => '+build')}`,
    edits: [oneMore, oneLess, longer, append('-rc', '-0', '-rc.1', '+b'), swap('alpha', 'Alpha'), swap('-rc', '-rc.0')],
  },
  Debian: {
    version: (r) =>
      `${maybe(r, 0.3, () => `${below(r, 3)}:`)}${numbers(r, 1, 3)}${maybe(r, 0.3, () => pick(r, ['~rc1', '+dfsg', 'a', '+git2020', '~~', '.x', '~beta2', 'b1']))}${maybe(r, 0.7, () => `-${number(r)}${maybe(r, 0.5, () => pick(r, ['+deb12u1', '+deb12u10', '~bpo11+1', 'ubuntu2', '.1', '+b1', '~']))}`)}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      append('~', '+', '.', '.0', 'a', '-1', '+b1', '~~'),
      swap('~', '+'),
      swap('.', '+'),
      swap('rc', 'RC'),
      (v) => `0:${v.replace(/^\d+:/, '')}`,
      (v) => v.replace(/-[^-]*$/, ''),
    ],
  },
  PyPI: {
    version: (r) =>
      `${maybe(r, 0.1, () => `${below(r, 3)}!`)}${numbers(r, 1, 4)}${maybe(r, 0.35, () => `${pick(r, ['a', 'b', 'rc', '.alpha', '-beta.', 'c', '.pre'])}${below(r, 12)}`)}${maybe(r, 0.2, () => pick(r, ['.post1', '-1', '.post', '-r2', '.rev3']))}${maybe(r, 0.2, () => `.dev${below(r, 5)}`)}${maybe(r, 0.15, () => `+${pick(r, ['cpu', 'cu118', '1', 'ubuntu.1', 'local-2', '1.a.3'])}`)}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      onlyOf(/^[\d.]+$/, append('.0', '.dev0', '.post1', '+local', '.dev', 'a0', 'rc')),
      onlyOf(/^[^+]+$/, append('+local')),
      upper,
      (v) => `v${v}`,
      (v) => `0!${v.replace(/^\d+!/, '')}`,
      swap('.dev', '-dev'),
      swap('rc', 'c'),
    ],
  },
  Maven: {
    version: (r) =>
      `${1 + below(r, 9)}${maybe(r, 0.9, () => `.${numbers(r, 1, 3)}`)}${maybe(r, 0.5, () => pick(r, MAVEN_WORDS).replace('N', `${1 + below(r, 12)}`))}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      onlyOf(/^[\d.]+$/, append('.0', '-0', '-SNAPSHOT', '.Final', '-1', '.1', '-ga', '-x', '-rc1')),
      onlyOf(/^[^S]+$/, append('-SNAPSHOT')),
      upper,
    ],
  },
  'Red Hat': {
    version: (r) =>
      `${maybe(r, 0.3, () => `${below(r, 3)}:`)}${numbers(r, 1, 3)}${maybe(r, 0.3, () => pick(r, ['~rc1', '^git1', 'a', '+x', '~', '^', '_1', 'b2', '~rc1^git2']))}-${numbers(r, 1, 2)}${maybe(r, 0.6, () => pick(r, ['.el9', '.el9_2', '.el9_10', '.fc38', '.el8_4.1', '~pre', '^post']))}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      append('~', '^', '.', '.0', 'a', '.1', '^1', '~1'),
      swap('~', '^'),
      swap('.', '_'),
      swap('el', 'EL'),
      (v) => `0:${v.replace(/^\d+:/, '')}`,
    ],
  },
  RubyGems: {
    version: (r) =>
      `${numbers(r, 2, 4)}${maybe(r, 0.4, () => `${pick(r, ['.', '-', ''])}${pick(r, ['rc', 'pre', 'alpha', 'beta', 'a', 'x'])}${maybe(r, 0.6, () => `${pick(r, ['.', ''])}${number(r)}`)}`)}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      append('.0', '.a', '.pre', '-1', '.1', '.rc1'),
      upper,
      swap('-', '.pre.'),
      swap('rc', 'RC'),
    ],
  },
  Packagist: {
    version: (r) =>
      `${maybe(r, 0.2, () => 'v')}${below(r, 30)}${maybe(r, 0.9, () => `.${numbers(r, 1, 3)}`)}${maybe(r, 0.4, () => pick(r, PACKAGIST_WORDS).replace('N', `${below(r, 12)}`))}`,
    edits: [
      oneMore,
      oneLess,
      padded,
      longer,
      onlyOf(/^[\d.]+$/, append('-alpha', '-dev', '-p1', '-RC1', '-stable', 'b')),
      onlyOf(/^[^+]+$/, append('+build')),
      upper,
      swap('RC', 'rc'),
    ],
  },
  Go: {
    version: (r) =>
      `v${number(r)}.${number(r)}.${number(r)}${maybe(r, 0.4, () => pick(r, ['-rc.1', '-rc.10', '-alpha', '-0.20230101120000-0123456789ab', '-rc1.0.20230101120000-0123456789ab', '-beta.2']))}${maybe(r, 0.2, () => '+incompatible')}`,
    edits: [oneMore, oneLess, longer, onlyOf(/^[^+]+$/, append('-0', '+incompatible')), swap('-rc', '-RC')],
  },
  'crates.io': {
    version: (r) => semver(r),
    edits: SEMVER_EDITS,
  },
  Hex: {
    version: (r) => semver(r),
    edits: SEMVER_EDITS,
  },
  CRAN: {
    version: (r) => `${numbers(r, 1, 3)}${pick(r, ['.', '-'])}${number(r)}${maybe(r, 0.2, () => `-${number(r)}`)}`,
    edits: [oneMore, oneLess, padded, longer, append('.0', '-0', '.1', '-1', '.9000'), swap('.', '-'), swap('-', '.')],
  },
} satisfies Readonly<Record<string, Grammar>>;

/** Two versions apart, or one and its neighbour. */
export function pairOf(grammar: Grammar, random: Random, adjacent: boolean): readonly [string, string] {
  const a = grammar.version(random);
  if (!adjacent) return [a, grammar.version(random)];
  const b = pick(random, grammar.edits)(a, random);
  return random() < 0.5 ? [a, b] : [b, a];
}
