// The export of a ledger: one file that anybody can check with no more than the ledger's public key. A line is one JSON object
// in canonical form (RFC 8785), so that no byte can change without changing what is said:
//
//   {"format":"leadtime/ledger-export/v1","key":"ledger.example.gov+3f1e86a2+AbNJ…","line":"header"}
//   {"commitment":"9f86d0…","index":0,"line":"entry"}
//   {"commitment":"60303a…","index":1,"line":"entry","opening":{"body":{…},"nonce":"…"}}     where the holder may see it
//   {"line":"checkpoint","note":"ledger.example.gov\n2\nCsUYap…\n\n— ledger.example.gov Az3g…\n"}   right after the entries it covers
//   {"line":"seal","note":"leadtime/ledger-export/v1\norigin …\nentries 2\n…"}                the whole, signed
//
// The seal is what makes a left-out opening, cosignature or checkpoint show. It says who gave out this file, not that the ledger
// is honest: that is what the tree, old checkpoints, receipts and witnesses are for.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../kit/index.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Commitment, Opening } from './commitment.ts';
import { formatVerifierKey, type SigningKey } from './key.ts';
import { parseNote, signNote } from './note.ts';

export const EXPORT_FORMAT = 'leadtime/ledger-export/v1';

export type ExportLine =
  | { readonly line: 'header'; readonly format: typeof EXPORT_FORMAT; readonly key: string }
  | { readonly line: 'entry'; readonly index: number; readonly commitment: Commitment; readonly opening?: Opening }
  | { readonly line: 'checkpoint'; readonly note: string }
  | { readonly line: 'seal'; readonly note: string };

export interface ExportSource {
  /** In the order of the tree, from entry 0; those after the last checkpoint are left out. */
  readonly entries: AsyncIterable<ExportedEntry> | Iterable<ExportedEntry>;
  /** Notes of ascending size; the last one covers the export. At least one. */
  readonly checkpoints: AsyncIterable<string> | Iterable<string>;
  readonly key: SigningKey;
}

export interface ExportedEntry {
  readonly commitment: Commitment;
  /** Only where the receiver of the export may see the entry. */
  readonly opening?: Opening;
}

/** The lines of an export, each with its newline. Holds one line at a time. Throws where the source contradicts itself. */
export async function* exportLedger({ entries, checkpoints, key }: ExportSource): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const print = (line: ExportLine): string => {
    const text = `${canonicalJson(line)}\n`;
    digest.update(text);
    return text;
  };
  const counted = { entries: 0, checkpoints: 0, opened: 0 };
  const source = walk(entries);

  yield print({ line: 'header', format: EXPORT_FORMAT, key: formatVerifierKey(key.verifier) });
  for await (const note of checkpoints) {
    for (const size = sizeOf(note); counted.entries < size; counted.entries += 1) {
      const entry = await source.next();
      if (entry.done) throw new Error(`a checkpoint of size ${size} with only ${counted.entries} entries`);
      if (entry.value.opening) counted.opened += 1;
      yield print({ line: 'entry', index: counted.entries, ...entry.value });
    }
    counted.checkpoints += 1;
    yield print({ line: 'checkpoint', note });
  }
  await source.return();
  const note = signNote(sealText(key.verifier.name, counted, digest.digest('hex')), [key]);
  yield `${canonicalJson({ line: 'seal', note } satisfies ExportLine)}\n`;
}

export interface ExportCounts {
  readonly entries: number;
  readonly checkpoints: number;
  readonly opened: number;
}

/** What the seal signs: the counts, and SHA-256 over every byte before the seal's own line. Not readable as a checkpoint. */
export function sealText(origin: string, { entries, checkpoints, opened }: ExportCounts, digest: string): string {
  return `${EXPORT_FORMAT}\norigin ${origin}\nentries ${entries}\ncheckpoints ${checkpoints}\nopened ${opened}\nsha256 ${digest}\n`;
}

async function* walk<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}

function sizeOf(note: string): number {
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  if (!checkpoint.ok) throw new Error(`not a checkpoint: ${checkpoint.problems[0]?.detail}`);
  return checkpoint.value.size;
}
