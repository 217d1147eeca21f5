// Verifying a ledger from its export alone (format: export.ts). Reads the file once, in the memory of the tree's height,
// and names every fault with its line.
import type { Instant, Problem } from '../kit/index.ts';
import type { Commitment } from './commitment.ts';
import {
  type ExportReading,
  type ExportTrust,
  finish,
  readBrokenLine,
  readLine,
  startReading,
} from './export-reading.ts';
import { formatVerifierKey } from './key.ts';
import { linesOf } from './lines.ts';

export const EXPORT_LINE_LIMIT_BYTES = 256 * 1024;

export interface ExportVerdict {
  /** No problem at all. With `keyTrusted` false it says no more than that the file agrees with itself. */
  readonly ok: boolean;
  /** The verifier key that the checkpoints were checked with. */
  readonly key: string | undefined;
  readonly keyTrusted: boolean;
  /** Entries under the last checkpoint that holds, and its root in base64. */
  readonly size: number;
  readonly root: string | undefined;
  readonly entries: { readonly read: number; readonly opened: number };
  readonly checkpoints: { readonly read: number; readonly verified: number };
  /** Per trusted witness the largest checkpoint here that it cosigned, and when. */
  readonly witnessed: readonly { readonly name: string; readonly size: number; readonly at: Instant }[];
  /** Receipts of stage `stored` whose entry is not in this export: broken, or newer than the export. */
  readonly unmetReceipts: readonly Commitment[];
  /** The first 1,000. Paths: `/line/12…` in the export, `/known/0` and `/receipts/0` in what was given beside it. */
  readonly problems: readonly Problem[];
  readonly total: number;
}

/** Checks an export given as chunks of its bytes (a file stream, or lines with their newlines). Never throws on what it reads. */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array | string>,
  trust: ExportTrust = {},
): Promise<ExportVerdict> {
  const reading = startReading(trust);
  for await (const lines of linesOf(chunks, EXPORT_LINE_LIMIT_BYTES)) {
    for (const line of lines) {
      if ('fault' in line) readBrokenLine(reading, line.number, FAULTS[line.fault]);
      else readLine(reading, line);
    }
  }
  finish(reading);
  return verdictOf(reading, trust);
}

const FAULTS = {
  'too-long': `the line is over ${EXPORT_LINE_LIMIT_BYTES} bytes; nothing from here on was read`,
  'not-utf8': 'the bytes are not UTF-8; nothing from here on was read',
  'not-ended': 'the file ends within this line',
} as const;

function verdictOf(reading: ExportReading, trust: ExportTrust): ExportVerdict {
  const { problems, covered, key } = reading;
  return {
    ok: problems.total === 0,
    key: key && formatVerifierKey(key),
    keyTrusted: trust.log !== undefined && key === trust.log,
    size: covered?.size ?? 0,
    root: covered && Buffer.from(covered.root).toString('base64'),
    entries: { read: reading.entries, opened: reading.opened },
    checkpoints: { read: reading.checkpoints, verified: reading.verified },
    witnessed: [...reading.witnessed.values()],
    unmetReceipts: [...reading.promisedAnywhere],
    problems: problems.kept,
    total: problems.total,
  };
}
