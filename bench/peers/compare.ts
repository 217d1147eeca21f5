// Two matchers' answers to the same questions: what both say, and who is right where they differ.
import { type Asked, type Truth, truthOf } from './adjudicate.ts';
import { type Answer, type Hit, hitKey } from './engine.ts';
import { componentsOf } from './like-osv-scanner.ts';
import type { MatchSet, OsvRecord } from './sets.ts';

export interface Differences {
  readonly same: number;
  /** How many differences had a right answer. */
  readonly decided: number;
  /** They are right; we say the opposite. */
  readonly oursWrong: number;
  /** They are right; we say that it cannot be known. */
  readonly oursOpen: number;
  readonly theirsWrong: number;
  readonly undecided: number;
  /** Ours, right, in ecosystems of which they answer nothing at all: they do not read such components, or our database is not theirs. */
  readonly notLookedUp: number;
  /** They answer for a component that no inventory has: they read its name or its version as something else. */
  readonly notAsked: number;
  /** For a person: the first of each kind. */
  readonly examples: readonly string[];
}

const EXAMPLES = 4;

/** What either of them says is affected and the other does not; an advisory that does not exist is nobody's right answer. */
export function compareAnswers(
  { advisories, timed, others }: Pick<MatchSet, 'advisories' | 'timed' | 'others'>,
  ours: readonly Answer[],
  theirs: readonly Answer[],
): Differences {
  const records = new Map(advisories.map(({ record }) => [record.id, record]));
  const mine = byKey(ours.flatMap(({ hits }) => hits));
  const open = byKey(ours.flatMap(({ open = [] }) => open));
  const other = byKey(theirs.flatMap(({ hits }) => hits));
  const components = new Set([...timed, ...others].flatMap(({ text }) => componentsOf(text).map(componentKey)));
  const kinds = new Map<string, string[]>();
  const looked = new Set([...other.values()].map(({ asked }) => asked.ecosystem));
  const note = (kind: string, key: string): void => void kinds.set(kind, [...(kinds.get(kind) ?? []), key]);
  for (const [key, hit] of mine) {
    if (other.has(key)) continue;
    const real = truth(records, hit);
    if (real === 'cannot be decided') note('undecided', key);
    else if (real === 'not affected') note('ours made up', key);
    else note(looked.has(hit.asked.ecosystem) ? 'theirs missed' : 'not looked up', key);
  }
  for (const [key, hit] of other) {
    if (mine.has(key)) continue;
    if (!components.has(componentKey(hit.asked))) {
      note('not in the inventory', key);
      continue;
    }
    const real = truth(records, hit);
    if (real === 'cannot be decided') note('undecided', key);
    else if (real === 'not affected') note('theirs made up', key);
    else note(open.has(key) ? 'ours left open' : 'ours missed', key);
  }
  const count = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (kinds.get(name)?.length ?? 0), 0);
  const oursWrong = count('ours missed', 'ours made up');
  const theirsWrong = count('theirs missed', 'theirs made up');
  return {
    same: [...mine.keys()].filter((key) => other.has(key)).length,
    decided: oursWrong + theirsWrong + count('ours left open'),
    oursWrong,
    oursOpen: count('ours left open'),
    theirsWrong,
    undecided: count('undecided'),
    notLookedUp: count('not looked up'),
    notAsked: count('not in the inventory'),
    examples: [...kinds].flatMap(([kind, keys]) => keys.slice(0, EXAMPLES).map((key) => `${kind}: ${key}`)),
  };
}

const componentKey = ({ ecosystem, name, version }: Asked): string => `${ecosystem} ${name}@${version}`;

const byKey = (hits: readonly Hit[]): Map<string, Hit> => new Map(hits.map((hit) => [hitKey(hit), hit]));

function truth(records: ReadonlyMap<string, OsvRecord>, { asked, id }: { asked: Asked; id: string }): Truth {
  const record = records.get(id);
  return record ? truthOf(record, asked) : 'not affected';
}
