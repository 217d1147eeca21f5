// Reads our own report: one JSON document, or one a line. A report counts whole or not at all: what is wrong with it is
// told at once, with its place, and no part of it becomes a finding.
import { failed, ok, type Problem, problemList, type Result } from '../../kit/index.ts';
import type { OpenBytes, ReadEvent } from '../finding-model.ts';
import { parseStrictJson, splitLines } from '../json-stream/index.ts';
import type { KnownPart, ReceivedAttachment } from './attachments.ts';
import { REPORT_LIMITS, type ReportLimits } from './limits.ts';
import { reportSchema } from './schema.ts';
import { problemsOfSchema } from './schema-problems.ts';
import { type ClaimedFinding, claimsOf } from './to-claims.ts';

export interface ReportOptions {
  readonly limits?: Partial<ReportLimits>;
  /** Parts sent beside the report, by the SHA-256 of their bytes: attachments may name them. */
  readonly parts?: ReadonlyMap<string, KnownPart>;
  /** Takes the bytes of an attachment, before the finding that has it is given. Only called for reports that are accepted. */
  readonly onAttachment?: (attachment: ReceivedAttachment) => void | Promise<void>;
}

/** One report. Findings in order, or every problem; then `end`. */
export async function* readReport(open: OpenBytes, options: ReportOptions = {}): AsyncGenerator<ReadEvent> {
  const limits = { ...REPORT_LIMITS, ...options.limits };
  const bytes = await gather(open(), limits.maxBytes);
  const result = bytes
    ? checkReport(bytes, { base: '', first: 0 }, options)
    : failed([
        {
          code: 'input.too-large',
          path: '',
          detail: `the report has more than ${limits.maxBytes} bytes: send a batch, one report a line`,
        },
      ]);
  yield* eventsOf(result, options);
  yield result.ok
    ? { kind: 'end', findings: result.value.length, problems: 0, dropped: 0, refused: false }
    : { kind: 'end', findings: 0, problems: result.problems.length, dropped: 0, refused: true };
}

/** One report a line (NDJSON). Lines are judged one by one; a line that is refused is dropped, the others count. */
export async function* readReportLines(open: OpenBytes, options: ReportOptions = {}): AsyncGenerator<ReadEvent> {
  const limits = { ...REPORT_LIMITS, ...options.limits };
  const count = { findings: 0, problems: 0, dropped: 0 };
  let lines = 0;
  let brokeOff = false;
  for await (const line of splitLines(open(), { maxLineBytes: limits.maxBytes, maxBytes: limits.maxBatchBytes })) {
    if (line === 'too-large') {
      brokeOff = true;
      count.problems += 1;
      yield {
        kind: 'problem',
        problem: { code: 'input.too-large', path: '', detail: `the batch has more than ${limits.maxBatchBytes} bytes` },
      };
      break;
    }
    lines += 1;
    const base = `/line/${line.number}`;
    const result = line.bytes
      ? checkReport(line.bytes, { base, first: count.findings }, options)
      : failed([{ code: 'input.too-large', path: base, detail: `the line has more than ${limits.maxBytes} bytes` }]);
    yield* eventsOf(result, options);
    if (result.ok) count.findings += result.value.length;
    else {
      count.problems += result.problems.length;
      count.dropped += 1;
      yield { kind: 'dropped', path: base, reason: 'invalid' };
    }
  }
  if (lines === 0 && !brokeOff) {
    count.problems += 1;
    yield { kind: 'problem', problem: { code: 'input.empty', path: '', detail: 'there is no line with a report' } };
  }
  yield { kind: 'end', ...count, refused: brokeOff || count.findings === 0 };
}

/** The claims of one report's bytes, or every problem. */
function checkReport(
  bytes: Uint8Array,
  { base, first }: { base: string; first: number },
  options: ReportOptions,
): Result<readonly ClaimedFinding[]> {
  const limits = { ...REPORT_LIMITS, ...options.limits };
  const parsed = parseStrictJson(bytes, { maxDepth: limits.maxDepth, maxBytes: limits.maxBytes });
  if (!parsed.ok)
    return failed(
      parsed.problems.map((p) => ({ ...p, path: base + p.path })),
      parsed.total,
    );
  const checked = reportSchema.safeParse(parsed.value);
  if (!checked.success) return failed(problemsOfSchema(checked.error.issues, parsed.value, base));
  const problems = problemList();
  const claims = claimsOf(checked.data, {
    base,
    first,
    maxAttachmentBytes: limits.maxAttachmentBytes,
    parts: options.parts,
    report: problems.add,
  });
  return problems.total === 0 ? ok(claims) : failed(problems.kept, problems.total);
}

async function* eventsOf(result: Result<readonly ClaimedFinding[]>, options: ReportOptions): AsyncGenerator<ReadEvent> {
  if (!result.ok) {
    for (const problem of result.problems)
      yield { kind: 'problem', problem } satisfies { kind: 'problem'; problem: Problem };
    return;
  }
  for (const { finding, received } of result.value) {
    for (const attachment of received) await options.onAttachment?.(attachment);
    yield { kind: 'finding', finding };
  }
}

/** All bytes, or undefined past the limit. */
async function gather(bytes: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) return undefined;
    parts.push(Buffer.from(chunk)); // a copy: the chunk may be reused
  }
  return Buffer.concat(parts);
}
