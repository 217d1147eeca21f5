// Reads SARIF 2.1.0 with Errata 01 as a stream of findings. Two passes: the first checks the whole log and gathers what
// results refer to, for a rule or artifact may stand after the result that names it; the second reads the results one by
// one. A log that is not JSON or not SARIF is refused in the first pass, before any finding is given.
import type { Problem } from '../../kit/index.ts';
import type { DropReason, OpenBytes, ReadEvent } from '../finding-model.ts';
import { compilePlan, type JsonEvent, type JsonValueEvent, walkJson } from '../json-stream/index.ts';
import { contextPlan, contextReader } from './context.ts';
import { dispositionOf } from './disposition.ts';
import { listOf, nodeOf, type Report } from './fields.ts';
import { findingOf } from './finding.ts';
import { SARIF_LIMITS, type SarifLimits, type SarifOptions } from './options.ts';
import type { Run } from './run.ts';

/**
 * Findings in the log's order, with what was dropped and every problem where it stands, and one `end`.
 * Memory: one result, one slice of input, and at most `limits.maxContext` characters of rules, artifacts and the like.
 */
export async function* readSarif(open: OpenBytes, options: SarifOptions = {}): AsyncGenerator<ReadEvent> {
  const limits = { ...SARIF_LIMITS, ...options.limits };
  const count = { findings: 0, problems: 0, dropped: 0 };
  let refused = false;

  const problems: Problem[] = [];
  const report: Report = (code, path, detail) => void problems.push({ code, path, detail });
  const context = contextReader(limits, report);
  for await (const events of walkJson(open(), contextPlan(limits), limits)) {
    for (const event of events) context.take(event);
    yield* counted(problems.splice(0).map(problemEvent));
  }
  const runs = context.finish();
  yield* counted(problems.splice(0).map(problemEvent));

  if (runs) {
    const results = resultReader(runs, options, limits);
    for await (const events of walkJson(open(), compilePlan({ '/runs/*/results/*': limits.maxElementBytes }), limits))
      for (const event of events) {
        refused ||= event.kind === 'problem' && event.fatal; // the bytes changed between the passes
        yield* counted(results(event));
      }
  }
  yield { kind: 'end', ...count, refused: refused || runs === undefined };

  function* counted(events: readonly ReadEvent[]): Generator<ReadEvent> {
    for (const event of events) {
      if (event.kind === 'finding') count.findings += 1;
      else if (event.kind === 'problem') count.problems += 1;
      else if (event.kind === 'dropped') count.dropped += 1;
      yield event;
    }
  }
}

const problemEvent = (problem: Problem): ReadEvent => ({ kind: 'problem', problem });
const droppedEvent = (path: string, reason: DropReason): ReadEvent => ({ kind: 'dropped', path, reason });

/** Turns each event of the second pass into what it means. */
function resultReader(
  runs: readonly Run[],
  options: SarifOptions,
  limits: SarifLimits,
): (event: JsonEvent) => readonly ReadEvent[] {
  let ordinal = 0;
  return (event) => {
    if (event.kind === 'value') {
      ordinal += 1;
      return ordinal > limits.maxResults ? [droppedEvent(event.path, 'over-limit')] : resultEvents(event, ordinal - 1);
    }
    if (event.kind === 'problem') {
      if (event.problem.code !== 'input.too-large' || event.fatal) return [problemEvent(event.problem)];
      ordinal += 1; // one result over its size limit: its place in the order stays
      return [problemEvent(event.problem), droppedEvent(event.problem.path, 'invalid')];
    }
    if (event.kind === 'mismatch' && event.pattern === '/runs/*/results' && event.found !== 'null')
      return [
        problemEvent({ code: 'field.type', path: event.path, detail: `expected an array but found ${event.found}` }),
      ];
    return [];
  };

  function resultEvents(event: JsonValueEvent, place: number): readonly ReadEvent[] {
    const events: ReadEvent[] = [];
    const result = nodeOf(event.value, event.path, (code, path, detail) => {
      events.push(problemEvent({ code, path, detail }));
    });
    const run = runs[event.indices[0] ?? 0];
    if (!result || !run) return [...events, droppedEvent(event.path, 'invalid')];
    const disposition = dispositionOf(result);
    if (disposition.drop !== undefined) return [...events, droppedEvent(event.path, disposition.drop)];
    const finding = findingOf(result, disposition, { run, options, limits, ordinal: place });
    if (!finding) return [...events, droppedEvent(event.path, 'invalid')];
    for (const [i] of listOf(result, 'attachments').entries())
      events.push(droppedEvent(`${event.path}/attachments/${i}`, 'attachment.unread'));
    return [...events, { kind: 'finding', finding }];
  }
}
