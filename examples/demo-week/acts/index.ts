// What the people of the week decide, say and do about single cases, told as days before now. Reports, feeds and inventories
// arrive elsewhere; the advisories' texts stand in advisories.ts.
import type { Act, At } from './act.ts';
import { brinepump } from './brinepump.ts';
import { duties } from './duties.ts';
import { harborline } from './harborline.ts';
import { lanternfs } from './lanternfs.ts';
import { noContact, setUp, sluiceworks } from './others.ts';
import { quaycert } from './quaycert.ts';
import { saltmarsh } from './saltmarsh.ts';

export type { Act } from './act.ts';

export function acts(at: At): readonly Act[] {
  return [
    ...setUp(at),
    ...harborline(at),
    ...brinepump(),
    ...lanternfs(at),
    ...sluiceworks(at),
    ...quaycert(at),
    ...saltmarsh(at),
    ...noContact(at),
    ...duties((days) => at(days).slice(0, 10)),
  ];
}
