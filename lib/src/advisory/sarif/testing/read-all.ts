// Runs a reader of reports to its end and sorts what it gave. For tests.
import type { FindingClaim, OpenBytes, ReadEnd, ReadEvent } from '../../finding-model.ts';

export interface Read {
  readonly findings: readonly FindingClaim[];
  /** `code path` of each problem. */
  readonly problems: readonly string[];
  /** `reason path` of each thing that was dropped. */
  readonly dropped: readonly string[];
  readonly end: ReadEnd;
}

/** Gives the input in pieces of odd sizes, from one buffer that is reused. */
export function opening(input: string | Uint8Array, piece = 1_009): OpenBytes {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  return async function* () {
    const reused = new Uint8Array(piece);
    for (let from = 0; from < bytes.length; from += piece) {
      const part = bytes.subarray(from, from + piece);
      reused.set(part);
      yield reused.subarray(0, part.length);
    }
  };
}

export async function readAll(events: AsyncIterable<ReadEvent>): Promise<Read> {
  const findings: FindingClaim[] = [];
  const problems: string[] = [];
  const dropped: string[] = [];
  let end: ReadEnd | undefined;
  for await (const event of events) {
    if (end) throw new Error('an event after the end');
    if (event.kind === 'finding') findings.push(event.finding);
    else if (event.kind === 'problem') problems.push(`${event.problem.code} ${event.problem.path}`);
    else if (event.kind === 'dropped') dropped.push(`${event.reason} ${event.path}`);
    else end = event;
  }
  if (!end) throw new Error('no end');
  if (end.findings !== findings.length || end.problems !== problems.length || end.dropped !== dropped.length)
    throw new Error('the end counts something else');
  return { findings, problems, dropped, end };
}
