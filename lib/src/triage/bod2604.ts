// BOD 26-04 for one vulnerability on one asset: which row, by when, why, and what is not known.
// The table is data (bod-table.ts); this file only interprets it. Calendar days, no roll over weekends.
import { addDays, type Day, dayOf, type Instant } from '../kit/index.ts';
import type { BodOutcome, BodRow, BodTable } from './bod-table.ts';
import type { Reason, RuleRef } from './rule-file.ts';

export type YesNo = 'yes' | 'no' | 'unknown';

export interface BodInputs {
  /** From the KEV catalogue. `listed: false` is said only after looking; without a catalogue it is unknown. */
  readonly kev: { readonly listed: boolean; readonly dateAdded?: Day } | 'unknown';
  readonly exposure: 'public' | 'internal' | 'unknown';
  readonly automatable: YesNo;
  readonly technicalImpact: 'partial' | 'total' | 'unknown';
  /** When it was first seen on this asset; an instant counts by its UTC day. Never the day the CVE was published. */
  readonly detectedAt?: Day | Instant;
  /** How missing SSVC values are read; the table's default where absent. */
  readonly reading?: 'A' | 'B';
}

export interface BodDecision {
  readonly rule: RuleRef;
  readonly table: string;
  /** What went in, for the record: inputs change, decisions are kept. */
  readonly inputs: BodInputs;
  readonly reading: 'A' | 'B';
  /** Row of the table; absent when no single row was reached. */
  readonly row?: number;
  readonly outcome: BodOutcome | 'unknown';
  /** Rows that the known values leave open, when no outcome was reached. */
  readonly candidates: readonly number[];
  readonly forensic: YesNo;
  /** `no-date`: the outcome has none (FSU). `not-started`: neither listed nor detected. */
  readonly clock: 'running' | 'not-started' | 'no-date' | 'unknown';
  readonly start?: Day;
  readonly startedBy?: 'kev' | 'detection';
  readonly due?: Day;
  readonly notStarted?: Reason;
  /** It was detected only after the due date had passed. */
  readonly overdueOnArrival: boolean;
  readonly basis: readonly Reason[];
  readonly unknowns: readonly string[];
}

/**
 * Decides by CERT/CC SSVC `cisa:DT_BOD2604:1.0.0` and the directive's clock (Appendix A as quoted): start is the earlier
 * of KEV listing and detection, due is start plus the outcome's calendar days.
 */
export function decide(inputs: BodInputs, table: BodTable): BodDecision {
  const reading = inputs.reading ?? table.missingData.default;
  const known = readInputs(inputs, reading, table);
  const reached = reachOutcome(known, reading, table);
  const clock = runClock(inputs, reached.outcome, table);
  return {
    rule: { id: table.id, version: table.version },
    table: table.table.id,
    inputs,
    reading,
    ...reached,
    forensic: reached.outcome === 'unknown' ? forensicOf(reached.candidates, table) : yes(reached.outcome, table),
    ...clock,
    basis: [...known.basis, ...reached.basis, ...clock.basis],
    unknowns: known.unknowns,
  };
}

/** The row for four known values. */
export function rowFor(
  values: Pick<BodRow, 'kev' | 'exposed' | 'automatable' | 'impact'>,
  table: BodTable,
): BodRow | undefined {
  return table.rows.find(
    (r) =>
      r.kev === values.kev &&
      r.exposed === values.exposed &&
      r.automatable === values.automatable &&
      r.impact === values.impact,
  );
}

interface Known {
  readonly kev?: 'Y' | 'N';
  readonly exposed: 'Y' | 'N';
  readonly automatable?: 'Y' | 'N';
  readonly impact?: 'P' | 'T';
  readonly basis: readonly Reason[];
  readonly unknowns: readonly string[];
}

function readInputs(inputs: BodInputs, reading: 'A' | 'B', table: BodTable): Known {
  const basis: Reason[] = [];
  const unknowns: string[] = [];
  if (inputs.kev === 'unknown') unknowns.push('kev');
  if (inputs.exposure === 'unknown') {
    unknowns.push('exposure');
    const rule = table.missingData.readings[reading].exposureUnknown;
    basis.push({ code: 'exposure-unknown', text: 'Exposure is not known: it counts as exposed.', mark: rule.mark });
  }
  if (inputs.automatable === 'unknown') unknowns.push('automatable');
  if (inputs.technicalImpact === 'unknown') unknowns.push('technicalImpact');
  return {
    ...(inputs.kev === 'unknown' ? {} : { kev: inputs.kev.listed ? 'Y' : 'N' }),
    exposed: inputs.exposure === 'internal' ? 'N' : 'Y',
    ...(inputs.automatable === 'unknown' ? {} : { automatable: inputs.automatable === 'yes' ? 'Y' : 'N' }),
    ...(inputs.technicalImpact === 'unknown' ? {} : { impact: inputs.technicalImpact === 'total' ? 'T' : 'P' }),
    basis,
    unknowns,
  };
}

interface Reached {
  readonly row?: number;
  readonly outcome: BodOutcome | 'unknown';
  readonly candidates: readonly number[];
  readonly basis: readonly Reason[];
}

function reachOutcome(known: Known, reading: 'A' | 'B', table: BodTable): Reached {
  const { kev, exposed, automatable, impact } = known;
  if (kev && automatable && impact) return atRow({ kev, exposed, automatable, impact }, table, []);
  if (kev === 'N' && !automatable && !impact) return byReading(exposed, reading, table);
  return { outcome: 'unknown', candidates: openRows(known, table), basis: [whyUnknown(known, table)] };
}

function atRow(
  values: Pick<BodRow, 'kev' | 'exposed' | 'automatable' | 'impact'>,
  table: BodTable,
  before: readonly Reason[],
): Reached {
  const row = rowFor(values, table);
  if (!row) throw new Error(`table ${table.id} ${table.version} lacks a row`); // parseBodTable proves that it has all 16
  const text = `Row ${row.row}: ${values.kev === 'Y' ? 'in KEV' : 'not in KEV'}, ${
    values.exposed === 'Y' ? 'publicly exposed' : 'not exposed'
  }, ${values.automatable === 'Y' ? 'automatable' : 'not automatable'}, ${
    values.impact === 'T' ? 'total' : 'partial'
  } impact.`;
  const reason: Reason = { code: 'row', text, mark: table.citation.mark };
  return { row: row.row, outcome: row.outcome, candidates: [row.row], basis: [...before, reason] };
}

function byReading(exposed: 'Y' | 'N', reading: 'A' | 'B', table: BodTable): Reached {
  const rule = table.missingData.readings[reading];
  const reason: Reason = {
    code: `missing-data-${reading}`,
    text: `Automatable and Technical Impact are both missing. ${rule.label}.`,
    mark: rule.citation.mark,
  };
  const missing = rule.bothMissingNotInKev;
  if ('assume' in missing) return atRow({ kev: 'N', exposed, ...missing.assume }, table, [reason]);
  return {
    outcome: missing.outcome,
    candidates: openRows({ kev: 'N', exposed, basis: [], unknowns: [] }, table),
    basis: [reason],
  };
}

function openRows(known: Known, table: BodTable): number[] {
  return table.rows
    .filter(
      (r) =>
        (known.kev ?? r.kev) === r.kev &&
        known.exposed === r.exposed &&
        (known.automatable ?? r.automatable) === r.automatable &&
        (known.impact ?? r.impact) === r.impact,
    )
    .map((r) => r.row);
}

function whyUnknown(known: Known, table: BodTable): Reason {
  if (!known.kev) return { code: 'kev-unknown', text: 'Whether it is in KEV is not known: no row is chosen.' };
  if (known.kev === 'Y') {
    const { mark } = table.missingData.inKevWithoutValues;
    return { code: 'kev-without-values', text: 'In KEV, but SSVC values are missing: none is guessed.', mark };
  }
  const missing = known.automatable ? 'Technical Impact' : 'Automatable';
  const { mark } = table.missingData.oneValueMissing;
  return { code: 'one-value-missing', text: `${missing} is missing: no source says how to read that.`, mark };
}

type Clock = Pick<BodDecision, 'clock' | 'start' | 'startedBy' | 'due' | 'notStarted' | 'overdueOnArrival' | 'basis'>;

function runClock(inputs: BodInputs, outcome: BodOutcome | 'unknown', table: BodTable): Clock {
  const detected = inputs.detectedAt === undefined ? undefined : dayOf(inputs.detectedAt);
  const listed = inputs.kev !== 'unknown' && inputs.kev.listed;
  const added = inputs.kev !== 'unknown' && inputs.kev.listed ? inputs.kev.dateAdded : undefined;
  const still = { overdueOnArrival: false, basis: [] };

  if (!listed && detected === undefined) {
    const text =
      inputs.kev === 'unknown'
        ? 'It was not detected on this asset, and whether it is in KEV is not known.'
        : 'It is not in KEV and was not detected on this asset.';
    return { ...still, clock: 'not-started', notStarted: { code: 'no-detection', text } };
  }
  if (listed && added === undefined) {
    const basis: Reason[] = [{ code: 'kev-date-missing', text: 'The day it was added to KEV is not known.' }];
    return { ...still, clock: 'unknown', basis };
  }
  const byKev = added !== undefined && (detected === undefined || added <= detected);
  const start = byKev ? added : detected;
  if (start === undefined) throw new Error('unreachable: listed with a date, or detected');
  const startedBy = byKev ? 'kev' : 'detection';
  const begun: Reason = {
    code: `start-${startedBy}`,
    text: byKev
      ? `The clock runs since ${start}, when it was added to KEV.`
      : `The clock runs since ${start}, when it was detected.`,
    mark: table.clock.citation.mark,
  };
  if (outcome === 'unknown') return { ...still, clock: 'unknown', start, startedBy, basis: [begun] };
  const days = daysOf(outcome, table);
  if (days === null) return { ...still, clock: 'no-date', start, startedBy, basis: [begun] };
  const due = addDays(start, days);
  return {
    clock: 'running',
    start,
    startedBy,
    due,
    overdueOnArrival: detected !== undefined && due < detected,
    basis: [begun],
  };
}

const entryOf = (outcome: BodOutcome, table: BodTable) => table.outcomes.find((o) => o.key === outcome);

/** Calendar days of an outcome; null for one without a date. */
export function daysOf(outcome: BodOutcome, table: BodTable): number | null {
  return entryOf(outcome, table)?.days ?? null;
}

const yes = (outcome: BodOutcome, table: BodTable): YesNo => (entryOf(outcome, table)?.forensic ? 'yes' : 'no');

function forensicOf(candidates: readonly number[], table: BodTable): YesNo {
  const answers = new Set(table.rows.filter((r) => candidates.includes(r.row)).map((r) => yes(r.outcome, table)));
  return answers.size === 1 ? ([...answers][0] ?? 'unknown') : 'unknown';
}
