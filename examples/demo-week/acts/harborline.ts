// Harborline answers: one fix is out, one bug is under embargo, one was merged, split by mistake and put back.
import { TAR_ADVISORY } from '../advisories.ts';
import { type Act, type At, validated } from './act.ts';

export const harborline = (at: At): readonly Act[] => [
  // Traversal: two labs, one bug, fixed, published, deployed.
  [
    -8.2,
    'ines',
    validated(
      'lab-a:tar-traversal',
      'Unpacked the archive of the report in an empty container: a file appeared beside the target folder. With 2.0.0 it did not.',
      'critical',
    ),
  ],
  [
    -8.18,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'lab-a:tar-traversal',
      automatable: 'yes',
      technicalImpact: 'total',
      reason: 'An upload form is enough, and the file that is replaced may be a program.',
    },
  ],
  [
    -8.15,
    'ines',
    {
      kind: 'tellMaintainer',
      findRef: 'lab-a:tar-traversal',
      note: 'The failing test is attached. Nothing is public.',
    },
  ],
  [-7.9, 'oskar', { kind: 'acknowledge', findRef: 'lab-a:tar-traversal' }],
  [
    -7.85,
    'oskar',
    {
      kind: 'message',
      findRef: 'lab-a:tar-traversal',
      lane: 'shared',
      text: 'Thank you for one report and not five. The test fails here too. We aim for Thursday.',
    },
  ],
  [
    -7.8,
    'ines',
    {
      kind: 'setEmbargo',
      findRef: 'lab-a:tar-traversal',
      until: at(-3.2),
      zone: 'America/New_York',
      reason: 'The maintainer asks for Thursday, 10 in the morning.',
    },
  ],
  [
    -7.1,
    'jun',
    {
      kind: 'message',
      findRef: 'lab-a:tar-traversal',
      lane: 'shared',
      text: 'We had found it as well. Happy to share the credit.',
    },
  ],
  [
    -6.9,
    'oskar',
    { kind: 'vendorStatus', findRef: 'lab-a:tar-traversal', product: '@harborline/tar', status: 'affected' },
  ],
  [
    -6.8,
    'oskar',
    {
      kind: 'setSeverity',
      findRef: 'lab-a:tar-traversal',
      true: 'true',
      reachable: 'true',
      severity: 'high',
      reason: 'True. Most users unpack archives that they made themselves, hence high and not critical.',
    },
  ],
  [
    -4.6,
    'oskar',
    {
      kind: 'fixReady',
      findRef: 'lab-a:tar-traversal',
      fixedVersion: '2.4.2',
      commit: '5d0c1f7be2a94c6e',
      note: 'resolveEntry compares the resolved path with the root; the test is part of the suite.',
    },
  ],
  [
    -4.55,
    'oskar',
    {
      kind: 'vendorStatus',
      findRef: 'lab-a:tar-traversal',
      product: '@harborline/tar',
      status: 'fixed',
      fixedVersion: '2.4.2',
    },
  ],
  [-4.2, 'ines', { kind: 'draftAdvisory', findRef: 'lab-a:tar-traversal', draft: TAR_ADVISORY }],
  [-3.19, 'ines', { kind: 'publishAdvisory', findRef: 'lab-a:tar-traversal', summary: 'First publication.' }],
  // Links: looks like the same, is another. Two sightings, proposed and merged; against the traversal: distinct.
  [
    -6.6,
    'tomas',
    validated(
      'lab-b:tar-symlink',
      'A link and a file written through it: the file is outside. The fix for the traversal does not stop it.',
      'high',
    ),
  ],
  [
    -6.55,
    'tomas',
    {
      kind: 'decideCandidate',
      a: 'lab-b:tar-symlink',
      b: 'lab-a:tar-traversal',
      decision: 'distinct',
      reason: 'The patch for the one leaves the other open: tested both ways.',
    },
  ],
  [-6.5, 'tomas', { kind: 'tellMaintainer', findRef: 'lab-b:tar-symlink' }],
  [-6.2, 'oskar', { kind: 'acknowledge', findRef: 'lab-b:tar-symlink' }],
  [
    -5.2,
    'tomas',
    {
      kind: 'decideCandidate',
      a: 'lab-b:tar-symlink',
      b: 'lab-a:tar-symlink',
      decision: 'merge',
      reason: 'Both name applyLink; the test of the one fails in the same way for the other.',
    },
  ],
  [
    -2.2,
    'oskar',
    { kind: 'vendorStatus', findRef: 'lab-b:tar-symlink', product: '@harborline/tar', status: 'affected' },
  ],
  // Gate: validated, told, under embargo now.
  [
    -7.9,
    'ines',
    validated(
      'lab-a:gate-missing-check',
      'An OPTIONS request with a body changed a record without a session, on the example application of the project.',
      'critical',
    ),
  ],
  [
    -7.88,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'lab-a:gate-missing-check',
      automatable: 'yes',
      technicalImpact: 'total',
      reason: 'One request, no preparation; the caller acts as anybody.',
    },
  ],
  [-7.8, 'ines', { kind: 'tellMaintainer', findRef: 'lab-a:gate-missing-check' }],
  [-7.4, 'oskar', { kind: 'acknowledge', findRef: 'lab-a:gate-missing-check' }],
  [
    -7.3,
    'ines',
    {
      kind: 'setEmbargo',
      findRef: 'lab-a:gate-missing-check',
      until: at(6.4),
      zone: 'Europe/Stockholm',
      reason: 'Two weeks from the first word, as the project’s policy says.',
    },
  ],
  [
    -6.1,
    'oskar',
    { kind: 'vendorStatus', findRef: 'lab-a:gate-missing-check', product: '@harborline/gate', status: 'looking' },
  ],
  [
    -3.9,
    'ines',
    {
      kind: 'message',
      findRef: 'lab-a:gate-missing-check',
      lane: 'coordinators',
      text: 'Three operators run it in public. If it leaks we publish the interim text at once.',
    },
  ],
  // Cookie: two labs, no shared id; a person merges, splits by mistake, and takes that back.
  [
    -5,
    'ines',
    {
      kind: 'decideCandidate',
      a: 'lab-a:cookie-proto',
      b: 'lab-b:cookie-proto',
      decision: 'merge',
      reason: 'Same function, same key, one test fails for both.',
    },
  ],
  [
    -4.95,
    'tomas',
    { kind: 'split', findRefs: ['lab-b:cookie-proto'], reason: 'Taken for the older bug in parseJar.' },
    'split-cookie',
  ],
  [-4.9498, 'tomas', { kind: 'undo', step: 'split-cookie' }],
  [
    -4.9,
    'ines',
    validated(
      'lab-a:cookie-proto',
      'A cookie named __proto__ made a later request an administrator’s in the example application.',
      'medium',
    ),
  ],
  [-4.85, 'ines', { kind: 'tellMaintainer', findRef: 'lab-a:cookie-proto' }],
  [
    -4,
    'ines',
    validated(
      'human:gate-token-compare',
      'Measured on a quiet network: eleven bytes told in an hour. Over the internet: nothing.',
      'low',
    ),
  ],
  [-3.95, 'ines', { kind: 'tellMaintainer', findRef: 'human:gate-token-compare' }],
  [-3.9, 'tomas', { kind: 'assign', findRef: 'human:gate-token-compare', person: 'tomas' }],
];
