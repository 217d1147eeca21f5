// Reads a record of the NVD's API 2.0 (nvd.nist.gov/developers/vulnerabilities) as an advisory. Its CPE configurations have the form of
// CVE's `cpeApplicability`, so they are read by the same reader: what a product merely runs on is context.
import { failed, type Instant, ok, type ProblemList, parseInstant, problemList, type Result } from '../../kit/index.ts';
import type { Advisory } from '../advisory-model.ts';
import { readApplicability } from '../cve/applicability.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';

export const NVD_LIMITS = { bytes: 16 * 1024 * 1024, depth: 64 } as const;

export interface NvdRead {
  readonly advisory: Advisory;
  /** What could not be read, and where: the first 1,000. */
  readonly problems: ProblemList['kept'];
  readonly problemsTotal: number;
}

/** A record `{cve: {…}}`, or what is in it, from text, bytes, or a value already parsed. */
export function readNvd(input: unknown): Result<NvdRead> {
  const parsed =
    typeof input === 'string' || input instanceof Uint8Array
      ? parseJsonQuickly(input, { maxBytes: NVD_LIMITS.bytes, maxDepth: NVD_LIMITS.depth })
      : ok(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const root = read.object(parsed.value, '');
  const wrapped = root !== undefined && own(root, 'cve') !== undefined;
  const path = wrapped ? '/cve' : '';
  const cve = wrapped ? read.object(own(root, 'cve'), path) : root;
  if (!cve) return failed(problems.kept, problems.total);
  const id = read.text(cve, 'id', path, {
    required: true,
    max: 40,
    pattern: /^CVE-\d{4}-\d{4,19}$/,
    form: 'a CVE id',
  });
  const modified = instantOf(read.text(cve, 'lastModified', path, { required: true, max: 64 }));
  if (modified === undefined && problems.total === 0)
    problems.add('date.syntax', `${path}/lastModified`, 'It is not an instant.');
  if (id === undefined || modified === undefined) return failed(problems.kept, problems.total);
  const published = instantOf(read.text(cve, 'published', path, { max: 64 }));
  const status = read.text(cve, 'vulnStatus', path, { max: 100 }) ?? '';
  const { affected, unaffected } = readApplicability(
    { cpeApplicability: own(cve, 'configurations') },
    path,
    'nvd@nist.gov',
    problems,
  );
  const tags = read.list(cve, 'cveTags', path, 100).flatMap((one, i) => {
    const tag = read.object(one, `${path}/cveTags/${i}`);
    return tag ? read.texts(tag, 'tags', `${path}/cveTags/${i}`, { most: 100, max: 200 }) : [];
  });
  const advisory: Advisory = {
    id,
    aliases: [],
    related: [],
    upstream: [],
    summary: '',
    details: describedIn(cve, path, read),
    ...(published === undefined ? {} : { published }),
    modified,
    ...(status === 'Rejected' ? { withdrawn: modified } : {}),
    vectors: vectorsOf(cve, path, read),
    weaknesses: weaknessesOf(cve, path, read),
    affected,
    ...(unaffected.length > 0 ? { unaffected } : {}),
    references: read.list(cve, 'references', path, 10_000).flatMap((one, i) => {
      const reference = read.object(one, `${path}/references/${i}`);
      const url = reference && read.text(reference, 'url', `${path}/references/${i}`, { max: 4_096 });
      return url === undefined ? [] : [{ type: 'WEB', url }];
    }),
    credits: [],
    informational: false,
    publisher: 'nvd@nist.gov',
    ...(tags.includes('disputed') ? { disputed: true } : {}),
  };
  return ok({ advisory, problems: problems.kept, problemsTotal: problems.total });
}

/** The NVD leaves the zone out: it is UTC. */
const instantOf = (text: string | undefined): Instant | undefined =>
  text === undefined ? undefined : (parseInstant(text) ?? parseInstant(`${text}Z`));

function describedIn(cve: Fields, path: string, read: FieldReader): string {
  const all = read.list(cve, 'descriptions', path, 100).flatMap((one, i) => {
    const at = `${path}/descriptions/${i}`;
    const description = read.object(one, at);
    const value = description && read.text(description, 'value', at, { max: 100_000, lines: true });
    return value === undefined ? [] : [{ lang: own(description ?? {}, 'lang'), value }];
  });
  return (all.find(({ lang }) => lang === 'en') ?? all[0])?.value ?? '';
}

const METRICS = ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'] as const;

/** Newest version first, the NVD's own rating (Primary) before that of others; each once. */
function vectorsOf(cve: Fields, path: string, read: FieldReader): readonly string[] {
  if (own(cve, 'metrics') === undefined) return [];
  const metrics = read.object(own(cve, 'metrics'), `${path}/metrics`);
  if (!metrics) return [];
  return [
    ...new Set(
      METRICS.flatMap((name) => {
        const rated = read.list(metrics, name, `${path}/metrics`, 100).flatMap((one, i) => {
          const at = `${path}/metrics/${name}/${i}`;
          const metric = read.object(one, at);
          const data = metric && read.object(own(metric, 'cvssData'), `${at}/cvssData`);
          const vector = data && read.text(data, 'vectorString', `${at}/cvssData`, { max: 1_000 });
          return vector === undefined ? [] : [{ vector, primary: own(metric ?? {}, 'type') === 'Primary' }];
        });
        return rated.toSorted((a, b) => Number(b.primary) - Number(a.primary)).map(({ vector }) => vector);
      }),
    ),
  ];
}

function weaknessesOf(cve: Fields, path: string, read: FieldReader): readonly string[] {
  const all = read.list(cve, 'weaknesses', path, 100).flatMap((one, i) => {
    const at = `${path}/weaknesses/${i}`;
    const weakness = read.object(one, at);
    return (weakness ? read.list(weakness, 'description', at, 100) : []).flatMap((value, j) => {
      const described = read.object(value, `${at}/description/${j}`);
      const id = described && read.text(described, 'value', `${at}/description/${j}`, { max: 100 });
      return id !== undefined && /^CWE-\d{1,6}$/.test(id) ? [id] : []; // the others are NVD-CWE-noinfo and NVD-CWE-Other
    });
  });
  return [...new Set(all)];
}
