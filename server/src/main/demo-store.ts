// SQL of the demo loader.
import { query } from '../platform/db/query.ts';

export const VULNERABILITY_OF = query<{ id: string }>(
  'demo.vulnerability-of',
  `SELECT coalesce(v.superseded_by, v.id) AS id FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE f.id = $1`,
);
export const CASE_OF = query<{ id: string }>(
  'demo.case-of',
  `SELECT id FROM coordination_case WHERE vulnerability_id = $1`,
);
export const ADVISORY_OF = query<{ id: string }>(
  'demo.advisory-of',
  `SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' ORDER BY modified_at DESC LIMIT 1`,
);
export const ADVISORY_NAMED = query<{ id: string }>(
  'demo.advisory-named',
  `SELECT id FROM advisory WHERE public_id = $1 LIMIT 1`,
);
export const CANDIDATE_BETWEEN = query<{ id: string }>(
  'demo.candidate-between',
  `SELECT id FROM candidate WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL`,
);
export const DUTIES_FOR = query<{ id: string; asset: string }>(
  'demo.duties-for',
  `SELECT d.id, a.name AS asset FROM duty d JOIN asset a ON a.id = d.asset_id WHERE d.party_id = $1 AND d.advisory_id = $2 AND d.ended_at IS NULL AND d.state = 'open'`,
);
