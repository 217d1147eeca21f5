// "Who was exposed on day D, as known on day K" beside a model that simply replays what had come by K: no intervals, no histories. Advisories
// are published, revised, moved to another package and withdrawn; inventories come late, in any order, and are removed.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bom, type Operators, operators } from '../../../test/operators.ts';

const RUNS = 60;
const DAYS = 12;
const START = Date.UTC(2026, 2, 1);

interface Listed {
  readonly package: 'left' | 'right';
  /** undefined: the inventory states none. */
  readonly version: string | undefined;
}
type Came =
  | { readonly kind: 'inventory'; readonly name: string; readonly daysOld: number; readonly lists: readonly Listed[] }
  | { readonly kind: 'removal'; readonly name: string }
  | { readonly kind: 'advisory'; readonly id: string; readonly package: 'left' | 'right'; readonly fixed: string }
  | { readonly kind: 'withdrawal'; readonly id: string };
/** One thing a day, at noon; `at` is the day's number since the run began. */
type Dated = Came & { readonly at: number };

const listed: fc.Arbitrary<Listed> = fc.record({
  package: fc.constantFrom('left' as const, 'right' as const),
  version: fc.constantFrom('1.0.0', '1.5.0', '2.0.0', undefined),
});
const came: fc.Arbitrary<Came> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('inventory' as const),
      name: fc.constantFrom('web', 'mail'),
      daysOld: fc.nat(6),
      lists: fc.uniqueArray(listed, { maxLength: 3, selector: (l) => `${l.package} ${l.version}` }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('advisory' as const),
      id: fc.constantFrom('A', 'B'),
      package: fc.constantFrom('left' as const, 'right' as const),
      fixed: fc.constantFrom('1.2.0', '1.9.0', '3.0.0'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('removal' as const), name: fc.constantFrom('web', 'mail') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdrawal' as const), id: fc.constantFrom('A', 'B') }) },
);

let o: Operators;
beforeAll(async () => {
  o = await operators(instant(0, 12));
}, 120_000);
afterAll(() => o.t.close());

it('is what a replay of all that had come by then says', async () => {
  let begun = 10;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(came, { minLength: DAYS, maxLength: DAYS }), async (story) => {
      const first = begun;
      begun += DAYS + 10;
      run += 1;
      const dated = await happen(story, { first, prefix: `r${run}-` });
      for (let known = 0; known < DAYS; known += 1)
        for (let on = known - 8; on <= known; on += 1)
          expect(await asked(first + on, first + known, `r${run}-`), `day ${on} as known on day ${known}`).toEqual(
            replayed(dated, on, known),
          );
    }),
    { numRuns: RUNS },
  );
}, 240_000);

/** Lets the story happen from day `first` on, and says what of it was possible. */
async function happen(
  story: readonly Came[],
  { first, prefix }: { first: number; prefix: string },
): Promise<readonly Dated[]> {
  const dated: Dated[] = [];
  const ids = new Map<string, string>();
  const newest = new Map<string, Extract<Came, { kind: 'advisory' }>>();
  for (const [at, event] of story.entries()) {
    o.t.clock.set(instant(first + at, 12));
    await o.days(0);
    switch (event.kind) {
      case 'inventory': {
        const purls = event.lists.map((l) => `pkg:npm/${prefix}${l.package}${l.version ? `@${l.version}` : ''}`);
        const name = `${prefix}${event.name}`;
        const sent = await o.send(o.bank, name, bom(purls, instant(first + at - event.daysOld, 6)));
        expect(sent.status, JSON.stringify(sent.body)).toBe(201);
        ids.set(event.name, sent.body.inventory.id);
        break;
      }
      case 'removal': {
        const id = ids.get(event.name);
        if (id === undefined) continue;
        ids.delete(event.name);
        await o.t.call(o.bank, 'inventories.remove', { params: { id } });
        await o.t.work();
        break;
      }
      case 'advisory':
        newest.set(event.id, event);
        await o.advise(recordOf(event, prefix));
        break;
      case 'withdrawal': {
        const last = newest.get(event.id);
        if (!last) continue;
        await o.advise({ ...recordOf(last, prefix), withdrawn: o.t.clock.now() });
      }
    }
    dated.push({ ...event, at });
  }
  o.t.clock.set(instant(first + DAYS, 12));
  await o.days(0);
  return dated;
}

const recordOf = (a: Extract<Came, { kind: 'advisory' }>, prefix: string) => ({
  id: `${prefix.toUpperCase()}${a.id}`,
  package: `${prefix}${a.package}`,
  fixed: a.fixed,
});
const instant = (day: number, hour: number): string =>
  new Date(START + day * 86_400_000 + hour * 3_600_000).toISOString();

/** What the product says of 9:00 on a day, as known at the end of another. Two inventories may say the same of one time. */
async function asked(on: number, known: number, prefix: string): Promise<readonly string[]> {
  const { body } = await o.t.call(o.bank, 'exposures.asOf', {
    query: { on: instant(on, 9), known: instant(known, 23), q: prefix, limit: 200 },
  });
  const said: readonly string[] = body.items.map(
    // biome-ignore lint/suspicious/noExplicitAny: the answer's own form
    (i: any) =>
      `${i.asset.name.slice(prefix.length)} ${i.component.name.slice(prefix.length)} ${i.component.version ?? '?'} ${i.advisory.publicId.slice(prefix.length)} ${i.held.state}`,
  );
  return [...new Set(said)].sort();
}

/** The same from the story alone. */
function replayed(story: readonly Dated[], on: number, known: number): readonly string[] {
  const by = story.filter((e) => e.at <= known);
  return [
    ...new Set(['web', 'mail'].flatMap((name) => livesOf(name, by).flatMap((life) => reachedIn(name, life, by, on)))),
  ].sort();
}

interface Life {
  readonly sent: readonly Extract<Dated, { kind: 'inventory' }>[];
  /** Day of its removal. */
  readonly removed: number | undefined;
}
/** An inventory lives from its first file to its removal; the next of its name is another. */
function livesOf(name: string, by: readonly Dated[]): readonly Life[] {
  const lives: { sent: Extract<Dated, { kind: 'inventory' }>[]; removed: number | undefined }[] = [];
  for (const event of by) {
    if (event.kind !== 'inventory' && event.kind !== 'removal') continue;
    if (event.name !== name) continue;
    const last = lives.at(-1);
    const open = last !== undefined && last.removed === undefined ? last : undefined;
    if (event.kind === 'removal') {
      if (open) open.removed = event.at;
    } else if (open) open.sent.push(event);
    else lives.push({ sent: [event], removed: undefined });
  }
  return lives;
}

/** A file speaks for its own time and all that follows, in place of every one that came before it. */
function reachedIn(name: string, { sent, removed }: Life, by: readonly Dated[], on: number): readonly string[] {
  if (removed !== undefined && removed < on) return [];
  const speaks = sent.findLast((file) => file.at - file.daysOld <= on);
  // After its removal nothing is compared with it any more.
  const advisories = by.filter((e) => removed === undefined || e.at < removed);
  return (speaks?.lists ?? []).flatMap((l) =>
    ['A', 'B'].flatMap((id) => {
      const last = advisories.findLast((e) => (e.kind === 'advisory' || e.kind === 'withdrawal') && e.id === id);
      if (last?.kind !== 'advisory' || last.package !== l.package) return [];
      if (l.version !== undefined && l.version >= last.fixed) return [];
      return [
        `${name} ${l.package} ${l.version ?? '?'} ${id} ${l.version === undefined ? 'undetermined' : 'affected'}`,
      ];
    }),
  );
}
