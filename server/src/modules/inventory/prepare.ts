// From the bytes of an inventory to rows: read by the format's own reader, each component identified, its asset named. Nothing
// is left out: what cannot be looked up is a row too, with the reason.
import type { ASSET_EXPOSURES } from '@leadtime/contract';
import { type Component, type Inventory, readInventory } from '@leadtime/lib/advisory';
import { type ComponentKey, identify, type Reason, type Via, withoutRelease } from '@leadtime/lib/exposure';
import { canonicalJson, ok, type Problem, type ProblemList, problemList, type Result, sha256 } from '@leadtime/lib/kit';
import { bounded, packageCell } from './names.ts';
import { restsOn } from './rests-on.ts';

type Exposure = (typeof ASSET_EXPOSURES)[number];

/** What the sender says beside the bytes. */
export interface Said {
  readonly name: string;
  readonly format?: Inventory['format'] | undefined;
  readonly filename?: string | undefined;
  /** The asset that everything without one of its own is on; the inventory's name where absent. */
  readonly asset?: string | undefined;
  readonly exposure?: Exposure | undefined;
}

export interface PreparedAsset {
  readonly name: string;
  readonly organisation: string | null;
  readonly subOrganisation: string | null;
  readonly environment: string | null;
  readonly exposure: Exposure;
  readonly type: string | null;
}
export interface PreparedKey {
  readonly package: string;
  readonly via: string;
  readonly versionKey: Uint8Array | null;
  readonly versionText: string | null;
  readonly flags: number;
}
export interface PreparedComponent {
  /** 16 bytes in hex: the same component in the next inventory of this name has the same. */
  readonly fingerprint: string;
  readonly asset: string;
  readonly name: string;
  readonly version: string | null;
  readonly purl: string | null;
  readonly vendor: string | null;
  readonly line: number | null;
  readonly keys: readonly PreparedKey[];
  readonly package: string | null;
  readonly restsOn: string | null;
  /** Why it cannot be matched; absent: it can. */
  readonly cannotMatch?: Reason;
}
export interface Prepared {
  readonly format: Inventory['format'];
  readonly madeAt: string | undefined;
  readonly assets: readonly PreparedAsset[];
  readonly components: readonly PreparedComponent[];
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

/** Packages under which one component is looked up at most; a list of sources in a package URL may name more. */
const KEYS_LIMIT = 16;

export function prepare(bytes: Uint8Array, said: Said): Result<Prepared> {
  const read = readInventory(bytes, said);
  if (!read.ok) return read;
  const inventory = read.value;
  const problems = problemList();
  const assets = assetsOf(inventory, said, problems);
  const seen = new Map<string, number>();
  if (inventory.components.length === 0) problems.add('inventory.empty', '', 'It lists no component.');
  const components = inventory.components.map((c) => prepareComponent(c, assetNameOf(c, said), seen, problems));
  return ok({
    format: inventory.format,
    madeAt: inventory.madeAt,
    assets,
    components,
    problems: [...inventory.problems, ...problems.kept].slice(0, 1_000),
    problemsTotal: inventory.problemsTotal + problems.total,
  });
}

const NAME_UNITS = 200;
const assetNameOf = (c: Component, said: Said): string =>
  bounded(c.asset?.name ?? c.asset?.location ?? said.asset ?? said.name, NAME_UNITS);

/** Each asset once, with what the rows say of it; the first word counts, except that exposed by any row is exposed. */
function assetsOf(inventory: Inventory, said: Said, problems: ProblemList): readonly PreparedAsset[] {
  const assets = new Map<string, PreparedAsset>();
  for (const c of inventory.components) {
    const name = assetNameOf(c, said);
    const stated = c.asset?.exposure ?? 'unknown';
    const claim: PreparedAsset = {
      name,
      organisation: tag(c.asset?.organisation),
      subOrganisation: tag(c.asset?.subOrganisation),
      environment: tag(c.asset?.environment),
      exposure: stated === 'unknown' ? (said.exposure ?? 'unknown') : stated,
      type: tag(c.asset?.type),
    };
    const known = assets.get(name);
    if (known && stated !== 'unknown' && known.exposure !== 'unknown' && stated !== known.exposure)
      problems.add('field.value', c.path, `An asset is both public and internal here: it counts as public.`);
    assets.set(name, known ? joined(known, claim) : claim);
  }
  return [...assets.values()];
}

const joined = (a: PreparedAsset, b: PreparedAsset): PreparedAsset => ({
  name: a.name,
  organisation: a.organisation ?? b.organisation,
  subOrganisation: a.subOrganisation ?? b.subOrganisation,
  environment: a.environment ?? b.environment,
  exposure: [a, b].some((x) => x.exposure === 'public') ? 'public' : a.exposure === 'unknown' ? b.exposure : a.exposure,
  type: a.type ?? b.type,
});

const tag = (text: string | undefined): string | null => (text === undefined ? null : bounded(text, NAME_UNITS));

function prepareComponent(
  c: Component,
  asset: string,
  seen: Map<string, number>,
  problems: ProblemList,
): PreparedComponent {
  const identity = identify(c);
  const keys = identity.keys.slice(0, KEYS_LIMIT);
  if (identity.keys.length > KEYS_LIMIT)
    problems.add('field.too-many', c.path, `It names ${identity.keys.length} packages; ${KEYS_LIMIT} are looked up.`);
  const [first] = keys;
  return {
    fingerprint: fingerprintOf(c, asset, keys, seen),
    asset,
    name: bounded(c.group === undefined ? c.name : `${c.group}/${c.name}`, 1_000),
    version: c.version === undefined ? null : bounded(c.version, 1_000),
    purl: c.purl ?? c.badPurl ?? null,
    vendor: c.vendor === undefined ? null : bounded(c.vendor, 500),
    line: c.row?.line ?? null,
    keys: keys.map(keyOf),
    package: first ? withoutRelease(packageCell(first.package)) : null,
    restsOn: restsOn(keys),
    ...(identity.cannotMatch ? { cannotMatch: identity.cannotMatch } : {}),
  };
}

const keyOf = ({ package: name, via, version }: ComponentKey): PreparedKey => ({
  package: packageCell(name),
  via,
  versionKey: version?.key ?? null,
  versionText: version?.text ?? null,
  flags: version?.flags ?? 0,
});

const OTHER_NAMES: ReadonlySet<Via> = new Set(['other-package-url', 'pedigree', 'file-digest', 'main-module']);

/** By what is said of it, and of several that say the same by which of them it is. Its place in the file does not count. */
function fingerprintOf(c: Component, asset: string, keys: readonly ComponentKey[], seen: Map<string, number>): string {
  // By what else it is looked up: another file of the same name and version is another component.
  const others = keys.filter((k) => OTHER_NAMES.has(k.via)).map((k) => [k.via, k.package, k.version?.text ?? null]);
  const said = canonicalJson([
    asset,
    c.kind,
    c.group ?? null,
    c.name,
    c.version ?? null,
    c.purl ?? c.badPurl ?? null,
    c.vendor ?? null,
    c.cpe ?? null,
    ...(others.length > 0 ? [others] : []),
  ]);
  const same = sha256(said).subarray(0, 16).toString('hex');
  const nth = (seen.get(same) ?? 0) + 1;
  seen.set(same, nth);
  return nth === 1 ? same : sha256(`${same} ${nth}`).subarray(0, 16).toString('hex');
}
