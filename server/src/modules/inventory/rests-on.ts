// "Not affected" is the silence of the feeds that would have spoken, so it holds no longer than they are fresh (DESIGN law 11). A component
// keeps a name for those feeds, `component.rests_on`; which of the names no longer hold is found when somebody asks.
import type { ComponentKey } from '@leadtime/lib/exposure';
import { millisOf } from '@leadtime/lib/kit';

export interface FeedAge {
  readonly source: string;
  readonly as_of: string | null;
  readonly max_age_hours: number;
}

/** `osv`: OSV alone. `osv-or-ghsa`: the fresher of the two counts. `products`: the feeds of vendors' products that are used. */
export type Basis = 'osv' | 'osv-or-ghsa' | 'products';

/** What GitHub reviews (docs.github.com, "About the GitHub Advisory database"): of other packages its silence says nothing. */
const REVIEWED_BY_GITHUB: ReadonlySet<string> = new Set([
  'npm',
  'pypi',
  'maven',
  'golang',
  'gem',
  'nuget',
  'composer',
  'cargo',
  'hex',
  'pub',
  'swift',
  'githubactions',
]);
const PRODUCTS: ReadonlySet<string> = new Set(['product', 'cpe']);
/** Feeds that speak of vendors' products. */
const PRODUCT_FEEDS: ReadonlySet<string> = new Set(['csaf', 'cve', 'nvd']);

/** null: nothing is looked up by which a feed could name it. A digest tells of one file and rests on nothing. */
export function restsOn(keys: readonly Pick<ComponentKey, 'namespace' | 'via'>[]): Basis | null {
  const named = keys.filter((k) => k.via !== 'file-digest').map((k) => k.namespace);
  const packages = named.filter((namespace) => !PRODUCTS.has(namespace));
  if (packages.length === 0) return named.length === 0 ? null : 'products';
  return packages.every((namespace) => REVIEWED_BY_GITHUB.has(namespace)) ? 'osv-or-ghsa' : 'osv';
}

/** The names that do not hold now. */
export function staleBases(feeds: readonly FeedAge[], now: string): Basis[] {
  const fresh = new Set(feeds.filter((f) => !isStale(f, now)).map((f) => f.source));
  const old: Readonly<Record<Basis, boolean>> = {
    osv: !fresh.has('osv'),
    'osv-or-ghsa': !fresh.has('osv') && !fresh.has('ghsa'),
    products: feeds.some(({ source }) => PRODUCT_FEEDS.has(source) && !fresh.has(source)),
  };
  return (['osv', 'osv-or-ghsa', 'products'] as const).filter((basis) => old[basis]);
}

/** Feeds past their maximum age, and those that were never read. */
export const staleFeeds = (feeds: readonly FeedAge[], now: string): string[] =>
  feeds.filter((f) => isStale(f, now)).map((f) => f.source);

const isStale = (f: FeedAge, now: string): boolean =>
  f.as_of === null || millisOf(now) - millisOf(f.as_of) > f.max_age_hours * 3_600_000;
