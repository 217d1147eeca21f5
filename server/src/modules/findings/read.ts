// Reads a stored report by its format into claims, one stream of one shape for all of them. A format that nobody named is
// recognised by its first bytes.
import {
  type DiscoveryClaim,
  type FindingClaim,
  findingOfOsv,
  type OpenBytes,
  readOsv,
  readSarif,
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

const SNIFFED = 64 * 1024;
const DOCUMENT_LIMIT = 16 * 1024 * 1024;

export async function* readReportBytes(bytes: Bytes): AsyncGenerator<ReadItem> {
  const format = bytes.format === 'unknown' ? await recognise(bytes) : bytes.format;
  const meter = { read: 0 };
  const open: OpenBytes = async function* () {
    for await (const chunk of bytes.open()) {
      meter.read += chunk.length;
      yield chunk;
    }
  };
  const head = (): Head => ({
    format,
    progress: Math.min(0.99, meter.read / Math.max(1, bytes.size * (format === 'sarif' ? 2 : 1))),
  });
  const none: readonly AttachedBytes[] = [];
  const problem = (p: Problem): ReadItem => ({ kind: 'problem', problem: p, attachments: none, ...head() });
  if (format === 'sarif') {
    for await (const event of readSarif(open, defaults(bytes))) {
      if (event.kind === 'finding') yield { kind: 'finding', finding: event.finding, attachments: none, ...head() };
      else if (event.kind === 'problem') yield problem(event.problem);
      else if (event.kind === 'dropped')
        yield { kind: 'dropped', path: event.path, reason: event.reason, attachments: none, ...head() };
    }
  } else if (format === 'osv') {
    const read = readOsv(await textOf(open()));
    if (read.ok) yield { kind: 'finding', finding: findingOfOsv(read.value, 0), attachments: none, ...head() };
    else for (const p of read.problems) yield problem(p);
  } else {
    yield problem({
      code: 'input.unknown-format',
      path: '',
      detail: 'This is neither SARIF 2.1.0, nor OSV, nor a Leadtime report, nor lines of these.',
    });
  }
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

async function recognise({ open }: Bytes): Promise<string> {
  let text = '';
  for await (const chunk of open()) {
    text += Buffer.from(chunk).toString('latin1');
    if (text.length >= SNIFFED) break;
  }
  if (/"(runs|\$schema)"\s*:/.test(text) && /sarif|"runs"\s*:/.test(text)) return 'sarif';
  if (/"(affected|schema_version)"\s*:/.test(text) && /"modified"\s*:/.test(text)) return 'osv';
  return 'unknown';
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > DOCUMENT_LIMIT) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
