// Searches everything that a server keeps for words that must not be there, in every form in which they might hide.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TestHouse } from '../../../server/test/house.ts';

/** Where something was found, and in which form. */
export interface Hit {
  readonly marker: string;
  readonly form: string;
  readonly where: string;
}

interface Needle {
  readonly marker: string;
  readonly form: string;
  readonly text: string;
  /** Raw bytes have no small letters. */
  readonly exact: boolean;
}

/** Every form of every marker. */
export function needlesOf(markers: readonly string[]): readonly Needle[] {
  return markers.flatMap((marker) =>
    [...new Set([marker, marker.toLowerCase(), marker.toUpperCase()])].flatMap((spelling) => {
      const bytes = Buffer.from(spelling);
      const hashed = createHash('sha256').update(spelling).digest();
      const forms: readonly (readonly [form: string, text: string, exact?: boolean])[] = [
        ['plain', spelling],
        ['percent-encoded', encodeURIComponent(spelling)],
        ['percent-encoded throughout', [...bytes].map((b) => `%${b.toString(16).padStart(2, '0')}`).join('')],
        ['hex', bytes.toString('hex')],
        ...[0, 1, 2].map((shift) => [`base64, shifted by ${shift}`, withinBase64(bytes, shift), true] as const),
        ...[0, 1, 2].map(
          (shift) =>
            [
              `base64url, shifted by ${shift}`,
              withinBase64(bytes, shift).replaceAll('+', '-').replaceAll('/', '_'),
              true,
            ] as const,
        ),
        ['UTF-16', bytes.toString('latin1').split('').join('\u0000')],
        ['sha256 in hex', hashed.toString('hex')],
        ['sha256', hashed.toString('latin1'), true],
        ['sha256 in base64', hashed.toString('base64').slice(0, 42), true],
        ['the first half of its sha256', hashed.subarray(0, 16).toString('hex')],
      ];
      return forms.map(([form, text, exact = false]) => ({
        marker,
        form,
        text: exact ? text : text.toLowerCase(),
        exact,
      }));
    }),
  );
}

/** What stays the same of it in base64 wherever it begins: letters that hang on what stands before or after are cut. */
function withinBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const last = (shift + bytes.length) % 3 === 0 ? text.length : text.length - 1;
  return text.slice(Math.ceil((shift * 8) / 6), last);
}

export interface Haystack {
  readonly where: string;
  /** Bytes as latin1, or text. */
  readonly text: string;
}

export function search(haystacks: readonly Haystack[], needles: readonly Needle[]): readonly Hit[] {
  return haystacks.flatMap(({ where, text }) => {
    const small = text.toLowerCase();
    return needles
      .filter((needle) => (needle.exact ? text : small).includes(needle.text))
      .map(({ marker, form }) => ({ marker, form, where }));
  });
}

/** Every row of every table of every schema: its columns as text, its bytes decoded, what is sealed opened with the house's key. */
export async function everyTable({ owner, house }: TestHouse): Promise<readonly Haystack[]> {
  const { rows: tables } = await owner.query<{ name: string; quoted: string; bytes: string[]; columns: string[] }>(
    `SELECT n.nspname || '.' || c.relname AS name, format('%I.%I', n.nspname, c.relname) AS quoted,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'bytea'::regtype) AS bytes,
       ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: Haystack[] = [];
  for (const { name, quoted, bytes, columns } of tables) {
    const { rows } = await owner.query<Record<string, unknown>>(`SELECT t.*, t::text AS "as text" FROM ${quoted} AS t`);
    for (const row of rows) {
      found.push({ where: name, text: String(row['as text']) });
      for (const column of bytes)
        if (Buffer.isBuffer(row[column]))
          found.push({ where: `${name}.${column}`, text: row[column].toString('latin1') });
      if (columns.includes('key_id') && columns.includes('bytes')) {
        const sealed = row['bytes'] as Buffer | null; // a column of bytes
        const parts: Buffer[] = [];
        for await (const part of house.blobs.read(String(row['id']), sealed)) parts.push(part);
        found.push({ where: `${name} (opened)`, text: Buffer.concat(parts).toString('latin1') });
      }
    }
  }
  return found;
}

/** Every file below a folder, its name too; gzip unpacked. */
export async function everyFile(folder: string, where: string): Promise<readonly Haystack[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const bytes = await readFile(path.join(entry.parentPath, entry.name));
        const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
        return {
          where: `${where}: ${entry.name}`,
          text: `${entry.name}\n${(gzip ? gunzipSync(bytes) : bytes).toString('latin1')}`,
        };
      }),
  );
}
