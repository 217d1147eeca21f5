// VEX documents on this machine, told apart by their bytes: OpenVEX, CSAF, CycloneDX.
import { readFile, stat } from 'node:fs/promises';
import type { VexDocument } from '@leadtime/lib/advisory';
import { CSAF_LIMITS, readCsaf } from '@leadtime/lib/advisory/csaf';
import { readCycloneDxVex } from '@leadtime/lib/advisory/cyclonedx/read-vex.ts';
import { readOpenVex } from '@leadtime/lib/advisory/openvex';
import { sniffFormat } from '@leadtime/lib/advisory/sniff.ts';
import type { Problem, Result } from '@leadtime/lib/kit';
import { problemList } from '@leadtime/lib/kit';
import { Failure } from '../failure.ts';
import { bytesText } from '../terminal.ts';

export interface VexFiles {
  readonly documents: readonly VexDocument[];
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

/** Throws Failure 2 for a file that is no VEX document: an answer without what it says would look complete. */
export async function readVexFiles(files: readonly string[]): Promise<VexFiles> {
  const documents: VexDocument[] = [];
  const problems = problemList();
  for (const file of files) {
    const read = readVex(await bytesOf(file), file);
    if (!read.ok) throw new Failure(2, `${file} cannot be read as a VEX document`, read);
    documents.push(read.value);
    for (const { code, path, detail } of read.value.problems) problems.add(code, `${file}${path}`, detail);
  }
  return { documents, problems: problems.kept, problemsTotal: problems.total };
}

function readVex(bytes: Uint8Array, file: string): Result<VexDocument> {
  const { format, reason } = sniffFormat(bytes, { filename: file });
  switch (format) {
    case 'openvex':
      return readOpenVex(bytes);
    case 'cyclonedx':
      return readCycloneDxVex(bytes);
    case 'csaf': {
      const read = readCsaf(bytes);
      return read.ok ? { ok: true, value: read.value.vex } : read;
    }
    default:
      throw new Failure(2, `${file} is no VEX document (OpenVEX, CSAF 2.0 or CycloneDX JSON): ${reason}.`);
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      2,
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  if (!found.isFile()) throw new Failure(2, `${file} is not a file.`);
  if (found.size > CSAF_LIMITS.bytes)
    throw new Failure(
      2,
      `${file} has ${bytesText(found.size)}; a VEX document may have ${bytesText(CSAF_LIMITS.bytes)}.`,
    );
  return readFile(file);
}
