// LanternFS does not answer. Then its bug is exploited.
import { type Act, type At, validated } from './act.ts';

export const lanternfs = (at: At): readonly Act[] => [
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
    -1.12,
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
