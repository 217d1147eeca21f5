// Reads a report on this machine with the readers that the server uses, whatever its format.
import { createReadStream } from 'node:fs';
import { LIMITS } from '@leadtime/contract/limits';
import type { OpenBytes, ReadEvent, TargetClaim } from '@leadtime/lib/advisory';
import { splitLines } from '@leadtime/lib/advisory/json-stream';
import { findingOfOsv, OSV_LIMITS, readOsv } from '@leadtime/lib/advisory/osv';
import { readSarif } from '@leadtime/lib/advisory/sarif';
import { SNIFF_BYTES, sniffFormat } from '@leadtime/lib/advisory/sniff.ts';
import type { Source } from './source.ts';

export type Format = 'sarif' | 'osv' | 'osv lines' | 'report' | 'report lines' | 'unknown';
/** `end` of each reader is left out: the caller counts. */
export type Event = Exclude<ReadEvent, { readonly kind: 'end' }>;

export interface Reading {
  readonly format: Format;
  /** What told the format, in words. */
  readonly recognisedBy: string;
  readonly events: AsyncIterable<Event>;
}

/** `onBytes` hears the bytes read so far; SARIF is read twice. */
export async function readReportFile(
  source: Source,
  {
    format: stated,
    target,
    onBytes,
  }: { format: string | undefined; target?: string | undefined; onBytes?: (sum: number) => void },
): Promise<Reading> {
  const { format, recognisedBy } = await recognise(source, stated);
  let sum = 0;
  const passes = format === 'sarif' ? 2 : 1;
  const open: OpenBytes = async function* () {
    for await (const chunk of createReadStream(source.path, { highWaterMark: 256 * 1024 })) {
      yield chunk as Buffer; // no encoding is set
      sum += (chunk as Buffer).length / passes;
      onBytes?.(Math.floor(sum));
    }
  };
  return { format, recognisedBy, events: withoutEnd(eventsOf(format, recognisedBy, open, target)) };
}

function eventsOf(
  format: Format,
  recognisedBy: string,
  open: OpenBytes,
  target: string | undefined,
): AsyncIterable<ReadEvent> {
  switch (format) {
    case 'sarif':
      return readSarif(open, target === undefined ? {} : { target: targetOf(target) });
    case 'report':
      return ownReport(open);
    case 'report lines':
      return ownReportLines(open);
    case 'osv':
      return osvDocument(open);
    case 'osv lines':
      return osvLines(open);
    case 'unknown':
      return refused(`${recognisedBy}. Read are SARIF 2.1.0, OSV, Leadtime reports, and lines of the last two.`);
  }
}

/** Our own format is told by a schema, which takes longer to load than other formats take to be read. */
async function* ownReport(open: OpenBytes): AsyncGenerator<ReadEvent> {
  const { readReport } = await import('@leadtime/lib/advisory/report');
  yield* readReport(open);
}
async function* ownReportLines(open: OpenBytes): AsyncGenerator<ReadEvent> {
  const { readReportLines } = await import('@leadtime/lib/advisory/report');
  yield* readReportLines(open);
}

/** A package URL, the address of a repository, or a plain name. */
export const targetOf = (text: string): TargetClaim =>
  text.startsWith('pkg:') ? { purl: text } : /[/:]/.test(text) ? { repository: text } : { name: text };

async function recognise(
  source: Source,
  stated: string | undefined,
): Promise<{ format: Format; recognisedBy: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(source.path, { end: SNIFF_BYTES - 1 })) chunks.push(chunk as Buffer); // no encoding is set
  const told = sniffFormat(Buffer.concat(chunks), source.filename === undefined ? {} : { filename: source.filename });
  if (stated === 'sarif' || stated === 'osv' || stated === 'report')
    return { format: stated, recognisedBy: 'it was named so' };
  const lines = stated === 'ndjson' || told.format === 'ndjson';
  const of = lines ? (told.of ?? told.format) : told.format;
  const recognisedBy = told.reason;
  if (of === 'sarif' && !lines) return { format: 'sarif', recognisedBy };
  if (of === 'report' || (stated === 'ndjson' && of !== 'osv'))
    return { format: lines ? 'report lines' : 'report', recognisedBy };
  if (of === 'osv') return { format: lines ? 'osv lines' : 'osv', recognisedBy };
  return {
    format: 'unknown',
    recognisedBy: told.format === 'unknown' ? told.reason : `This is ${told.format}: ${told.reason}`,
  };
}

async function* osvDocument(open: OpenBytes): AsyncGenerator<ReadEvent> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of open()) {
    size += chunk.length;
    if (size > OSV_LIMITS.bytes)
      return yield* refused(`An OSV record may have ${OSV_LIMITS.bytes} bytes.`, 'input.too-large');
    chunks.push(chunk);
  }
  yield* osvEvents(Buffer.concat(chunks), '', 0);
}

async function* osvLines(open: OpenBytes): AsyncGenerator<ReadEvent> {
  let ordinal = 0;
  for await (const line of splitLines(open(), { maxLineBytes: OSV_LIMITS.bytes, maxBytes: LIMITS.reportBytes })) {
    if (line === 'too-large') yield* refused('The lines are over the limit of a report.', 'input.too-large');
    else if (!line.bytes)
      yield {
        kind: 'problem',
        problem: { code: 'input.too-large', path: `/line/${line.number}`, detail: 'the line is too long' },
      };
    else
      for (const event of osvEvents(line.bytes, `/line/${line.number}`, ordinal)) {
        if (event.kind === 'finding') ordinal += 1;
        yield event;
      }
  }
}

function* osvEvents(bytes: Uint8Array, at: string, ordinal: number): Generator<ReadEvent> {
  const read = readOsv(bytes);
  if (read.ok) yield { kind: 'finding', finding: { ...findingOfOsv(read.value, ordinal), path: at } };
  else for (const p of read.problems) yield { kind: 'problem', problem: { ...p, path: `${at}${p.path}` } };
}

async function* refused(
  detail: string,
  code: 'input.unknown-format' | 'input.too-large' = 'input.unknown-format',
): AsyncGenerator<ReadEvent> {
  yield { kind: 'problem', problem: { code, path: '', detail } };
}

async function* withoutEnd(events: AsyncIterable<ReadEvent>): AsyncGenerator<Event> {
  for await (const event of events) if (event.kind !== 'end') yield event;
}
