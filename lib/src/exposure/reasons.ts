// Every reason a verdict can have, as the sentence that a person reads. Codes are API: added, never renamed.
import type { Reason } from './model.ts';

export const EXPOSURE_REASONS = {
  'inside-interval': 'Version {version} lies in the affected range {range}.',
  'listed-version': 'Version {version} is listed as affected.',
  'all-versions': 'All versions are affected.',
  'same-file': 'The inventory lists the very file that the advisory names as affected ({version}).',
  'outside-intervals': 'Version {version} lies outside every affected range.',
  'version-missing': 'The inventory states no version, so this cannot be told.',
  'version-unordered': 'Version {version} cannot be ordered, so its place in the affected range is not known.',
  'version-partial': 'Version {version} leaves parts out; some versions it may mean are affected and some are not.',
  'version-ambiguous':
    'Version {version} or a bound of the range has leading zeros, and the two customs for them disagree.',
  'missing-epoch': 'Version {version} has no epoch; with and without the epoch of the advisory the answers differ.',
  'commit-version': 'Version {version} stands for a commit whose place among the releases is not known.',
  'range-unreadable': 'The advisory states no version range that can be evaluated for this package.',
  'under-investigation': 'Who wrote the advisory has not said yet whether version {version} is affected.',
  'ecosystem-unordered':
    'Versions of this ecosystem cannot be ordered here yet; only versions listed one by one are known.',
  'release-unknown': 'The component does not say its distribution release, and each release has its own fixes.',
  'release-not-stated': 'The advisory names no distribution release, and each release has its own fixes.',
  'version-malformed':
    'Version {version} or a bound of the range is not valid, and what the one means beside the other is not known.',
  'stream-unknown':
    'Version {version} lies in the affected range {range}, but it or the fix is of a module or a vendor’s rebuild with fixes of its own.',
  'channel-unknown':
    'Version {version} lies in the affected range {range}, but the release has channels with fixes of their own, and the component does not say its channel.',
  'no-advisory': 'No advisory at hand names this package.',
  'no-identity': 'The component has no package URL, and no vendor to look its product up by.',
  'vendor-missing': 'The row names no vendor, so its product cannot be looked up.',
  'purl-invalid': 'The package URL of the component is not valid.',
  'cpe-only': 'The component is named by a CPE alone, and it names no product.',
  'context-unknown':
    'The advisory says it only of what runs on or in something else, and whether that is so of version {version} here is not known.',
  'copy-may-differ':
    'It is a copy or a changed form of version {version}, which is affected; whether the change takes that away is not known.',
} as const;

export type ExposureReasonCode = keyof typeof EXPOSURE_REASONS;

/** The reason with its sentence filled in. */
export function reason(code: ExposureReasonCode, values: Readonly<Record<string, string>> = {}): Reason {
  const parts = PARTS.get(code) ?? [];
  let text = '';
  for (const [i, part] of parts.entries()) text += i % 2 === 0 ? part : (values[part] ?? '?');
  return Object.keys(values).length === 0 ? { code, text } : { code, text, values };
}

/** Words and names of values by turns: every hit has a reason, and to look for braces each time took longer than to find the hit. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(EXPOSURE_REASONS).map(([code, text]) => [code, text.split(/\{(\w+)\}/)]),
);
