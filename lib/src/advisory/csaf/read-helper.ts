// Reads the `product_identification_helper` (CSAF 2.0 §3.1.3.3): what a machine can tell a product by.
import { type ProblemList, pointer } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import { parseCpe } from '../cpe.ts';
import { type FieldReader, own } from '../fields.ts';
import { hashName } from '../hash-names.ts';

export interface ProductHelper {
  /** Canonical. */
  readonly purls: readonly string[];
  readonly cpes: readonly string[];
  readonly hashes: readonly { readonly algorithm: string; readonly value: string }[];
  readonly modelNumbers: readonly string[];
  readonly serialNumbers: readonly string[];
}

export const NO_HELPER: ProductHelper = { purls: [], cpes: [], hashes: [], modelNumbers: [], serialNumbers: [] };

const NUMBERS = { most: 1_000, max: 2_000 } as const;

/** An identifier that cannot be read is a problem and is left out; the others stay. */
export function readHelper(
  value: unknown,
  path: string,
  { read, problems }: { readonly read: FieldReader; readonly problems: ProblemList },
): ProductHelper {
  const helper = read.object(value, path);
  if (!helper) return NO_HELPER;
  // CSAF 2.1 has a list `purls` in the place of `purl`.
  const written = [
    ...[read.text(helper, 'purl', path, { max: 4_096 })].flatMap((text) => (text === undefined ? [] : [text])),
    ...read.texts(helper, 'purls', path, { most: 1_000, max: 4_096 }),
  ];
  const purls = written.flatMap((text) => {
    const parsed = parsePurl(text, pointer(path, 'purl'));
    if (!parsed.ok) for (const problem of parsed.problems) problems.add(problem.code, problem.path, problem.detail);
    return parsed.ok ? [parsed.value.text] : [];
  });
  const cpe = read.text(helper, 'cpe', path, { max: 2_000 });
  if (cpe !== undefined && !parseCpe(cpe))
    problems.add('field.value', pointer(path, 'cpe'), 'It is not the CPE name of a product.');
  const hashes = read.list(helper, 'hashes', path, 1_000).flatMap((one, i) => {
    const at = pointer(path, 'hashes', i);
    const file = read.object(one, at);
    return file
      ? read.list(file, 'file_hashes', at, 100).flatMap((hash, j) => readHash(hash, `${at}/file_hashes/${j}`, read))
      : [];
  });
  return {
    purls,
    cpes: cpe === undefined ? [] : [cpe],
    hashes,
    modelNumbers: [...read.texts(helper, 'model_numbers', path, NUMBERS), ...read.texts(helper, 'skus', path, NUMBERS)],
    serialNumbers: read.texts(helper, 'serial_numbers', path, NUMBERS),
  };
}

function readHash(value: unknown, path: string, read: FieldReader): { algorithm: string; value: string }[] {
  const hash = read.object(value, path);
  if (!hash || own(hash, 'value') === undefined) return [];
  const algorithm = read.text(hash, 'algorithm', path, { required: true, max: 100 });
  const digest = read.text(hash, 'value', path, {
    required: true,
    max: 1_000,
    pattern: /^[0-9a-fA-F]{32,}$/,
    form: 'a digest in hexadecimal',
  });
  if (algorithm === undefined || digest === undefined) return [];
  return [{ algorithm: hashName(algorithm), value: digest.toLowerCase() }];
}
