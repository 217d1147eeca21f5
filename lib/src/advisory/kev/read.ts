// CISA's catalogue of known exploited vulnerabilities, as JSON (schema published with the catalogue).
// An entry is kept when its CVE and its day are sound, whatever else is wrong with it; what is dropped is named and counted.
import {
  type Day,
  failed,
  type Instant,
  ok,
  type Problem,
  parseDay,
  pointer,
  problemList,
  quote,
  type Result,
} from '../../kit/index.ts';
import { type FieldReader, type Fields, fieldReader } from '../fields.ts';

export interface KevEntry {
  readonly cve: string;
  readonly vendor: string;
  readonly product: string;
  readonly name: string;
  readonly dateAdded: Day;
  readonly description: string;
  readonly requiredAction: string;
  /** The catalogue's date. Not the due date of an asset: that is BOD 26-04's (`triage/bod2604.ts`). Show both. */
  readonly dueDate?: Day;
  readonly ransomware: 'known' | 'unknown';
  readonly notes: string;
  readonly weaknesses: readonly string[];
}

export interface KevCatalogue {
  readonly version: string;
  readonly released?: Instant;
  /** By CVE, each once, in the order of the catalogue. */
  readonly entries: readonly KevEntry[];
  /** What the catalogue says it holds. */
  readonly count?: number;
  readonly dropped: number;
  readonly problems: readonly Problem[];
  readonly problemCount: number;
}

const MAX_ENTRIES = 100_000; // 1,673 in August 2026
const CVE = /^CVE-\d{4}-\d{4,19}$/;
const CWE = /^CWE-\d{1,6}$/;

/** Reads the parsed JSON of the catalogue. Fails only when it is no catalogue at all. */
export function readKev(json: unknown): Result<KevCatalogue> {
  const problems = problemList();
  const reader = fieldReader(problems);
  const top = reader.object(json, '');
  if (!top || !Array.isArray(top.vulnerabilities)) {
    if (top) problems.add('field.missing', '/vulnerabilities', 'A KEV catalogue has a list of vulnerabilities.');
    return failed(problems.kept, problems.total);
  }
  const rows = reader.list(top, 'vulnerabilities', '', MAX_ENTRIES);
  const entries = new Map<string, KevEntry>();
  for (const [i, row] of rows.entries()) {
    const path = pointer('/vulnerabilities', i);
    const entry = readEntry(row, path, reader, problems);
    if (entry && entries.has(entry.cve))
      problems.add('field.value', path, `${entry.cve} stands twice; the first counts`);
    else if (entry) entries.set(entry.cve, entry);
  }
  const released = reader.instant(top, 'dateReleased', '');
  const count = typeof top.count === 'number' ? top.count : undefined;
  if (count !== undefined && count !== rows.length) {
    problems.add('field.value', '/count', `the catalogue says ${count} entries and holds ${rows.length}`);
  }
  return ok({
    version: reader.text(top, 'catalogVersion', '', { max: 100 }) ?? 'unknown',
    ...(released ? { released } : {}),
    entries: [...entries.values()],
    ...(count === undefined ? {} : { count }),
    dropped: rows.length - entries.size,
    problems: problems.kept,
    problemCount: problems.total,
  });
}

/** The listing of a CVE as `triage/bod2604.ts` takes it: looked up, so that absence means not listed. */
export function kevStatus(
  catalogue: ReadonlyMap<string, KevEntry>,
  cve: string,
): { readonly listed: boolean; readonly dateAdded?: Day } {
  const entry = catalogue.get(cve);
  return entry ? { listed: true, dateAdded: entry.dateAdded } : { listed: false };
}

type Problems = ReturnType<typeof problemList>;

function readEntry(row: unknown, path: string, reader: FieldReader, problems: Problems): KevEntry | undefined {
  const fields = reader.object(row, path);
  if (!fields) return undefined;
  const cve = reader.text(fields, 'cveID', path, { required: true, max: 40, pattern: CVE, form: 'a CVE id' });
  const dateAdded = readDay(fields, 'dateAdded', path, true, reader, problems);
  const dueDate = readDay(fields, 'dueDate', path, false, reader, problems);
  const prose = (key: string, max: number) => reader.text(fields, key, path, { max, lines: true }) ?? '';
  const kept = {
    vendor: prose('vendorProject', 500),
    product: prose('product', 500),
    name: prose('vulnerabilityName', 1_000),
    description: prose('shortDescription', 10_000),
    requiredAction: prose('requiredAction', 10_000),
    notes: prose('notes', 20_000),
  };
  const ransomware = reader.text(fields, 'knownRansomwareCampaignUse', path, { max: 100 });
  const weaknesses = reader.texts(fields, 'cwes', path, { most: 50, max: 20, pattern: CWE, form: 'a CWE id' });
  if (cve === undefined || dateAdded === undefined) return undefined;
  return {
    cve,
    dateAdded,
    ...kept,
    ...(dueDate ? { dueDate } : {}),
    ransomware: ransomware === 'Known' ? 'known' : 'unknown',
    weaknesses,
  };
}

function readDay(
  fields: Fields,
  key: string,
  path: string,
  required: boolean,
  reader: FieldReader,
  problems: Problems,
): Day | undefined {
  const text = reader.text(fields, key, path, { required, max: 40 });
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (!day) problems.add('date.syntax', pointer(path, key), `${quote(text)} is no calendar day such as 2026-06-18`);
  return day;
}
