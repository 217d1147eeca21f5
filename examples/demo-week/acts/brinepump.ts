// Brinepump takes two a week. The first of them is in the pumps of a utility and of a hospital.
import { PUMP_ADVISORY } from '../advisories.ts';
import { type Act, validated } from './act.ts';

export const brinepump = (): readonly Act[] => [
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
  [
    -1.8,
    'ines',
    {
      kind: 'publishAdvisory',
      findRef: 'fuzz:pump-frame-overflow',
      summary: 'First publication.',
      overrideEmbargo: 'Fixes are out for the library and for the pump; maintainer and device maker agree.',
    },
  ],
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
