// Made-up versions as each ecosystem's packages spell them: mostly plain ones, with the share of pre-releases, revisions and odd forms that
// releases have. Half of the pairs are neighbours, which differ late; the others are any two.
import type { Random } from '../../examples/generate/random.ts';

export const ECOSYSTEMS = ['npm', 'PyPI', 'Maven', 'Debian', 'Go', 'RPM'] as const;
export type Spelled = (typeof ECOSYSTEMS)[number];

/** One line of `leadtime version compare ECOSYSTEM --pairs`. */
export function pairLine(ecosystem: Spelled, r: Random): string {
  const plain: Plain = [r.below(12), r.below(30), r.below(60)];
  const other: Plain = r.chance(50)
    ? [plain[0], plain[1], plain[2] + r.below(3)]
    : [r.below(12), r.below(30), r.below(60)];
  const spell = SPELL[ecosystem];
  return `${spell(plain, r)}\t${spell(other, r)}`;
}

type Plain = readonly [number, number, number];

const dotted = (plain: Plain): string => plain.join('.');

const SPELL: Readonly<Record<Spelled, (plain: Plain, r: Random) => string>> = {
  npm: (plain, r) =>
    `${dotted(plain)}${r.chance(15) ? `-${r.pick(['rc', 'beta', 'alpha', 'next'])}.${r.below(20)}` : ''}${r.chance(3) ? `+build.${r.below(99)}` : ''}`,
  PyPI: (plain, r) =>
    `${r.chance(1) ? '1!' : ''}${dotted(plain)}${r.weighted([
      ['', 80],
      [`rc${r.below(4)}`, 7],
      [`.post${r.below(4)}`, 6],
      [`.dev${r.below(400)}`, 5],
      [`+cu${r.between(110, 128)}`, 2],
    ])}`,
  Maven: (plain, r) =>
    `${dotted(plain)}${r.weighted([
      ['', 65],
      ['-SNAPSHOT', 5],
      ['.Final', 10],
      ['.RELEASE', 8],
      [`-RC${r.below(4)}`, 5],
      [`-M${r.below(9)}`, 3],
      ['-jre', 4],
    ])}`,
  Debian: (plain, r) =>
    `${r.chance(15) ? `${r.between(1, 2)}:` : ''}${dotted(plain)}${r.pick(['', '', '+dfsg', '~rc1', '+git20240101'])}-${r.between(1, 9)}${r.pick(['', '', '+deb12u1', '+deb12u10', 'ubuntu0.22.04.3', '+b1'])}`,
  Go: (plain, r) =>
    r.chance(20)
      ? `v0.0.0-${20_200_101 + r.below(60_000)}${100_000 + r.below(99_999)}-${r.hex(12)}`
      : `v${dotted(plain)}${r.chance(5) ? `-rc.${r.below(9)}` : ''}${r.chance(5) ? '+incompatible' : ''}`,
  RPM: (plain, r) =>
    `${r.chance(20) ? `${r.between(1, 3)}:` : ''}${dotted(plain)}-${r.between(1, 40)}.${r.pick(['el8', 'el9', 'el9_2.1', 'fc39', 'module_el8.6.0+13+abcdef'])}`,
};
