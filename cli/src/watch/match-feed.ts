// Matches inventories with what was pulled. In one process the claims on the inventories' packages stay in memory and only new entries
// are read; the files are read through again when an inventory names a package that was not asked for before.
import type { Advisory, Component } from '@leadtime/lib/advisory';
import {
  buildIndex,
  type CompiledAdvisory,
  compile,
  type ExposureIndex,
  identify,
  matchInventory,
} from '@leadtime/lib/exposure';
import { parseEntry, WATCH_STREAMS } from '@leadtime/lib/watch';
import { type Judged, judge } from '../match/verdicts.ts';
import { type Facts, type FeedStore, readStored, type StoredLine } from './feed-store.ts';

export interface Known {
  readonly title: string;
  readonly aliases: readonly string[];
  readonly facts: Facts;
}

/** The part of the feed that inventories ask for. Advisories are named as the feed names them: `osv/GHSA-…`, `ours/LT-…`. */
export interface FeedIndex {
  /** Brings it up to what was pulled, for these packages. */
  refresh(store: FeedStore, wanted: ReadonlySet<string>): Promise<void>;
  readonly index: ExposureIndex;
  known(advisory: string): Known | undefined;
  /** Why an advisory is not in the feed any more. */
  retracted(advisory: string): 'withdrawn' | 'access-ended' | undefined;
  /** Advisories in the feed, and how many of them could not be read. */
  readonly advisories: number;
  readonly refused: number;
}

export function feedIndex(): FeedIndex {
  let asked: ReadonlySet<string> = new Set();
  let index = buildIndex([]);
  const bytes = { outside: 0, ours: 0 };
  const files = { outside: '', ours: '' };
  const compiled = new Map<string, readonly CompiledAdvisory[]>();
  const facts = new Map<string, Known>();
  const present = new Set<string>();
  const refused = new Set<string>();
  const gone = new Map<string, 'withdrawn' | 'access-ended'>();
  const forget = (advisory: string): void => {
    for (const map of [compiled, facts, present, refused, gone]) map.delete(advisory);
  };
  const take = ({ line, packages, text }: StoredLine): void => {
    const parsed = parseEntry(line);
    if (!parsed.ok) return;
    const { value: entry } = parsed;
    forget(entry.advisory);
    if (entry.kind === 'retract') {
      gone.set(entry.advisory, entry.why);
      return;
    }
    present.add(entry.advisory);
    if (packages === null) return void refused.add(entry.advisory);
    if (!packages.some((name) => asked.has(name))) return;
    const read = readStored(text);
    const [first] = read?.advisories ?? [];
    if (!read || !first) return void refused.add(entry.advisory);
    compiled.set(
      entry.advisory,
      read.advisories.map((a) => only(compile({ ...a, id: entry.advisory }), asked)),
    );
    facts.set(entry.advisory, { title: titleOf(first), aliases: first.aliases, facts: read.facts });
  };
  return {
    async refresh(store, wanted) {
      if (![...wanted].every((name) => asked.has(name))) {
        asked = new Set([...asked, ...wanted]);
        bytes.outside = 0;
        bytes.ours = 0;
        for (const map of [compiled, facts, present, refused, gone]) map.clear();
      }
      let read = 0;
      for (const stream of WATCH_STREAMS) {
        // In another file every entry stands that still holds, at other places; to take one again changes nothing.
        if (store.file(stream) !== files[stream]) bytes[stream] = 0;
        files[stream] = store.file(stream);
        for await (const line of store.lines(stream, bytes[stream])) {
          take(line);
          read += 1;
        }
        bytes[stream] = store.bytes(stream);
      }
      if (read > 0) index = buildIndex([...compiled.values()].flat());
    },
    get index() {
      return index;
    },
    known: (advisory) => facts.get(advisory),
    retracted: (advisory) => gone.get(advisory),
    get advisories() {
      return present.size;
    },
    get refused() {
      return refused.size;
    },
  };
}

const titleOf = ({ summary, id }: Advisory): string => summary || id;

function only(advisory: CompiledAdvisory, wanted: ReadonlySet<string>): CompiledAdvisory {
  return { ...advisory, claims: advisory.claims.filter(({ namespace, name }) => wanted.has(`${namespace}/${name}`)) };
}

export const packagesOf = (components: readonly Component[]): ReadonlySet<string> =>
  new Set(components.flatMap((component) => identify(component).keys.map((key) => key.package)));

export interface Staleness {
  /** A feed of packages is past its age: what rests on it is not safe. */
  readonly packages: boolean;
  /** A feed of vendors' products is. */
  readonly products: boolean;
  /** The last head is too old to say anything. */
  readonly all: boolean;
}

/** What "not affected" rests on, as the server tells it (its inventory/prepare.ts): feeds of packages, else those of products. */
export function judgeAll(index: ExposureIndex, components: readonly Component[], stale: Staleness): readonly Judged[] {
  return matchInventory(index, components).map(({ component, verdict }) => {
    const named = identify(component).keys.filter(({ via }) => via !== 'file-digest');
    const packages = named.some(({ namespace }) => namespace !== 'product' && namespace !== 'cpe');
    const old = named.length > 0 && (packages ? stale.packages : stale.products);
    return judge(component, verdict, stale.all || old);
  });
}
