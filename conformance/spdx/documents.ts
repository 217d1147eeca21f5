// The outside SPDX documents.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DATA, packed, type Sample } from '../sbom/samples.ts';

const SETS = ['spdx-examples', 'spdx-tools-java/testResources', 'spdx-spec/examples'];

/** Examples and test documents in the spellings that are read. undefined: the data is not here. */
export function documents(): readonly Sample[] | undefined {
  if (!existsSync(path.join(DATA, 'spdx-examples'))) return undefined;
  return SETS.flatMap((set) =>
    readdirSync(path.join(DATA, set), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(json|jsonld|spdx)$/.test(file))
      .map((file) => ({
        id: `${set}/${file.replaceAll(path.sep, '/')}`,
        bytes: readFileSync(path.join(DATA, set, file)),
      })),
  );
}

/** Documents of container images by bom, syft, tern and trivy. */
export function imageDocuments(): readonly Sample[] | undefined {
  const file = path.join(DATA, 'bom-shelter-in-the-lab', 'sample24.ndjson.gz');
  return existsSync(file) ? packed(file) : undefined;
}

export const isTagValue = ({ id }: Sample): boolean => id.endsWith('.spdx');
