// Quaycert disputes one finding with a reason, and keeps a critical one under embargo. The wrong report is about it too.
import { type Act, type At, validated } from './act.ts';

export const quaycert = (at: At): readonly Act[] => [
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
  [-4.62, 'tomas', validated('fuzz:quay-deep-der', 'Stops at 19,000 levels; three runs of three.', 'medium')],
  [-4.6, 'tomas', { kind: 'tellMaintainer', findRef: 'fuzz:quay-deep-der' }],
];
