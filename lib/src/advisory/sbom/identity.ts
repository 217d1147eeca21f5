// The identifying texts of a component, read the same way from every format.
import { type ProblemList, quote } from '../../kit/index.ts';
import { parsePurl } from '../../version/purl.ts';
import type { Component } from '../inventory-model.ts';
import { algorithmOf, isDigest } from './digests.ts';

/** The canonical package URL; what is none is kept as written, with its problems. */
export function identityOfPurl(
  written: string,
  path: string,
  problems: ProblemList,
): Pick<Component, 'purl' | 'badPurl'> {
  const parsed = parsePurl(written, path);
  if (parsed.ok) return { purl: parsed.value.text };
  for (const problem of parsed.problems) problems.add(problem.code, problem.path, problem.detail);
  return { badPurl: written };
}

/** A CPE 2.2 or 2.3 name, by its beginning: names in the field break the finer rules, and the matcher judges those. */
export const CPE = { max: 1_000, pattern: /^cpe:(?:2\.3:|\/)[ -~]+$/i, form: 'a CPE 2.2 or 2.3 name' } as const;

type Digest = Component['hashes'][number];

/** A digest under the algorithm's one spelling; undefined, and a problem, where it is none. */
export function digestOf(algorithm: string, value: string, path: string, problems: ProblemList): Digest | undefined {
  const known = algorithmOf(algorithm);
  if (known === undefined) problems.add('field.value', path, `${quote(algorithm)} is no digest algorithm known here.`);
  else if (!isDigest(known, value))
    problems.add('field.value', path, `${quote(value)} is no digest of ${known}: ${value.length} characters.`);
  else return { algorithm: known, value: value.toLowerCase() };
  return undefined;
}

/** How many components have a package URL that stood before. */
export function countDuplicates(components: readonly Component[]): number {
  const seen = new Set<string>();
  let again = 0;
  for (const { purl } of components) {
    if (purl === undefined) continue;
    const size = seen.size;
    if (seen.add(purl).size === size) again += 1;
  }
  return again;
}
