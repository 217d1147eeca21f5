// How bad the tool says it is: `security-severity` where there is one, else the level (§3.27.10).
import type { SeverityLevel } from '../finding-model.ts';
import { child, integerOf, type Node, wordOf } from './fields.ts';
import { scoreOf } from './read-rule.ts';
import { LEVELS, type Level, type Rule, type Run } from './run.ts';

export interface StatedSeverity {
  readonly level: SeverityLevel;
  readonly score: number | undefined;
}

export function severityOf(result: Node, rule: Rule | undefined, run: Run): StatedSeverity {
  const score = scoreOf(child(result, 'properties')) ?? rule?.score;
  return { score, level: score === undefined ? ofLevel(levelOf(result, rule, run)) : ofScore(score) };
}

/**
 * The level stated for the result, its rule in this invocation, or the rule. SARIF calls a result on which nobody stated
 * anything a warning; as a finder's rating that is not known.
 */
function levelOf(result: Node, rule: Rule | undefined, run: Run): Level | undefined {
  const stated = wordOf(result, 'level', LEVELS);
  if (stated !== undefined || !rule) return stated;
  const provenance = child(result, 'provenance');
  const invocation =
    (provenance && integerOf(provenance, 'invocationIndex')) ?? (run.overrides.length === 1 ? 0 : undefined);
  return (invocation === undefined ? undefined : run.overrides[invocation]?.get(rule)) ?? rule.level;
}

const ofLevel = (level: Level | undefined): SeverityLevel =>
  level === undefined ? 'unknown' : ({ error: 'high', warning: 'medium', note: 'low', none: 'none' } as const)[level];

/** The bands of CVSS 3.1 §5 and 4.0 §6. */
const ofScore = (score: number): SeverityLevel =>
  score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none';
