// One look at the inventories with what was pulled: the verdict of every component, and what reaches which asset.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Component, Inventory } from '@leadtime/lib/advisory';
import { identify, withoutRelease } from '@leadtime/lib/exposure';
import { instantOf } from '@leadtime/lib/kit';
import { readInventoryFile } from '../match/inventory-file.ts';
import type { Judged } from '../match/verdicts.ts';
import { idOf, type Reached } from './duties.ts';
import { type FeedIndex, judgeAll, packagesOf, type Staleness } from './match-feed.ts';

export interface ReadInventory {
  readonly file: string;
  /** The file's name: what an asset is called where the inventory names none. */
  readonly name: string;
  readonly inventory: Inventory;
  readonly at: string;
}

export async function readInventories(files: readonly string[]): Promise<readonly ReadInventory[]> {
  return Promise.all(
    files.map(async (file) => {
      const [inventory, { mtimeMs }] = await Promise.all([readInventoryFile(file), stat(file)]);
      return { file, name: path.basename(file), inventory, at: inventory.madeAt ?? instantOf(Math.floor(mtimeMs)) };
    }),
  );
}

export const wantedBy = (inventories: readonly ReadInventory[]): ReadonlySet<string> =>
  packagesOf(inventories.flatMap(({ inventory }) => inventory.components));

export interface Look {
  readonly judged: readonly Judged[];
  readonly reached: readonly Reached[];
  present(
    asset: string,
    name: string,
  ): { readonly version: string | undefined; readonly inventory: string } | undefined;
}

export function look(feed: FeedIndex, inventories: readonly ReadInventory[], stale: Staleness): Look {
  const present = new Map<string, { version: string | undefined; inventory: string }>();
  const exposures = exposuresOf(inventories);
  const reached = new Map<string, Reached>();
  const judged = inventories.flatMap((read) => {
    const all = judgeAll(feed.index, read.inventory.components, stale);
    for (const one of all) {
      const { component } = one;
      const asset = assetOf(component, read);
      const name = groupOf(component);
      if (name !== undefined) present.set(`${asset}\n${name}`, { version: component.version, inventory: read.name });
      for (const found of name === undefined ? [] : reachedBy(one, { asset, name, read, feed })) {
        const group = { ...found, assetExposure: exposures.get(asset) ?? 'unknown' };
        const before = reached.get(idOf(group));
        if (!before || (before.state === 'undetermined' && group.state === 'affected')) reached.set(idOf(group), group);
      }
    }
    return all;
  });
  return { judged, reached: [...reached.values()], present: (asset, name) => present.get(`${asset}\n${name}`) };
}

function reachedBy(
  { component, matches }: Judged,
  { asset, name, read, feed }: { asset: string; name: string; read: ReadInventory; feed: FeedIndex },
): readonly Omit<Reached, 'assetExposure'>[] {
  return matches.flatMap((match) => {
    const { advisory } = match.evidence;
    const known = feed.known(advisory);
    if (match.state === 'not_affected' || match.informational || !known) return [];
    return [
      {
        advisory,
        title: known.title,
        asset,
        package: name,
        component: component.group === undefined ? component.name : `${component.group}/${component.name}`,
        version: component.version,
        fixedIn: match.fixedIn,
        state: match.state,
        reason: match.reason.text,
        inventory: read.name,
        inventoryAt: read.at,
        facts: known.facts,
      },
    ];
  });
}

const groupOf = (component: Component): string | undefined => {
  const [first] = identify(component).keys;
  return first && withoutRelease(first.package);
};

const assetOf = ({ asset }: Component, { name }: ReadInventory): string => asset?.name ?? asset?.location ?? name;

/** Exposed by any row is exposed. */
function exposuresOf(inventories: readonly ReadInventory[]): ReadonlyMap<string, 'public' | 'internal' | 'unknown'> {
  const known = new Map<string, 'public' | 'internal' | 'unknown'>();
  for (const read of inventories)
    for (const component of read.inventory.components) {
      const asset = assetOf(component, read);
      const stated = component.asset?.exposure ?? 'unknown';
      const before = known.get(asset) ?? 'unknown';
      known.set(asset, before === 'public' || stated === 'public' ? 'public' : before === 'unknown' ? stated : before);
    }
  return known;
}
