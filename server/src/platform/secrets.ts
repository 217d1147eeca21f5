// Secrets: random, shown once, kept only as a hash; and the instance's own keys, made once in files that only their
// owner can read.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A new secret with 256 bits and a prefix that tells people and scanners what it is. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;
/** Random secrets need no slow hash. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** 32 bytes from configuration, or from a file in the data folder that is made at the first start. */
export async function keyFrom(configured: string | undefined, folder: string, name: string): Promise<Buffer> {
  if (configured !== undefined) return Buffer.from(configured, 'hex');
  const file = path.join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      const key = randomBytes(32);
      await handle.writeFile(`${key.toString('hex')}\n`);
      await handle.sync();
      return key;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // node's own file errors carry a code
    const text = (await readFile(file, 'utf8')).trim();
    if (!/^[0-9a-f]{64}$/.test(text))
      throw new Error(`the key file ${name} in the data folder is damaged; restore it from your backup`);
    return Buffer.from(text, 'hex');
  }
}
