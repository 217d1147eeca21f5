// Which results are findings, and why the others are not. The one place where results are dropped for what they say.
import type { DropReason, ReportedContext } from '../finding-model.ts';
import { children, member, type Node, wordOf } from './fields.ts';

const KINDS = ['fail', 'open', 'review', 'pass', 'notApplicable', 'informational'] as const; // §3.27.9
const BASELINE = ['new', 'unchanged', 'updated', 'absent'] as const; // §3.27.24
const STATUS = ['accepted', 'underReview', 'rejected'] as const; // §3.35.3

export type Disposition =
  | { readonly drop: DropReason }
  | { readonly drop?: never; readonly kind?: ReportedContext['kind']; readonly baseline?: ReportedContext['baseline'] };

export function dispositionOf(result: Node): Disposition {
  const kind = wordOf(result, 'kind', KINDS);
  if (kind === 'pass' || kind === 'notApplicable' || kind === 'informational') return { drop: `kind.${kind}` };
  const baseline = wordOf(result, 'baselineState', BASELINE);
  if (baseline === 'absent') return { drop: 'baseline.absent' };
  if (isSuppressed(result)) return { drop: 'suppressed' };
  return { ...(kind === undefined ? {} : { kind }), ...(baseline === undefined ? {} : { baseline }) };
}

/** §3.27.23: suppressed when there are suppressions and each of them is accepted, which is what no status means. */
function isSuppressed(result: Node): boolean {
  if (member(result, 'suppressions') === undefined) return false;
  const suppressions = children(result, 'suppressions');
  return (
    suppressions.length > 0 && suppressions.every((s) => (wordOf(s, 'status', STATUS) ?? 'accepted') === 'accepted')
  );
}
