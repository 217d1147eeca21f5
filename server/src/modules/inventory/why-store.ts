// SQL of an exposure's explanation. Row-level security decides whose it is, and which advisories may still be shown.
import type { EndKind } from '@leadtime/lib/exposure';
import { query } from '../../platform/db/query.ts';
import type { WHY_ENDED } from './why-words.ts';

export interface WhyRow {
  asset: string | null;
  /** How many assets have the same component and version. */
  assets: number;
  inventory_id: string | null;
  inventory_as_of: string | null;
  dated: boolean | null;
  aliases: string[] | null;
  revision: number | null;
  published_at: string | null;
  modified_at: string | null;
  since: string;
  as_of: string;
  ended_at: string | null;
  ended_why: keyof typeof WHY_ENDED | null;
}
export const WHY = query<WhyRow>(
  'exposures.why',
  `SELECT s.name AS asset, i.id AS inventory_id, i.as_of AS inventory_as_of, i.dated, a.aliases, a.revision, a.published_at, a.modified_at,
     e.since, greatest(e.as_of, i.matched_at) AS as_of, e.ended_at, e.ended_why,
     (SELECT count(DISTINCT o.asset_id) FROM exposure o JOIN component x ON x.id = o.component_id
      WHERE o.advisory_id = e.advisory_id AND o.party_id = e.party_id AND o.package = e.package AND o.state = e.state AND (o.ended_at IS NULL) = (e.ended_at IS NULL)
        AND x.name = c.name AND x.vendor IS NOT DISTINCT FROM c.vendor AND x.version IS NOT DISTINCT FROM c.version) AS assets
   FROM exposure e JOIN component c ON c.id = e.component_id LEFT JOIN inventory i ON i.id = c.inventory_id LEFT JOIN asset s ON s.id = e.asset_id
   LEFT JOIN advisory a ON a.id = e.advisory_id WHERE e.id = $1`,
);

export interface RangeRow {
  opens: string;
  closes: string | null;
  closes_kind: EndKind | null;
}
export const RANGES = query<RangeRow>(
  'exposures.ranges',
  `SELECT r.opens, r.closes, r.closes_kind FROM exposure e JOIN advisory_interval r ON r.advisory_id = e.advisory_id AND r.package = e.evidence ->> 'package'
   WHERE e.id = $1 ORDER BY r.lo, r.position`,
);

export interface StatementRow {
  by_name: string;
  at: string;
  state: 'mitigated' | 'fixed' | 'not_affected';
  justification: string | null;
  note: string;
}
/** What was answered of the duties of this exposure's assets: the operator's own word. */
export const STATEMENTS = query<StatementRow>(
  'exposures.statements',
  `SELECT v.by_name, v.at, v.state, v.justification, v.note FROM exposure e
   JOIN duty d ON d.advisory_id = e.advisory_id AND d.asset_id = e.asset_id AND d.package = e.package
   JOIN duty_event v ON v.duty_id = d.id AND v.kind = 'answered' AND v.state IN ('mitigated', 'fixed', 'not_affected')
   WHERE e.id = $1 ORDER BY v.n DESC LIMIT 20`,
);
