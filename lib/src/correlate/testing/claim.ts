// A finding claim with nothing in it, to be filled by a test.
import type { FindingClaim } from '../../advisory/finding-model.ts';

export const claim = (given: Partial<FindingClaim> = {}): FindingClaim => ({
  ordinal: 0,
  path: '',
  title: 'x',
  description: '',
  target: {},
  locations: [],
  weaknesses: [],
  aliases: [],
  fingerprints: [],
  severity: { level: 'unknown', vectors: [] },
  attachments: [],
  discovery: { by: 'unknown', promptRetention: 'unknown' },
  finders: [],
  ...given,
});

export const proof = (digest: string, size = 100) =>
  ({ role: 'proof', name: 'p', mediaType: 'application/octet-stream', digest: digest.padEnd(64, '0'), size }) as const;
