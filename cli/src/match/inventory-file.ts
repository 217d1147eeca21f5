// Reads the inventory that is matched: CycloneDX or a sheet, told by its bytes.
import { readFile, stat } from 'node:fs/promises';
import { LIMITS } from '@leadtime/contract';
import { type Inventory, readCycloneDx, readSheet, SNIFF_BYTES, sniffFormat } from '@leadtime/lib/advisory';
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
  const { format, reason } = sniffFormat(bytes.subarray(0, SNIFF_BYTES), { filename: file });
  if (format !== 'cyclonedx' && format !== 'sheet' && format !== 'unknown')
    throw new Failure(
      2,
      `${file} is ${format} (${reason}), not an inventory: CycloneDX JSON, or a sheet with vendor, product and version.`,
    );
  const read = format === 'cyclonedx' ? readCycloneDx(bytes) : readSheet(bytes); // a reader says best what is wrong
  if (!read.ok) throw new Failure(2, `${file} cannot be read as an inventory`, read);
  return read.value;
}
