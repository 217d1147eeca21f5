// Reads what the containers of a CVE record say beside products: descriptions, scores, weaknesses, references, credits.
import { pointer } from '../../kit/index.ts';
import type { Contributor } from '../advisory-model.ts';
import { type FieldReader, type Fields, own } from '../fields.ts';
import type { Container } from './read.ts';

/** The English text, else the first. */
export function readDescription(cna: Fields, key: 'descriptions' | 'rejectedReasons', read: FieldReader): string {
  const texts = read.list(cna, key, '/containers/cna', 200).flatMap((value, i) => {
    const at = pointer('/containers/cna', key, i);
    const one = read.object(value, at);
    const text = one && read.text(one, 'value', at, { max: 256 * 1024, lines: true });
    return one && text !== undefined ? [{ lang: String(own(one, 'lang') ?? ''), text }] : [];
  });
  return (texts.find(({ lang }) => /^en/i.test(lang)) ?? texts[0])?.text ?? '';
}

const SCORES = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0'] as const;

export function readVectors(containers: readonly Container[], read: FieldReader): readonly string[] {
  const vectors = each(containers, 'metrics', read, (metric, path) =>
    SCORES.flatMap((key) => {
      const score = own(metric, key);
      const fields = score === undefined ? undefined : read.object(score, pointer(path, key));
      const vector = fields && read.text(fields, 'vectorString', pointer(path, key), { max: 500 });
      return vector === undefined ? [] : [vector];
    }),
  );
  return [...new Set(vectors)];
}

export function readWeaknesses(containers: readonly Container[], read: FieldReader): readonly string[] {
  const ids = each(containers, 'problemTypes', read, (type, path) =>
    read.list(type, 'descriptions', path, 200).flatMap((value, i) => {
      const at = pointer(path, 'descriptions', i);
      const one = read.object(value, at);
      const id = one && own(one, 'cweId');
      return typeof id === 'string' && /^CWE-\d{1,6}$/.test(id) ? [id] : []; // some write NVD-CWE-noinfo here
    }),
  );
  return [...new Set(ids)].sort((a, b) => Number(a.slice(4)) - Number(b.slice(4)));
}

/** The tags of CVE in the words of OSV; the first that says something counts. */
const TYPES: readonly (readonly [string, string])[] = [
  ['patch', 'FIX'],
  ['vendor-advisory', 'ADVISORY'],
  ['third-party-advisory', 'ADVISORY'],
  ['vdb-entry', 'ADVISORY'],
  ['exploit', 'EVIDENCE'],
  ['issue-tracking', 'REPORT'],
  ['mailing-list', 'DISCUSSION'],
  ['technical-description', 'ARTICLE'],
  ['media-coverage', 'ARTICLE'],
  ['product', 'PACKAGE'],
];

export function readReferences(
  containers: readonly Container[],
  read: FieldReader,
): readonly { readonly type: string; readonly url: string }[] {
  const byUrl = new Map<string, { type: string; url: string }>();
  for (const reference of each(containers, 'references', read, (one, path) => {
    const url = read.text(one, 'url', path, { required: true, max: 4_096 });
    const tags = new Set(read.texts(one, 'tags', path, { most: 100, max: 200 }));
    const type = TYPES.find(([tag]) => tags.has(tag))?.[1] ?? 'WEB';
    return url === undefined ? [] : [{ type, url }];
  })) {
    const known = byUrl.get(reference.url);
    if (!known || known.type === 'WEB') byUrl.set(reference.url, reference);
  }
  return [...byUrl.values()];
}

const CREDITS: ReadonlyMap<string, string> = new Map(
  ['finder', 'reporter', 'analyst', 'coordinator', 'tool', 'sponsor', 'other']
    .map((type) => [type, type.toUpperCase()] as const)
    .concat(['developer', 'reviewer', 'verifier'].map((t) => [`remediation ${t}`, `REMEDIATION_${t.toUpperCase()}`])),
);

export function readCredits(containers: readonly Container[], read: FieldReader): readonly Contributor[] {
  return each(containers, 'credits', read, (credit, path) => {
    const name = read.text(credit, 'value', path, { required: true, max: 5_000, lines: true });
    const type = CREDITS.get(String(own(credit, 'type') ?? ''));
    return name === undefined ? [] : [{ name, ...(type === undefined ? {} : { type }) }];
  });
}

/** Over the entries of one list of all containers. */
function each<T>(
  containers: readonly Container[],
  key: string,
  read: FieldReader,
  give: (entry: Fields, path: string) => readonly T[],
): T[] {
  return containers.flatMap(({ fields, path }) =>
    read.list(fields, key, path, 5_000).flatMap((value, i) => {
      const at = `${path}/${key}/${i}`;
      const entry = read.object(value, at);
      return entry ? give(entry, at) : [];
    }),
  );
}
