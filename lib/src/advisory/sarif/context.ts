// The first pass: gathers what results refer to, wherever in its run it stands, and refuses a log that is no SARIF 2.1.0.
// Everything gathered counts towards one limit; past it, results are read without what they refer to, and that is said.
import { quote } from '../../kit/index.ts';
import { compilePlan, type JsonEvent, type JsonValueEvent, type PlanNode } from '../json-stream/index.ts';
import type { Report } from './fields.ts';
import { finishRun } from './finish-run.ts';
import { KEEPERS, newDraft, type RunDraft } from './keepers.ts';
import type { SarifLimits } from './options.ts';
import type { Run } from './run.ts';

export interface ContextReader {
  take(event: JsonEvent): void;
  /** The runs by position; undefined where the log is refused. */
  finish(): readonly Run[] | undefined;
}

const SMALL = 64 * 1024;

export const contextPlan = (limits: SarifLimits): PlanNode =>
  compilePlan({
    '/version': SMALL,
    '/runs/*/tool/driver/name': SMALL,
    '/runs/*/tool/driver/guid': SMALL,
    '/runs/*/tool/driver/version': SMALL,
    '/runs/*/tool/driver/semanticVersion': SMALL,
    '/runs/*/tool/driver/dottedQuadFileVersion': SMALL,
    '/runs/*/tool/driver/globalMessageStrings': limits.maxElementBytes,
    '/runs/*/tool/driver/rules/*': limits.maxElementBytes,
    '/runs/*/tool/extensions/*/name': SMALL,
    '/runs/*/tool/extensions/*/guid': SMALL,
    '/runs/*/tool/extensions/*/globalMessageStrings': limits.maxElementBytes,
    '/runs/*/tool/extensions/*/rules/*': limits.maxElementBytes,
    '/runs/*/taxonomies/*/name': SMALL,
    '/runs/*/taxonomies/*/guid': SMALL,
    '/runs/*/taxonomies/*/taxa/*': limits.maxElementBytes,
    '/runs/*/artifacts/*/location': SMALL,
    '/runs/*/logicalLocations/*': limits.maxElementBytes,
    '/runs/*/originalUriBaseIds': limits.maxElementBytes,
    '/runs/*/versionControlProvenance/*': SMALL,
    '/runs/*/invocations/*/ruleConfigurationOverrides': limits.maxElementBytes,
    '/runs/*/automationDetails': SMALL,
    '/runs/*/externalPropertyFileReferences': limits.maxElementBytes,
    '/inlineExternalProperties/*/guid': SMALL,
  });

export function contextReader(limits: SarifLimits, report: Report): ContextReader {
  const runs: RunDraft[] = [];
  let version: unknown;
  let hasRuns = false;
  let refused = false;
  let room = limits.maxContext;

  return { take, finish };

  function take(event: JsonEvent): void {
    if (event.kind === 'problem') {
      report(event.problem.code, event.problem.path, event.problem.detail);
      refused ||= event.fatal || event.problem.code === 'json.duplicate-key'; // whose second value would count is anyone's guess
    } else if (event.kind === 'mismatch') {
      const needed = event.path === '' || event.path === '/runs';
      if (needed || event.found !== 'null')
        report('field.type', event.path, `expected an ${event.expected} but found ${event.found}`);
      refused ||= needed;
    } else if (event.kind === 'container') {
      hasRuns ||= event.path === '/runs';
      if (event.pattern === '/runs/*') runAt(event.indices);
      if (event.pattern === '/inlineExternalProperties' && event.length > 0)
        report('field.value', event.path, 'external properties inside the log are not read: put them into their runs');
    } else if (event.pattern === '/version') version = event.value;
    else takeValue(event);
  }

  function takeValue(event: JsonValueEvent): void {
    const run = runAt(event.indices);
    const keep = KEEPERS[event.pattern];
    if (!run || !keep || room < 0) return;
    room -= keep(run, event, report);
    if (room < 0)
      report(
        'field.too-many',
        event.path,
        `rules, artifacts and the like hold more than ${limits.maxContext} characters: what follows is not looked up`,
      );
  }

  function runAt([index = 0]: readonly number[]): RunDraft | undefined {
    if (index >= limits.maxRuns) {
      if (!refused) report('field.too-many', '/runs', `more than ${limits.maxRuns} runs`);
      refused = true;
      return undefined;
    }
    while (runs.length <= index) runs.push(newDraft());
    return runs[index];
  }

  function finish(): readonly Run[] | undefined {
    if (refused) return undefined;
    if (version === undefined) report('field.missing', '/version', 'the log does not say which SARIF it is');
    else if (version !== '2.1.0') report('field.value', '/version', `only SARIF 2.1.0 is read, not ${quote(version)}`);
    if (!hasRuns) report('field.missing', '/runs', 'the log has no runs');
    return version === '2.1.0' && hasRuns ? runs.map((draft) => finishRun(draft, report)) : undefined;
  }
}
