// What the people of the week decide, say and do, in order of bug: told here as days before now. Reports, feeds and inventories
// arrive elsewhere; the advisories' texts stand in advisories.ts.

import type { PersonKey } from '../world.ts';
import { PUMP_ADVISORY, QUERY_ADVISORY, SHEET_ADVISORY, TAR_ADVISORY } from './advisories.ts';
import type { FindRef, Step } from './steps.ts';

type WithoutFrame<T> = T extends unknown ? Omit<T, 'key' | 'as' | 'at'> : never;
/** When (days from now, so the past is negative), who, what; and a key where another act names it. */
export type Act = readonly [day: number, as: PersonKey, what: WithoutFrame<Step>, key?: string];

/** `at` turns days from now into an instant; `day` into a calendar day. */
export function acts(at: (days: number) => string): readonly Act[] {
  const day = (days: number) => at(days).slice(0, 10);
  return [
    ...setUp(at),
    ...harborline(at),
    ...brinepump(),
    ...lanternfs(at),
    ...sluiceworks(at),
    ...quaycert(at),
    ...saltmarsh(at),
    ...noContact(at),
    ...duties(day),
  ];
}

const setUp = (at: (days: number) => string): readonly Act[] => [
  [-9, 'yusuf', { kind: 'submitModel', name: 'Cormorant-3', opensAt: at(-9), releaseAt: at(21) }],
  [-8.95, 'dolores', { kind: 'delegate', from: 'hospital', to: 'isac' }],
  [-8.5, 'leocadia', { kind: 'setProject', project: 'sluiceworks', pausedUntil: at(5) }],
  [-8.45, 'wilhelmina', { kind: 'setProject', project: 'brinepump', weeklyBudget: 2 }],
  [-4.9, 'bertrand', { kind: 'setProject', project: 'quaycert', acceptsUnvalidated: true }],
];

const harborline = (at: (days: number) => string): readonly Act[] => [
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
  [-3.2, 'ines', { kind: 'publishAdvisory', findRef: 'lab-a:tar-traversal', summary: 'First publication.' }],
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
      a: 'lab-a:tar-symlink',
      b: 'lab-b:tar-symlink',
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
  [-3.9, 'ines', { kind: 'assign', findRef: 'human:gate-token-compare', person: 'tomas' }],
];

const brinepump = (): readonly Act[] => [
  // Frame: same proof from two finders, in the pumps of a utility and of a hospital.
  [
    -6.7,
    'ines',
    validated(
      'fuzz:pump-frame-overflow',
      'The proof crashes brinepumpd of Debian 12 under AddressSanitizer, three runs of three. A frame with equal lengths does not.',
      'critical',
    ),
  ],
  [
    -6.68,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'fuzz:pump-frame-overflow',
      automatable: 'yes',
      technicalImpact: 'total',
      reason: 'One frame to an open port; the heap is overwritten with what the sender chose.',
    },
  ],
  [-6.65, 'ines', { kind: 'tellMaintainer', findRef: 'fuzz:pump-frame-overflow' }],
  [-6.3, 'wilhelmina', { kind: 'acknowledge', findRef: 'fuzz:pump-frame-overflow' }],
  [
    -5.8,
    'wilhelmina',
    { kind: 'vendorStatus', findRef: 'fuzz:pump-frame-overflow', product: 'brinepump', status: 'affected' },
  ],
  [
    -5.6,
    'ines',
    {
      kind: 'vendorStatus',
      findRef: 'fuzz:pump-frame-overflow',
      product: 'Velloria InfuSure 300',
      status: 'affected',
      justification: 'The device maker confirms by telephone that the pump has libbrinepump 1.6.0 inside.',
    },
  ],
  [
    -3.6,
    'ines',
    {
      kind: 'vendorStatus',
      findRef: 'fuzz:pump-frame-overflow',
      product: 'Velloria InfuSure 300',
      status: 'fixed',
      fixedVersion: '4.2.1',
    },
  ],
  [
    -3.4,
    'wilhelmina',
    {
      kind: 'fixReady',
      findRef: 'fuzz:pump-frame-overflow',
      fixedVersion: '1.6.0-1+deb12u2',
      commit: '91be44d07c3a',
      note: 'One length, checked once.',
    },
  ],
  [
    -3.38,
    'wilhelmina',
    {
      kind: 'vendorStatus',
      findRef: 'fuzz:pump-frame-overflow',
      product: 'brinepump',
      status: 'fixed',
      fixedVersion: '1.6.0-1+deb12u2',
    },
  ],
  [-2.4, 'ines', { kind: 'draftAdvisory', findRef: 'fuzz:pump-frame-overflow', draft: PUMP_ADVISORY }],
  [-1.8, 'ines', { kind: 'publishAdvisory', findRef: 'fuzz:pump-frame-overflow', summary: 'First publication.' }],
  // The second of the week; then the line: the budget is two.
  [
    -6,
    'ines',
    validated(
      'fuzz:pump-session-uaf',
      'Crashes in two of three runs, always at the same place. Needs a queued reply.',
      'high',
    ),
  ],
  [-5.9, 'ines', { kind: 'tellMaintainer', findRef: 'fuzz:pump-session-uaf' }],
  [-5.5, 'wilhelmina', { kind: 'acknowledge', findRef: 'fuzz:pump-session-uaf' }],
  [
    -5.45,
    'wilhelmina',
    {
      kind: 'message',
      findRef: 'fuzz:pump-session-uaf',
      lane: 'shared',
      text: 'Two a week is what we can do well. Please keep the others in the line, worst first.',
    },
  ],
  [
    -5.3,
    'tomas',
    validated('lab-a:pump-format', 'A pump named with a format string prints memory into the log.', 'high'),
  ],
  [-5.25, 'tomas', { kind: 'tellMaintainer', findRef: 'lab-a:pump-format' }],
  [
    -4.2,
    'tomas',
    validated(
      'fuzz:pump-rows-wrap',
      'Reproduced with a schedule of that many rows; needs four gigabytes of input.',
      'medium',
    ),
  ],
  [-4.15, 'tomas', { kind: 'tellMaintainer', findRef: 'fuzz:pump-rows-wrap' }],
  [
    -4.1,
    'tomas',
    validated('fuzz:pump-twice-freed', 'Crashes on reload of the refused schedule, three runs of three.', 'medium'),
  ],
  [-4.05, 'tomas', { kind: 'tellMaintainer', findRef: 'fuzz:pump-twice-freed' }],
  [
    -3.1,
    'ines',
    validated('lab-a:pump-stale-reply', 'Twenty bytes of an earlier message in each status reply.', 'low'),
  ],
  [-3.05, 'ines', { kind: 'tellMaintainer', findRef: 'lab-a:pump-stale-reply' }],
  [
    -1.0,
    'ines',
    validated('fuzz:pump-peer-null', 'Stops the daemon; it is restarted by the system after two seconds.', 'medium'),
  ],
  [-0.95, 'ines', { kind: 'tellMaintainer', findRef: 'fuzz:pump-peer-null' }],
  [
    -3,
    'tomas',
    {
      kind: 'validate',
      findRef: 'lab-a:pump-endless-wait',
      outcome: 'not_reproduced',
      reason:
        'With the configuration of the package the daemon closes silent peers after 30 s. Asked the lab which configuration it had.',
    },
  ],
];

const lanternfs = (at: (days: number) => string): readonly Act[] => [
  // The maintainer is silent; then somebody exploits it.
  [
    -8,
    'ines',
    validated('lab-a:lantern-path', 'Read a file outside the share as a guest, in nine of a hundred tries.', 'high'),
  ],
  [
    -7.98,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'lab-a:lantern-path',
      automatable: 'yes',
      technicalImpact: 'partial',
      reason: 'A loop of requests wins the race in seconds; files can be read, not written.',
    },
  ],
  [-7.95, 'ines', { kind: 'tellMaintainer', findRef: 'lab-a:lantern-path' }],
  [
    -5.9,
    'ines',
    {
      kind: 'message',
      findRef: 'lab-a:lantern-path',
      lane: 'shared',
      text: 'Second letter. Is this address still right? We also wrote to the address in the changelog.',
    },
  ],
  [-4.4, 'tomas', validated('fuzz:lantern-share-uaf', 'Crashes when a share is removed while it is listed.', 'medium')],
  [-4.3, 'tomas', { kind: 'tellMaintainer', findRef: 'fuzz:lantern-share-uaf' }],
  [
    -2.9,
    'ines',
    {
      kind: 'message',
      findRef: 'lab-a:lantern-path',
      lane: 'coordinators',
      text: 'Third letter unanswered. Two people of the distribution can build a fix; asking them under the same terms.',
    },
  ],
  [
    -1.3,
    'ines',
    {
      kind: 'message',
      findRef: 'lab-a:lantern-path',
      lane: 'shared',
      text: 'It is in the list of exploited vulnerabilities since today. We must publish without you if we do not hear by tomorrow.',
    },
  ],
  [-1.1, 'ines', validated('fuzz:lantern-xattr-read', 'Over-read of up to 60 bytes; three runs of three.', 'low')],
  [
    -1.05,
    'ines',
    {
      kind: 'hold',
      findRef: 'fuzz:lantern-xattr-read',
      hold: 'no_contact',
      reason:
        'The maintainer has not answered three letters; looking for a second contact before a third finding goes the same way.',
      expires: at(3),
    },
  ],
];

const sluiceworks = (at: (days: number) => string): readonly Act[] => [
  // The maintainer has paused, and says until when.
  [
    -6.2,
    'tomas',
    validated('lab-b:hl7-slow-segment', 'One message of 30 kB holds the queue for four minutes.', 'high'),
  ],
  [-6.15, 'tomas', { kind: 'tellMaintainer', findRef: 'lab-b:hl7-slow-segment' }],
  [
    -6.1,
    'tomas',
    {
      kind: 'hold',
      findRef: 'lab-b:hl7-slow-segment',
      hold: 'maintainer_capacity',
      reason:
        'The project has paused until the day shown and said so in public. Not exploited; a limit on message size helps meanwhile.',
      expires: at(5),
    },
  ],
  [
    -3.8,
    'ines',
    {
      kind: 'hold',
      findRef: 'lab-a:hl7-log',
      hold: 'not_validated',
      reason: 'Waits for a test machine with patient-like messages.',
      expires: at(1.5),
    },
  ],
];

const quaycert = (at: (days: number) => string): readonly Act[] => [
  [
    -7.7,
    'ines',
    validated(
      'fuzz:quay-asn1-overread',
      'Over-read of four bytes under AddressSanitizer. Without it nothing is seen.',
      'low',
    ),
  ],
  [-7.6, 'ines', { kind: 'tellMaintainer', findRef: 'fuzz:quay-asn1-overread' }],
  [-7.2, 'bertrand', { kind: 'acknowledge', findRef: 'fuzz:quay-asn1-overread' }],
  [
    -6,
    'bertrand',
    {
      kind: 'vendorStatus',
      findRef: 'fuzz:quay-asn1-overread',
      product: 'quaycert',
      status: 'not_affected',
      justification:
        'The buffer always ends in eight zero bytes that der_open adds; the fuzz target calls der_length without it.',
    },
  ],
  [
    -5.95,
    'bertrand',
    {
      kind: 'setSeverity',
      findRef: 'fuzz:quay-asn1-overread',
      true: 'true',
      reachable: 'false',
      severity: 'none',
      reason: 'True of the function alone, not reachable in the library.',
    },
  ],
  // The wrong report.
  [
    -6.4,
    'ines',
    {
      kind: 'validate',
      findRef: 'lab-b:quay-ghost',
      outcome: 'rejected',
      reason:
        'lib/sign/default_key.c is not in quaycert 2.8.0-4+deb12u1 nor in any version we have. The file belongs to another project of the same name.',
    },
  ],
  // The critical one, by hand, under embargo.
  [
    -2.7,
    'ines',
    validated(
      'human:quay-name-check',
      'A certificate with a zero byte in its name is accepted for the other host, with the command-line tool and with the library.',
      'critical',
    ),
  ],
  [
    -2.68,
    'ines',
    {
      kind: 'setSsvc',
      findRef: 'human:quay-name-check',
      automatable: 'no',
      technicalImpact: 'total',
      reason: 'Needs a certificate authority that signs such a name, and a place on the path.',
    },
  ],
  [-2.65, 'ines', { kind: 'tellMaintainer', findRef: 'human:quay-name-check' }],
  [-2.4, 'bertrand', { kind: 'acknowledge', findRef: 'human:quay-name-check' }],
  [
    -2.3,
    'bertrand',
    { kind: 'vendorStatus', findRef: 'human:quay-name-check', product: 'quaycert', status: 'affected' },
  ],
  [
    -2.2,
    'ines',
    {
      kind: 'setEmbargo',
      findRef: 'human:quay-name-check',
      until: at(11.6),
      zone: 'Africa/Accra',
      reason: 'Agreed with the maintainer: two weeks, then together with the distribution.',
    },
  ],
  [
    -2.1,
    'mirela',
    {
      kind: 'message',
      findRef: 'human:quay-name-check',
      lane: 'shared',
      text: 'Agreed. I will not speak about it before that hour.',
    },
  ],
  // Sent unvalidated, because this project asked for that.
  [
    -4.6,
    'tomas',
    {
      kind: 'tellMaintainer',
      findRef: 'fuzz:quay-deep-der',
      note: 'Not validated yet: the project has asked for such findings too.',
    },
  ],
];

const saltmarsh = (at: (days: number) => string): readonly Act[] => [
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
  [-1.7, 'tomas', { kind: 'publishAdvisory', findRef: 'human:sheet-formula', summary: 'First publication.' }],
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

const noContact = (at: (days: number) => string): readonly Act[] => [
  [-0.9, 'tomas', { kind: 'assign', findRef: 'lab-b:tar-long-name', person: 'tomas' }],
  [
    -0.85,
    'tomas',
    {
      kind: 'hold',
      findRef: 'lab-b:tar-long-name',
      hold: 'other',
      reason: 'The maintainer asked us to send small ones together at the end of the month.',
      expires: at(8),
    },
  ],
];

const duties = (day: (days: number) => string): readonly Act[] => [
  [
    -2.6,
    'calvin',
    {
      kind: 'duty',
      party: 'bank',
      about: { findRef: 'lab-a:tar-traversal' },
      assets: ['web-banking'],
      state: 'fixed',
      note: 'Rebuilt and rolled out with @harborline/tar 2.4.2 in the night window.',
      evidence: 'Change FCB-4417; SBOM of the running image made at 06:10.',
    },
  ],
  [
    -2.55,
    'calvin',
    {
      kind: 'duty',
      party: 'bank',
      about: { findRef: 'lab-a:tar-traversal' },
      assets: ['branch-tablets'],
      state: 'mitigated',
      note: 'Import of archives switched off on all tablets until the app store has the new build.',
      evidence: 'Device policy 118, applied to 64 of 64 tablets.',
      until: day(5),
    },
  ],
  [
    -2,
    'desmond',
    {
      kind: 'duty',
      party: 'agency',
      about: { findRef: 'lab-a:tar-traversal' },
      assets: ['lock-scheduler'],
      state: 'fixed',
      note: 'Updated in the weekly release.',
      evidence: 'Release 2026.47 of lock-scheduler, verified by scan.',
    },
  ],
  [
    -1.7,
    'desmond',
    {
      kind: 'duty',
      party: 'agency',
      about: { findRef: 'lab-a:tar-traversal' },
      assets: ['chart-viewer'],
      state: 'not_affected',
      note: 'The viewer only writes archives; nothing unpacks.',
      justification: 'vulnerable_code_not_in_execute_path',
      evidence: 'Code review CS-2209 with the call graph.',
    },
  ],
  [
    -1.2,
    'marguerite',
    {
      kind: 'duty',
      party: 'water',
      about: { findRef: 'fuzz:pump-frame-overflow' },
      assets: ['pump-house-north', 'pump-house-south'],
      state: 'mitigated',
      note: 'Control port closed at the valve-house firewall; operators use the panel.',
      evidence: 'Firewall rule 31, photo of the panel log.',
      until: day(6),
    },
  ],
  [
    -0.4,
    'marguerite',
    {
      kind: 'duty',
      party: 'water',
      about: { findRef: 'fuzz:pump-frame-overflow' },
      assets: ['pump-house-north'],
      state: 'fixed',
      note: 'Updated during low demand; both pumps ran a full cycle after.',
      evidence: 'dpkg shows 1.6.0-1+deb12u2; work order 7731.',
    },
  ],
  [
    -0.8,
    'philippa',
    {
      kind: 'duty',
      party: 'hospital',
      about: { findRef: 'fuzz:pump-frame-overflow' },
      assets: ['Ward 3 infusion pumps'],
      state: 'mitigated',
      note: 'Pumps of ward 3 taken off the wireless network; set by hand until the vendor comes.',
      evidence: 'Telephone call with the ward, confirmed by the clerk.',
      until: day(4),
    },
  ],
];

function validated(
  findRef: FindRef,
  reason: string,
  severity: 'critical' | 'high' | 'medium' | 'low',
): Extract<Act[2], { readonly kind: 'validate' }> {
  return { kind: 'validate', findRef, outcome: 'reproduced', reason, severity, reachable: 'true' };
}
