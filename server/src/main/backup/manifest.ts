// What a backup holds: written last, so that a folder without it is no backup.
//
//   manifest.json              this
//   tables/report.copy.gz      one per table: PostgreSQL's COPY text format, gzip
//   jobs.ndjson.gz             what was still to be done: notices to send, advisories to match
//   bytes/7f/0197….7f          stored bytes, encrypted as they are at rest
//   keys/bytes.key ledger.key  what opens and signs, unless left out or kept in the configuration
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export const BACKUP_FORMAT = 'leadtime/backup/v1';
export const MANIFEST = 'manifest.json';
export const KEY_FILES = ['bytes.key', 'ledger.key'] as const;

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** Inside the folder, whatever the manifest says. */
const place = z
  .string()
  .regex(
    /^(jobs\.ndjson\.gz|tables\/[a-z0-9_]{1,63}\.copy\.gz|bytes\/[0-9a-f]{2}\/[0-9a-f-]{36}|keys\/(bytes|ledger)\.key)$/,
  );
const part = { file: place, size: z.number().int().min(0), sha256: hex64 };

export const manifest = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.string(),
  madeAt: z.string(),
  postgres: z.string(),
  /** All that had run, in order. */
  migrations: z.array(z.string().regex(/^\d{4}_[a-z_]+$/)).min(1),
  tables: z.array(
    z.object({ name: z.string().regex(/^[a-z0-9_]{1,63}$/), columns: z.string(), rows: z.number().int(), ...part }),
  ),
  jobs: z.object({ count: z.number().int(), ...part }),
  sequences: z.array(z.object({ name: z.string(), last: z.string().regex(/^\d+$/).nullable() })),
  bytes: z.array(z.object({ id: z.uuid(), ...part })),
  /** Rows whose bytes were not in the data folder: they were lost before this backup. */
  missing: z.array(z.uuid()),
  keys: z.array(z.object(part)),
  /** Which keys the instance uses, whether they are in the backup or not. */
  bytesKeyId: z.string().nullable(),
  ledgerKey: z.string().nullable(),
  /** The newest signed checkpoint; null: nothing was written to the ledger yet. */
  ledger: z.object({ size: z.number().int(), root: z.string() }).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/** Everything beside the manifest, each with its digest. */
export const partsOf = ({ tables, jobs, bytes, keys }: Manifest) => [...tables, jobs, ...bytes, ...keys];

/** The manifest of a folder, or why it is no backup. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Unfit(`${folder} has no ${MANIFEST}: it is no backup, or one that was broken off.`);
  const parsed = manifest.safeParse(jsonOr(text));
  if (!parsed.success)
    throw new Unfit(
      `The manifest of ${folder} is damaged: ${parsed.error.issues
        .slice(0, 3)
        .map((i) => `${i.path.join('.')}: ${i.message}`)
        .join('; ')}`,
    );
  return parsed.data;
}

export async function digestOfFile(file: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer); // no encoding is set
    size += (chunk as Buffer).length;
  }
  return { size, sha256: hash.digest('hex') };
}

/** Something that the person who asked can mend: a wrong folder, a damaged backup, a database that is not empty. */
export class Unfit extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Unfit';
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
