// Saltmarsh has a fix that waits for its day, and an advisory that had to be withdrawn.
import { QUERY_ADVISORY, SHEET_ADVISORY } from '../advisories.ts';
import { type Act, type At, validated } from './act.ts';

export const saltmarsh = (at: At): readonly Act[] => [
  [
    -7,
    'ines',
    validated(
      'lab-a:query-injection',
      'A column name with a quote returned the rows of another customer in the example database.',
      'high',
    ),
  ],
  [
    -6.98,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'lab-a:query-injection',
      automatable: 'no',
      technicalImpact: 'total',
      reason: 'Needs an account; what it reads is everything.',
    },
  ],
  [-6.9, 'ines', { kind: 'tellMaintainer', findRef: 'lab-a:query-injection' }],
  [-6.5, 'noor', { kind: 'acknowledge', findRef: 'lab-a:query-injection' }],
  [
    -3.3,
    'tomas',
    {
      kind: 'decideCandidate',
      a: 'lab-a:query-injection',
      b: 'lab-b:query-injection',
      decision: 'merge',
      reason: 'Both name orderBy and the same argument.',
    },
  ],
  [
    -1.4,
    'noor',
    {
      kind: 'fixReady',
      findRef: 'lab-a:query-injection',
      fixedVersion: '3.5.3',
      commit: '7aa01c55e9',
      note: 'Names are looked up in the table’s own list.',
    },
  ],
  [
    -1.35,
    'noor',
    {
      kind: 'vendorStatus',
      findRef: 'lab-a:query-injection',
      product: '@saltmarsh/query',
      status: 'fixed',
      fixedVersion: '3.5.3',
    },
  ],
  [
    -1.2,
    'ines',
    {
      kind: 'setEmbargo',
      findRef: 'lab-a:query-injection',
      until: at(1.25),
      zone: 'Europe/Prague',
      reason: 'The release is ready; published together tomorrow.',
    },
  ],
  [-1, 'ines', { kind: 'draftAdvisory', findRef: 'lab-a:query-injection', draft: QUERY_ADVISORY }],
  [
    -4.9,
    'tomas',
    validated(
      'lab-a:query-fetch',
      'A table defined over a loopback address showed the health page of the server.',
      'medium',
    ),
  ],
  [-4.8, 'tomas', { kind: 'tellMaintainer', findRef: 'lab-a:query-fetch' }],
  [
    -4.1,
    'noor',
    { kind: 'vendorStatus', findRef: 'lab-a:query-fetch', product: '@saltmarsh/query', status: 'not_looked' },
  ],
  // Published, then withdrawn with its reason.
  [
    -2.5,
    'ines',
    validated(
      'human:sheet-formula',
      'A cell that starts with an equals sign was run when the file was opened.',
      'medium',
    ),
  ],
  [-2.45, 'ines', { kind: 'tellMaintainer', findRef: 'human:sheet-formula' }],
  [-2.3, 'noor', { kind: 'acknowledge', findRef: 'human:sheet-formula' }],
  [-1.95, 'noor', { kind: 'fixReady', findRef: 'human:sheet-formula', fixedVersion: '1.4.1' }],
  [-1.9, 'tomas', { kind: 'draftAdvisory', findRef: 'human:sheet-formula', draft: SHEET_ADVISORY }],
  [
    -1.7,
    'tomas',
    {
      kind: 'publishAdvisory',
      findRef: 'human:sheet-formula',
      summary: 'First publication.',
      overrideEmbargo: 'The fix is out; the maintainer asks for it.',
    },
  ],
  [
    -0.6,
    'ines',
    {
      kind: 'withdrawAdvisory',
      findRef: 'human:sheet-formula',
      reason:
        'The maintainer shows that cells are quoted since 1.2.0. Only the example program of the repository, which no package contains, was affected.',
    },
  ],
];
