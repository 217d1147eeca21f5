// Words of a verdict for people who are no specialists. Each code that lib/exposure can give has its sentence here, or does not compile.
import type { ExposureReasonCode, Tier, Via } from '@leadtime/lib/exposure';

/** How the component was found under the package that the advisory names. */
export const HOW_WE_KNOW: Readonly<Record<Via, string>> = {
  'package-url': 'the package in your inventory and the one in the advisory have the same name',
  'upstream-qualifier': 'your inventory names the source package that this was built from, and the advisory names that',
  'source-package': 'your inventory names the source package that this was built from, and the advisory names that',
  'binary-name': 'the advisory names the package as it is installed, under the same name as your inventory',
  'vendor-and-product': 'the vendor and the product of your inventory are those that the advisory names',
  'cpe-name': 'your inventory names the product by a CPE, and the advisory names the same product',
  'other-package-url': 'your inventory gives another name for the same component, and the advisory names that one',
  pedigree: 'your inventory says that it is a copy or a changed form of what the advisory names',
  'file-digest': 'your inventory lists a file by its digest, and the advisory names the same digest',
  'main-module':
    'the Go module that your inventory is of is the one that the advisory names; its version was written by the build',
  'assumed-channel':
    'the advisory is of one update channel of your release, and your inventory does not say which you use',
};

export const HOW_SURE: Readonly<Record<Tier, string>> = {
  exact: 'The match is exact.',
  digest: 'It is the very file, byte by byte.',
  vendor: 'It is the word of the distribution itself, which mends its packages under its own version numbers.',
  cpe: 'A CPE names a product more loosely than a package name does, so look whether it is the same product.',
  heuristic: 'Names or versions had to be read freely for this, so look whether it is the same product.',
  'no-vendor-statement': 'The vendor itself has said nothing.',
};

const VERSION =
  'Find the exact version that is installed, as its maker writes it, and send the inventory again with it.';
const ASK =
  'Ask the maker whether your version is affected, and write the answer into the duty. An advisory that says it more exactly settles it by itself.';

/** What settles a verdict that could not be given. Codes of settled verdicts have none. */
export const WHAT_SETTLES = {
  'version-missing':
    'Find the version that is installed (its screen, menu or label shows it), and send the inventory again with it.',
  'version-unordered': VERSION,
  'version-partial': `${VERSION} One digit more is often enough.`,
  'version-ambiguous': `${VERSION} Without zeros in front of a number it can be read in one way only.`,
  'missing-epoch':
    'Send the inventory again with the whole version of the package: the number before the colon (the epoch) is missing.',
  'commit-version': 'Find the release that was built from this commit, and send the inventory again with its number.',
  'version-malformed': VERSION,
  'range-unreadable': ASK,
  'under-investigation':
    'Wait for the advisory’s author, who is still looking: when they say it, this is decided anew by itself.',
  'ecosystem-unordered': ASK,
  'release-unknown':
    'Send the inventory again with the release of the distribution (for Debian: distro=debian-12 in the package URL).',
  'release-not-stated': 'Look in the tracker of your distribution whether its release has the fix.',
  'stream-unknown': 'Look in the notices of the vendor of your build whether its own version has the fix.',
  'channel-unknown':
    'Send the inventory again with the update channel that the system uses, or look in the notices of that channel.',
  'cpe-only': 'Send the inventory again with a package URL, or with vendor, product and version.',
  'context-unknown': 'Look whether it runs on or in what the advisory names; its text says which.',
  'copy-may-differ': 'Ask who made the copy whether the fix is in it.',
} as const satisfies Partial<Record<ExposureReasonCode, string>>;
export type SettleCode = keyof typeof WHAT_SETTLES;

export const WHY_ENDED = {
  'component-gone': 'your newest inventory does not list the component any more',
  'inventory-removed': 'the inventory was removed',
  'advisory-withdrawn': 'the advisory was withdrawn by its author',
  'advisory-changed': 'the advisory was changed and does not name this package any more',
} as const;
