// The reader of each kind of advisory record: what it holds, or why it cannot be read. Public feeds hold public texts alone: a document
// that is marked for fewer people is refused.
import { type Advisory, readCsaf, readCve, readNvd, readOsv } from '@leadtime/lib/advisory';
import type { Problem, ProblemCode, Result } from '@leadtime/lib/kit';
import type { RecordSource } from './import.ts';

interface Read {
  /** undefined: it could not be read as a whole. */
  readonly advisories?: readonly Advisory[];
  readonly problems: readonly Problem[];
}

export const readOf = (source: Exclude<RecordSource, 'ssvc'>): ((text: string) => Read) => READERS[source];

const READERS: Readonly<Record<Exclude<RecordSource, 'ssvc'>, (text: string) => Read>> = {
  osv: ofOsv,
  ghsa: ofOsv,
  cve: (text) => whole(readCve(text)),
  nvd: (text) => whole(readNvd(text)),
  csaf: ofCsaf,
};

function ofOsv(text: string): Read {
  const read = readOsv(text);
  return read.ok ? { advisories: [read.value], problems: [] } : { problems: read.problems };
}

const whole = (read: Result<{ readonly advisory: Advisory; readonly problems: readonly Problem[] }>): Read =>
  read.ok ? { advisories: [read.value.advisory], problems: read.value.problems } : { problems: read.problems };

const PUBLIC_MARKS: ReadonlySet<string | undefined> = new Set([undefined, 'WHITE', 'CLEAR']);

function ofCsaf(text: string): Read {
  const read = readCsaf(text);
  if (!read.ok) return { problems: read.problems };
  const { head, advisories, problems } = read.value;
  if (!PUBLIC_MARKS.has(head.tlp))
    return refused('/document/distribution/tlp/label', `It is marked TLP:${head.tlp}; feeds hold public documents.`);
  if (head.status === 'draft')
    return refused('/document/tracking/status', 'It is a draft; what it claims is not to be relied on yet.');
  return { advisories, problems };
}

const refused = (path: string, detail: string): Read => ({
  problems: [{ code: 'field.value' satisfies ProblemCode, path, detail }],
});
