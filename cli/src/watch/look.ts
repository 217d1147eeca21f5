// One look at the inventories with what was pulled: the verdict of every component, and what reaches which asset.
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Component, Inventory } from '@leadtime/lib/advisory';
import type { Match, VexAnnotation } from '@leadtime/lib/exposure';
import { identify, withoutRelease } from '@leadtime/lib/exposure';
import { instantOf } from '@leadtime/lib/kit';
import { type Annotations, annotate, vexSummary } from '../match/annotate.ts';
import { readInventoryFile } from '../match/inventory-file.ts';
import type { Judged } from '../match/verdicts.ts';
import type { VexFiles } from '../match/vex-files.ts';
import { idOf, type Reached, type SaidByVex } from './duties.ts';
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
  readonly vex: ReturnType<typeof vexSummary>;
  readonly judged: readonly Judged[];
  readonly reached: readonly Reached[];
  present(
    asset: string,
    name: string,
  ): { readonly version: string | undefined; readonly inventory: string } | undefined;
}

export interface Looking {
  readonly feed: FeedIndex;
  readonly inventories: readonly ReadInventory[];
  readonly stale: Staleness;
  readonly vex: VexFiles;
}

export async function look({ feed, inventories, stale, vex }: Looking): Promise<Look> {
  const present = new Map<string, { version: string | undefined; inventory: string }>();
  const exposures = exposuresOf(inventories);
  const reached = new Map<string, Reached>();
  const said = new Map<Match, VexAnnotation>();
  const judged: Judged[] = [];
  // As VEX documents name an advisory: without where it comes from.
  const namesOf = (id: string): readonly string[] => [
    id.slice(id.indexOf('/') + 1),
    ...(feed.known(id)?.aliases ?? []),
  ];
  for (const read of inventories) {
    const all = judgeAll(feed.index, read.inventory.components, stale);
    const annotations = await annotate(all, read.inventory, vex, namesOf);
    for (const [match, annotation] of annotations) said.set(match, annotation);
    for (const one of all) {
      const { component } = one;
      const asset = assetOf(component, read);
      const name = groupOf(component);
      if (name !== undefined) present.set(`${asset}\n${name}`, { version: component.version, inventory: read.name });
      for (const found of name === undefined ? [] : reachedBy(one, { asset, name, read, feed, annotations })) {
        const group = { ...found, assetExposure: exposures.get(asset) ?? 'unknown' };
        const before = reached.get(idOf(group));
        if (!before || (before.state === 'undetermined' && group.state === 'affected')) reached.set(idOf(group), group);
      }
    }
    judged.push(...all);
  }
  return {
    judged,
    reached: [...reached.values()],
    present: (asset, name) => present.get(`${asset}\n${name}`),
    vex: vexSummary(vex, said),
  };
}

interface Where {
  readonly asset: string;
  readonly name: string;
  readonly read: ReadInventory;
  readonly feed: FeedIndex;
  readonly annotations: Annotations;
}

function reachedBy(
  { component, matches }: Judged,
  { asset, name, read, feed, annotations }: Where,
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
        vex: saidOf(annotations.get(match)),
      },
    ];
  });
}

const saidOf = (annotation: VexAnnotation | undefined): SaidByVex | null =>
  annotation === undefined
    ? null
    : {
        notes: annotation.notes.map(({ status, justification, impact, author, at, document, certain }) => ({
          status,
          because: justification ?? impact ?? null,
          author,
          at: at ?? null,
          document: document.id,
          certain,
        })),
        contradictions: annotation.contradictions.map(({ text }) => text),
      };

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
