// Forensic triage is a second, independent obligation: a 3DF duty closes only when remediation and triage both have evidence,
// and evidence must be saved before the patch destroys it (or somebody must have waived that, by name).
import { DAY_MS, type Day, type Instant, instantOf, millisOf } from '../kit/index.ts';
import type { BodTable, ForensicClock } from './bod-table.ts';
import type { BodDecision } from './bod2604.ts';
import type { Reason } from './rule-file.ts';

export interface ForensicDue {
  readonly id: ForensicClock['id'];
  readonly due: Instant;
  readonly text: string;
  readonly beforePatching: boolean;
  readonly mark: ForensicClock['citation']['mark'];
}

/** The forensic clocks counted from a KEV listing. KEV gives a day, not an hour: the day's first moment in UTC, the strictest reading. */
export function forensicClocks(listed: Day | Instant, table: BodTable): readonly ForensicDue[] {
  const from = millisOf(listed.length === 10 ? `${listed}T00:00:00Z` : listed);
  return table.forensicClocks.map((clock) => ({
    id: clock.id,
    due: instantOf(from + (clock.hours / 24) * DAY_MS),
    text: clock.text,
    beforePatching: clock.beforePatching,
    mark: clock.citation.mark,
  }));
}

export interface DutyEvidence {
  readonly remediatedAt?: Instant;
  readonly evidenceSavedAt?: Instant;
  readonly evidenceWaived?: { readonly by: string; readonly reason: string };
  readonly triage?: { readonly at: Instant; readonly decision: 'none' | 'suspected' | 'confirmed' };
}

/** Whether a duty may be closed, and what is missing when not. Confirmed compromise leaves triage done but the incident is elsewhere. */
export function mayClose(
  decision: Pick<BodDecision, 'forensic'>,
  evidence: DutyEvidence,
): { readonly closed: boolean; readonly missing: readonly Reason[] } {
  const missing: Reason[] = [];
  if (!evidence.remediatedAt) missing.push({ code: 'remediation', text: 'No evidence that it was fixed.' });
  if (decision.forensic === 'unknown') {
    missing.push({ code: 'forensic-unknown', text: 'Whether forensic triage is due is not known yet.' });
  }
  if (decision.forensic === 'yes' && !evidence.triage) {
    missing.push({ code: 'triage', text: 'Forensic triage has no decision: none, suspected or confirmed.' });
  }
  if (decision.forensic === 'yes' && !evidence.evidenceSavedAt && !waived(evidence)) {
    missing.push({
      code: 'volatile-evidence',
      text: 'Volatile evidence was neither saved nor waived by a named person.',
    });
  }
  return { closed: missing.length === 0, missing };
}

/** Whether the asset may be marked as patched now: volatile evidence first. */
export function mayPatch(
  decision: Pick<BodDecision, 'forensic'>,
  evidence: DutyEvidence,
): { readonly allowed: boolean; readonly reason: Reason } {
  if (decision.forensic !== 'yes')
    return { allowed: true, reason: { code: 'no-triage', text: 'No forensic triage is due.' } };
  if (evidence.evidenceSavedAt)
    return { allowed: true, reason: { code: 'saved', text: 'Volatile evidence is saved.' } };
  if (waived(evidence)) return { allowed: true, reason: { code: 'waived', text: 'Saving evidence was waived.' } };
  return {
    allowed: false,
    reason: { code: 'evidence-first', text: 'Save volatile evidence before patching, or waive it.' },
  };
}

function waived(evidence: DutyEvidence): boolean {
  const waiver = evidence.evidenceWaived;
  return waiver !== undefined && waiver.by.trim() !== '' && waiver.reason.trim() !== '';
}
