// CVSS scores of versions 2.0 to 4.0: the grammar is ours (cvss-grammar.ts), the arithmetic is ae-cvss-calculator's.
import cvss from 'ae-cvss-calculator';
import { ok, type Result } from '../kit/index.ts';
import { type CvssVersion, type ParsedVector, parseVector } from './cvss-grammar.ts';

export type SeverityBand = 'none' | 'low' | 'medium' | 'high' | 'critical';

export interface CvssScore {
  readonly version: CvssVersion;
  /** As read, in the order of the specification, without Not Defined metrics. */
  readonly vector: string;
  /** 0.0 to 10.0, from the base metrics alone (CVSS-B in v4.0). */
  readonly base: number;
  /** Base, then threat or temporal, then environmental metrics applied: what the vector as a whole says. */
  readonly overall: number;
  /** v2 and v3 only, where the vector has such metrics. */
  readonly temporal?: number;
  readonly environmental?: number;
  /** Band of `base`: v2 by NVD's three bands (it has no own), v3 §5 and v4 §6 by five. */
  readonly severity: SeverityBand;
  readonly metrics: { readonly [metric: string]: string };
}

/** Scores a vector; `cvss.syntax` problems say all that is wrong with it. */
export function score(vector: string): Result<CvssScore> {
  const parsed = parseVector(vector);
  if (!parsed.ok) return parsed;
  const known = remembered.get(parsed.value.canonical);
  if (known) return ok(known);
  const fresh = calculate(parsed.value);
  remember(fresh);
  return ok(fresh);
}

export function severityBand(version: CvssVersion, base: number): SeverityBand {
  if (version === '2.0') return base >= 7 ? 'high' : base >= 4 ? 'medium' : 'low';
  if (base === 0) return 'none';
  return base >= 9 ? 'critical' : base >= 7 ? 'high' : base >= 4 ? 'medium' : 'low';
}

function calculate(parsed: ParsedVector): CvssScore {
  const { version, canonical, metrics } = parsed;
  const numbers = version === '4.0' ? fourNumbers(canonical) : olderNumbers(version, canonical, metrics);
  return { version, vector: canonical, ...numbers, severity: severityBand(version, numbers.base), metrics };
}

function fourNumbers(vector: string) {
  const scores = new cvss.Cvss4P0(vector).calculateScores();
  return { base: present(scores.baseMetricsOnly, vector), overall: scores.overall };
}

function olderNumbers(version: Exclude<CvssVersion, '4.0'>, vector: string, metrics: ParsedVector['metrics']) {
  const scores = calculators[version](vector).calculateScores();
  const { environmental } = scores;
  const base = present(scores.base, vector);
  const temporal = version === '2.0' && scores.temporal !== undefined ? temporalTwo(base, metrics) : scores.temporal;
  return {
    base,
    overall: environmental ?? temporal ?? base,
    ...(temporal === undefined ? {} : { temporal }),
    ...(environmental === undefined ? {} : { environmental }),
  };
}

// v2 guide §3.2.2 in whole numbers: the calculator multiplies doubles, and 9.0 x 0.95 falls below 8.55 there.
const TEMPORAL_TWO: { readonly [metric: string]: { readonly [value: string]: number } } = {
  E: { U: 85, POC: 90, F: 95, H: 100 },
  RL: { OF: 87, TF: 90, W: 95, U: 100 },
  RC: { UC: 90, UR: 95, C: 100 },
};
function temporalTwo(base: number, metrics: ParsedVector['metrics']): number {
  const weight = (metric: string) => TEMPORAL_TWO[metric]?.[metrics[metric] ?? ''] ?? 100;
  const product = Math.round(base * 10) * weight('E') * weight('RL') * weight('RC');
  return Math.floor((product + 500_000) / 1_000_000) / 10;
}

const calculators = {
  '2.0': (vector: string) => new cvss.Cvss2(vector),
  '3.0': (vector: string) => new cvss.Cvss3P0(vector),
  '3.1': (vector: string) => new cvss.Cvss3P1(vector),
};

function present(value: number | undefined, vector: string): number {
  if (value === undefined) throw new Error(`no base score for ${vector}, although its base metrics are complete`);
  return value;
}

// A v4.0 score takes 0.7 ms (measured), and a batch repeats few vectors many times: the last 2,048 are kept.
const remembered = new Map<string, CvssScore>();
function remember(fresh: CvssScore): void {
  if (remembered.size >= 2_048) remembered.clear();
  remembered.set(fresh.vector, fresh);
}
