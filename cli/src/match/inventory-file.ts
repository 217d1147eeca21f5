// Reads the inventory that is matched: a bill of materials or a sheet, told by its bytes.
import { readFile, stat } from 'node:fs/promises';
import { LIMITS } from '@leadtime/contract/limits';
import type { Inventory } from '@leadtime/lib/advisory';
import { loadInventory } from '@leadtime/lib/advisory/load-inventory.ts';
import { Failure } from '../failure.ts';
import { bytesText } from '../terminal.ts';

export async function readInventoryFile(file: string): Promise<Inventory> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      2,
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  if (!found.isFile()) throw new Failure(2, `${file} is not a file.`);
  if (found.size > LIMITS.inventoryBytes)
    throw new Failure(
      2,
      `${file} has ${bytesText(found.size)}; an inventory may have ${bytesText(LIMITS.inventoryBytes)}.`,
    );
  const bytes = await readFile(file);
  const read = await loadInventory(bytes, { filename: file });
  if (!read.ok) throw new Failure(2, `${file} cannot be read as an inventory`, read);
  return read.value;
}
