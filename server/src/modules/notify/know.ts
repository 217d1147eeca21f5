// Who may know of an event now. Asked when notices are made, and once more for each delivery when it is sent.
import { type NoticeEvent, RULES, type Tier } from './rules.ts';

export interface EventFacts {
  readonly kind: NoticeEvent;
  readonly facts: Readonly<Record<string, unknown>>;
}
/** One party that sees the event's wall at this moment, with one of its tiers. */
export interface Seer {
  readonly party_id: string;
  readonly tier: string;
}
export interface Told {
  readonly party: string;
  readonly tier: Tier;
}

/** The parties to be told, each once, under the first of the rule's tiers that it has. */
export function whoMayKnow(event: EventFacts, seers: readonly Seer[]): readonly Told[] {
  const rule = RULES[event.kind];
  const told = new Map<string, Told>();
  for (const tier of rule.tiers) {
    for (const { party_id: party } of seers.filter((s) => s.tier === tier)) {
      const named = !rule.onlyNamed || party === event.facts['party'];
      const other = rule.ownActToo === true || party !== event.facts['by'];
      if (named && other && !told.has(party)) told.set(party, { party, tier });
    }
  }
  return [...told.values()];
}
