// Signed notes (C2SP signed-note): text that carries its signatures.
//
//   ledger.example.gov
//   70000
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
//   — ledger.example.gov Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+Z…
//   — witness.example.org/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9…
import { failed, type Instant, ok, problemList, quote, type Result } from '../kit/index.ts';
import { cosignedAt } from './cosignature.ts';
import { isKeyName, parseBase64, type SigningKey, type VerifierKey } from './key.ts';

export const NOTE_LIMIT_BYTES = 128 * 1024;
export const NOTE_LIMIT_SIGNATURES = 100; // signed-note: at least 16

export interface Note {
  /** What is signed; ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits of the key's id. */
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface VerifiedNote {
  readonly text: string;
  /** By keys that are trusted here; each key once. */
  readonly signatures: readonly VerifiedSignature[];
  /** Lines by keys unknown here. They prove nothing. */
  readonly ignored: number;
}

export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a witness says it saw this, to the second. Only on cosignatures. */
  readonly at: Instant | undefined;
}

/** The note: text and one signature line per key. Throws on text that no note may hold. */
export function signNote(text: string, keys: readonly SigningKey[]): string {
  if (!isNoteText(text)) throw new RangeError('a note is lines of text without control characters, the last ended');
  return `${text}\n${keys.map((key) => signatureLine(key, key.sign(Buffer.from(text)))).join('')}`;
}

/** The text and signatures of a note, nothing verified. What does not print back to the same bytes is refused. */
export function parseNote(note: string): Result<Note> {
  const bad = (path: string, detail: string) => failed([{ code: 'note.syntax', path, detail }]);
  if (Buffer.byteLength(note) > NOTE_LIMIT_BYTES) return bad('', `the note is over ${NOTE_LIMIT_BYTES} bytes`);
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return bad('', 'no empty line parts the text from the signatures');
  const text = note.slice(0, split + 1);
  if (!isNoteText(text)) return bad('', 'the text holds control characters or is not valid Unicode');
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '') return bad('', 'the last line does not end with a newline');
  if (lines.length === 0) return bad('', 'no signature follows the text');
  if (lines.length > NOTE_LIMIT_SIGNATURES) return bad('', `more than ${NOTE_LIMIT_SIGNATURES} signatures`);

  const problems = problemList();
  const firstLine = text.split('\n').length + 1;
  const signatures = lines.flatMap((line, i) => {
    const signature = parseSignatureLine(line);
    if (!signature) problems.add('note.syntax', `/line/${firstLine + i}`, `not a signature line: ${quote(line)}`);
    return signature ? [signature] : [];
  });
  return problems.total > 0 ? failed(problems.kept, problems.total) : ok({ text, signatures });
}

/**
 * The note with the signatures of trusted keys checked. Refused when a trusted key's signature is wrong,
 * even beside a right one, and when no trusted key signed at all (signed-note, Signatures).
 */
export function verifyNote(note: string, trusted: readonly VerifierKey[]): Result<VerifiedNote> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const problems = problemList();
  const verified = new Map<VerifierKey, VerifiedSignature>();
  let ignored = 0;
  for (const signature of signatures) {
    const key = trusted.find((k) => k.name === signature.name && k.id === signature.id);
    const checked = key && checkSignature(parsed.value, signature.signature, key);
    if (!key) ignored += 1;
    else if (checked) verified.set(key, verified.get(key) ?? checked);
    else problems.add('note.signature', '', `the signature by ${quote(key.name)} (${key.id}) is wrong`);
  }
  if (problems.total > 0) return failed(problems.kept, problems.total);
  if (verified.size > 0) return ok({ text, signatures: [...verified.values()], ignored });
  const detail = `signed by ${signatures.map((s) => quote(`${s.name}+${s.id}`)).join(', ')}, none of them trusted here`;
  return failed([{ code: 'note.signature', path: '', detail }]);
}

function checkSignature({ text }: Note, signature: Uint8Array, key: VerifierKey): VerifiedSignature | undefined {
  if (key.type !== 'ed25519') {
    const at = cosignedAt(text, signature, key);
    return at && { key, at };
  }
  return key.checks(Buffer.from(text), signature) ? { key, at: undefined } : undefined;
}

export const signatureLine = ({ verifier }: SigningKey, signature: Uint8Array): string =>
  `— ${verifier.name} ${Buffer.concat([Buffer.from(verifier.id, 'hex'), signature]).toString('base64')}\n`;

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [dash, name = '', base64 = '', ...more] = line.split(' ');
  const bytes = parseBase64(base64);
  if (dash !== '—' || more.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, id: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

/** Ends with a newline; below U+0020 nothing else; no lone surrogates, which have no UTF-8. */
const isNoteText = (text: string): boolean => text.endsWith('\n') && !CONTROL.test(text) && text.isWellFormed();
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;
