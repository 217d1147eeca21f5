// What an operator is shown of its inventories, components, assets and exposures.
import type { asset, component, exposure, inventory, Reason } from '@leadtime/contract';
import { rangeText } from '@leadtime/lib/exposure';
import { millisOf } from '@leadtime/lib/kit';
import type { z } from 'zod';
import type { AssetRow, ComponentRow, ExposureRow, InventoryRow } from './store.ts';

/** An inventory is old after this many days: what changed since is not known. */
export const STALE_AFTER_DAYS = 30;

export function inventoryOf(r: InventoryRow, now: string): z.input<typeof inventory> {
  const ageDays = Math.max(0, Math.round((millisOf(now) - millisOf(r.as_of)) / 8_640_000) / 10);
  return {
    id: r.id,
    name: r.name,
    party: partyOf(r),
    format: r.format,
    uploadedAt: r.uploaded_at,
    ageDays,
    stale: ageDays > STALE_AFTER_DAYS,
    components: r.components,
    matched: r.components - r.unmatched,
    affected: r.affected,
    undetermined: r.undetermined,
    unmatched: r.unmatched,
    assets: r.assets,
    problems: r.problems,
    matchedAt: r.matched_at,
  };
}

export const componentOf = (r: ComponentRow): z.input<typeof component> => ({
  id: r.id,
  name: r.name,
  version: r.version,
  purl: r.purl,
  vendor: r.vendor,
  asset: r.asset,
  line: r.line,
  state: r.state,
  reason: r.state === r.stored_state ? withProof(reasonOf(r.reason)) : feedTooOld(r),
  exposures: r.exposures,
});

/** "Not affected" with the nearest range that it is outside of. */
function withProof(reason: Reason): Reason {
  const { advisory, from, to, kind } = reason.values ?? {};
  if (reason.code !== 'outside-intervals' || typeof advisory !== 'string' || typeof from !== 'string') return reason;
  const known = END_KINDS.find((k) => k === kind);
  const range = rangeText({ from, ...(typeof to === 'string' && known ? { to: { kind: known, version: to } } : {}) });
  return { ...reason, text: `${reason.text} The nearest is ${range}, of ${advisory}.` };
}
const END_KINDS = ['fixed', 'last_affected', 'limit', 'listed'] as const;

/** DESIGN law 11: old data is not safety. */
const feedTooOld = (r: ComponentRow): Reason => ({
  code: 'feed-too-old',
  text: `No advisory that was read reaches version ${r.version ?? 'unknown'}, but the feed of advisories is older than it may be, so there may be new ones.`,
});

export const HIDDEN_ADVISORY = 'An advisory that is not shared with your party any more';

const WORST = ['critical', 'high', 'medium', 'low', 'none'];

/** `others` are of advisories that say the same of the same component: the worst severity counts, and what one leaves open another may say. */
export function exposureOf(
  r: ExposureRow,
  group: { assets: number; since: string; as_of: string },
  others: readonly ExposureRow[] = [],
): z.input<typeof exposure> {
  const all = [r, ...others];
  const informational: Reason[] = r.informational
    ? [{ code: 'informational', text: 'The advisory informs of no vulnerability, so it sets no duty.' }]
    : [];
  return {
    id: r.id,
    party: partyOf(r),
    state: r.state,
    tier: r.tier,
    advisory: {
      id: r.advisory_id,
      publicId: r.public_id ?? 'not shared',
      title: r.title ?? HIDDEN_ADVISORY,
      severity: WORST.find((severity) => all.some((x) => x.severity === severity)) ?? 'unknown',
      kev: all.some((x) => x.kev),
    },
    also: others.map((x) => ({
      exposureId: x.id,
      publicId: x.public_id ?? 'not shared',
      title: x.title ?? HIDDEN_ADVISORY,
    })),
    component: labelOf(r),
    version: r.version,
    fixedIn: all.find((x) => x.fixed_in !== null)?.fixed_in ?? null,
    assets: group.assets,
    reasons: [reasonOf(r.reason), ...informational],
    evidence: {
      ...r.evidence,
      ...(r.inventory === null ? {} : { inventory: r.inventory }),
      ...(r.line === null ? {} : { line: r.line }),
    },
    since: group.since,
    asOf: group.as_of,
    dutyId: all.find((x) => x.duty_id !== null)?.duty_id ?? null,
  };
}

/** What an operator calls it: its vendor's word for a product, the package's name for all else. */
export const labelOf = (c: { name: string; vendor: string | null; purl: string | null }): string =>
  c.vendor !== null && c.purl === null ? `${c.vendor} ${c.name}` : c.name;

export const assetOf = (r: AssetRow): z.input<typeof asset> => ({
  id: r.id,
  name: r.name,
  organisation: r.organisation,
  subOrganisation: r.sub_organisation,
  environment: r.environment,
  exposure: r.exposure,
  type: r.type,
  components: r.components,
  openDuties: r.open_duties,
});

const partyOf = (r: { party_id: string; party_name: string | null }) => ({
  id: r.party_id,
  name: r.party_name ?? 'a party',
});
const reasonOf = (stored: unknown): Reason => stored as Reason; // written by prepare and match in this shape
