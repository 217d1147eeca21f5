// The text of a checkpoint (C2SP tlog-checkpoint): the head of the tree. signed-checkpoint.ts signs and opens it.
//
//   ledger.example.gov                              origin: which ledger
//   70000                                           size: how many entries
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=    root over all of them
import { failed, ok, quote, type Result } from '../kit/index.ts';
import { HASH_BYTES, type Hash } from './hash.ts';
import { parseBase64 } from './key.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** Further lines. We write none: nobody can audit them. */
  readonly extensions: readonly string[];
}

/** The text that is signed. Throws on a checkpoint that could not be read back. */
export function formatCheckpoint({
  origin,
  size,
  root,
  extensions = [],
}: Omit<Checkpoint, 'extensions'> & { readonly extensions?: readonly string[] }): string {
  const text = `${[origin, size, Buffer.from(root).toString('base64'), ...extensions].join('\n')}\n`;
  const back = parseCheckpoint(text);
  if (!back.ok) throw new RangeError(`not a checkpoint: ${back.problems[0]?.detail}`);
  return text;
}

/** The checkpoint in the text of a note, its signatures apart. */
export function parseCheckpoint(text: string): Result<Checkpoint> {
  const bad = (line: number, detail: string) => failed([{ code: 'checkpoint.syntax', path: `/line/${line}`, detail }]);
  const lines = text.split('\n');
  if (lines.pop() !== '') return bad(lines.length + 1, 'the last line does not end with a newline');
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines;
  if (origin === '') return bad(1, 'the origin is empty');
  if (!/^(0|[1-9]\d{0,15})$/.test(sizeText) || !Number.isSafeInteger(Number(sizeText))) {
    return bad(2, `the size is not a whole number below 2^53 without leading zeros: ${quote(sizeText)}`);
  }
  const root = parseBase64(rootText);
  if (root?.length !== HASH_BYTES) return bad(3, `the root is not base64 of 32 bytes: ${quote(rootText)}`);
  const empty = extensions.indexOf('');
  if (empty >= 0) return bad(4 + empty, 'an extension line is empty');
  return ok({ origin, size: Number(sizeText), root, extensions });
}
