// Reads a stored report by its format into claims, one stream of one shape for all of them. A format that nobody named is
// recognised by its first bytes.
import { LIMITS } from '@leadtime/contract';
import {
  type DiscoveryClaim,
  type FindingClaim,
  findingOfOsv,
  type OpenBytes,
  type ReadEvent,
  readOsv,
  readReport,
  readReportLines,
  readSarif,
  SNIFF_BYTES,
  sniffFormat,
  splitLines,
  type TargetClaim,
} from '@leadtime/lib/advisory';
import type { Problem } from '@leadtime/lib/kit';

export interface Bytes {
  readonly open: OpenBytes;
  readonly format: string;
  readonly filename: string | undefined;
  readonly size: number;
  /** What the sender said beside the bytes. */
  readonly said: Readonly<Record<string, string>>;
  readonly receivedAt: string;
}
export interface AttachedBytes {
  readonly digest: string;
  readonly bytes: Uint8Array;
}
interface Head {
  readonly format: string;
  /** 0 to 1 of the bytes. */
  readonly progress: number;
}
export type ReadItem = Head &
  (
    | { readonly kind: 'finding'; readonly finding: FindingClaim; readonly attachments: readonly AttachedBytes[] }
    | { readonly kind: 'problem'; readonly problem: Problem; readonly attachments: readonly AttachedBytes[] }
    | {
        readonly kind: 'dropped';
        readonly path: string;
        readonly reason: string;
        readonly attachments: readonly AttachedBytes[];
      }
  );

const DOCUMENT_LIMIT = 16 * 1024 * 1024;

export async function* readReportBytes(bytes: Bytes): AsyncGenerator<ReadItem> {
  const { format, reason } = await recognise(bytes);
  const meter = { read: 0 };
  const open: OpenBytes = async function* () {
    for await (const chunk of bytes.open()) {
      meter.read += chunk.length;
      yield chunk;
    }
  };
  const passes = format === 'sarif' ? 2 : 1;
  const head = (): Head => ({
    format: stored(format),
    progress: Math.min(0.99, meter.read / Math.max(1, bytes.size * passes)),
  });
  let received: AttachedBytes[] = [];
  for await (const event of eventsOf(format, reason, open, bytes, (a) => void received.push(a))) {
    if (event.kind === 'end') continue;
    yield { ...event, attachments: received, ...head() };
    if (event.kind === 'finding') received = [];
  }
}

/** The reader of each format: one line each. */
function eventsOf(
  format: Format,
  reason: string,
  open: OpenBytes,
  bytes: Bytes,
  onAttachment: (a: AttachedBytes) => void,
): AsyncIterable<ReadEvent> {
  switch (format) {
    case 'sarif':
      return readSarif(open, defaults(bytes));
    case 'report':
      return readReport(open, { onAttachment });
    case 'report-lines':
      return readReportLines(open, { onAttachment });
    case 'osv':
      return osvDocument(open);
    case 'osv-lines':
      return osvLines(open);
    case 'unknown':
      return refused(`${reason}. Read are SARIF 2.1.0, OSV, Leadtime reports, and lines of the last two.`);
  }
}

type Format = 'sarif' | 'osv' | 'osv-lines' | 'report' | 'report-lines' | 'unknown';
const stored = (format: Format): string => (format === 'osv-lines' || format === 'report-lines' ? 'ndjson' : format);

/** The format that the sender named, or the one that the first bytes tell. */
async function recognise({ open, format, filename }: Bytes): Promise<{ format: Format; reason: string }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of open()) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= SNIFF_BYTES) break;
  }
  const told = sniffFormat(Buffer.concat(chunks), filename === undefined ? {} : { filename });
  if (format === 'sarif' || format === 'osv' || format === 'report') return { format, reason: 'the sender named it' };
  const lines = format === 'ndjson' || told.format === 'ndjson';
  const of = lines ? (told.of ?? told.format) : told.format;
  if (of === 'sarif' && !lines) return { format: 'sarif', reason: told.reason };
  if (of === 'report' || (format === 'ndjson' && of !== 'osv'))
    return { format: lines ? 'report-lines' : 'report', reason: told.reason };
  if (of === 'osv') return { format: lines ? 'osv-lines' : 'osv', reason: told.reason };
  return {
    format: 'unknown',
    reason: told.format === 'unknown' ? told.reason : `This is ${told.format}: ${told.reason}`,
  };
}

async function* osvDocument(open: OpenBytes): AsyncIterable<ReadEvent> {
  const text = await textOf(open());
  if (text === undefined) yield* refused(`An OSV record may have ${DOCUMENT_LIMIT} bytes.`);
  else yield* osvEvents(text, '', 0);
}

async function* osvLines(open: OpenBytes): AsyncIterable<ReadEvent> {
  let ordinal = 0;
  for await (const line of splitLines(open(), { maxLineBytes: DOCUMENT_LIMIT, maxBytes: LIMITS.reportBytes })) {
    if (line === 'too-large') yield* refused('The lines are over the limit.');
    else if (!line.bytes)
      yield {
        kind: 'problem',
        problem: { code: 'input.too-large', path: `/line/${line.number}`, detail: 'the line is too long' },
      };
    else
      for (const event of osvEvents(Buffer.from(line.bytes).toString('utf8'), `/line/${line.number}`, ordinal)) {
        if (event.kind === 'finding') ordinal += 1;
        yield event;
      }
  }
}

function* osvEvents(text: string, at: string, ordinal: number): Iterable<ReadEvent> {
  const read = readOsv(text);
  if (read.ok) yield { kind: 'finding', finding: { ...findingOfOsv(read.value, ordinal), path: at } };
  else for (const p of read.problems) yield { kind: 'problem', problem: { ...p, path: `${at}${p.path}` } };
}

async function* refused(detail: string): AsyncIterable<ReadEvent> {
  yield { kind: 'problem', problem: { code: 'input.unknown-format', path: '', detail } };
}

function defaults({ said }: Bytes): { target?: TargetClaim; discovery?: Partial<DiscoveryClaim> } {
  const target = said['target'];
  return {
    ...(target
      ? {
          target: target.startsWith('pkg:')
            ? { purl: target }
            : /[/:]/.test(target)
              ? { repository: target }
              : { name: target },
        }
      : {}),
    discovery: {
      ...(said['discoveredBy'] ? { by: said['discoveredBy'] as DiscoveryClaim['by'] } : {}), // checked by the route's schema
      ...(said['model'] ? { model: { name: said['model'] } } : {}),
      ...(said['harness'] ? { harness: { name: said['harness'] } } : {}),
      ...(said['runId'] ? { runId: said['runId'] } : {}),
      ...(said['promptRetention']
        ? { promptRetention: said['promptRetention'] as DiscoveryClaim['promptRetention'] }
        : {}), // as above
    },
  };
}

/** The text of a document, or undefined past the limit. */
async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > DOCUMENT_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
