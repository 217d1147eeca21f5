// How the week begins; a project that has paused; what waits for other reasons.
import { type Act, type At, validated } from './act.ts';

export const setUp = (at: At): readonly Act[] => [
  [-9, 'yusuf', { kind: 'submitModel', name: 'Cormorant-3', opensAt: at(-9), releaseAt: at(21) }],
  [-8.95, 'dolores', { kind: 'delegate', from: 'hospital', to: 'isac' }],
  [-8.5, 'leocadia', { kind: 'setProject', project: 'sluiceworks', pausedUntil: at(5) }],
  [-8.45, 'wilhelmina', { kind: 'setProject', project: 'brinepump', weeklyBudget: 2 }],
  [-4.9, 'bertrand', { kind: 'setProject', project: 'quaycert', weeklyBudget: 18 }],
];

export const sluiceworks = (at: At): readonly Act[] => [
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

export const noContact = (at: At): readonly Act[] => [
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
