// Reads the head of a CSAF document (2.0 §3.2.1): what must be sound for anything else to be worth reading.
import { type Instant, type ProblemList, pointer } from '../../kit/index.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import { readCredits, readNotes, readReferences } from './read-vulnerability.ts';

export interface CsafHead {
  /** As written: csaf_security_advisory, csaf_vex, … or a vendor's own. */
  readonly category: string;
  readonly csafVersion: '2.0' | '2.1';
  readonly id: string;
  readonly aliases: readonly string[];
  readonly title: string;
  readonly summary: string;
  readonly publisher: { readonly name: string; readonly category: string; readonly namespace: string };
  /** A draft is not published: what it claims is not to be relied on yet. */
  readonly status: 'draft' | 'interim' | 'final';
  /** Of the document: 3 or 1.2.0. */
  readonly version: string;
  readonly published?: Instant;
  readonly modified: Instant;
  readonly withdrawn?: Instant;
  /** As labelled: WHITE or CLEAR, GREEN, AMBER, … Absent: not stated. */
  readonly tlp?: string;
  readonly revisions: readonly { readonly number: string; readonly at: Instant; readonly summary: string }[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  readonly credits: readonly string[];
}

const LINE = { max: 4_000 } as const;
const NEEDED = { ...LINE, required: true } as const;

/** undefined with problems where the head is not sound. */
export function readHead(root: Fields, problems: ProblemList): CsafHead | undefined {
  const read = fieldReader(problems);
  const document = read.object(own(root, 'document'), '/document');
  if (!document) return undefined;
  const at = '/document';
  const csafVersion = read.choice(document, 'csaf_version', at, ['2.0', '2.1'] as const, true);
  const category = read.text(document, 'category', at, NEEDED);
  const title = read.text(document, 'title', at, NEEDED);
  const publisher = read.object(own(document, 'publisher'), '/document/publisher') ?? {};
  const name = read.text(publisher, 'name', '/document/publisher', NEEDED);
  const tracking = read.object(own(document, 'tracking'), '/document/tracking') ?? {};
  const id = read.text(tracking, 'id', '/document/tracking', NEEDED);
  const version = read.text(tracking, 'version', '/document/tracking', NEEDED);
  const status = read.choice(tracking, 'status', '/document/tracking', ['draft', 'interim', 'final'] as const, true);
  const modified = read.instant(tracking, 'current_release_date', '/document/tracking', true);
  const published = read.instant(tracking, 'initial_release_date', '/document/tracking');
  if (csafVersion === undefined || category === undefined || title === undefined || name === undefined)
    return undefined;
  if (id === undefined || version === undefined || status === undefined || modified === undefined) return undefined;
  const revisions = readRevisions(tracking, read);
  const notes = readNotes(document, at, read);
  const head = { category, title, notes, revisions, claims: own(root, 'vulnerabilities') !== undefined };
  return {
    category,
    csafVersion,
    id,
    aliases: read.texts(tracking, 'aliases', '/document/tracking', { most: 1_000, max: 1_000 }),
    title,
    summary: notes.find((note) => note.category === 'summary')?.text ?? notes[0]?.text ?? '',
    publisher: {
      name,
      category: read.text(publisher, 'category', '/document/publisher', LINE) ?? 'other',
      namespace: read.text(publisher, 'namespace', '/document/publisher', LINE) ?? '',
    },
    status,
    version,
    ...(published === undefined ? {} : { published }),
    modified,
    ...(isWithdrawn(head) ? { withdrawn: modified } : {}),
    ...tlpOf(document, read),
    revisions,
    references: readReferences(document, at, read),
    credits: readCredits(document, at, read),
  };
}

interface Said {
  readonly category: string;
  readonly title: string;
  readonly notes: ReturnType<typeof readNotes>;
  readonly revisions: CsafHead['revisions'];
  /** Whether the document speaks of vulnerabilities. */
  readonly claims: boolean;
}

/**
 * CSAF 2.1 has a category for it. 2.0 has none: a document that claims nothing any more and says in its title, a note's title or its
 * last revision that it was withdrawn, is. One that still has vulnerabilities is believed in these, whatever its words.
 */
function isWithdrawn({ category, title, notes, revisions, claims }: Said): boolean {
  if (category === 'csaf_withdrawn') return true;
  if (claims) return false;
  const words = [title, ...notes.map((note) => note.title), revisions.at(-1)?.summary ?? ''];
  return words.some((text) => /^(?:withdrawn|retracted|revoked)\b/i.test(text.trim()));
}

/** Oldest first; a draft's revisions and dates that cannot be read are left out with their problem. */
function readRevisions(tracking: Fields, read: FieldReader): CsafHead['revisions'] {
  const path = '/document/tracking';
  return read
    .list(tracking, 'revision_history', path, 10_000)
    .flatMap((value, i) => {
      const at = pointer(path, 'revision_history', i);
      const revision = read.object(value, at);
      const number = revision && read.text(revision, 'number', at, NEEDED);
      const date = revision && read.instant(revision, 'date', at, true);
      if (!revision || number === undefined || date === undefined) return [];
      return [{ number, at: date, summary: read.text(revision, 'summary', at, { max: 20_000, lines: true }) ?? '' }];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function tlpOf(document: Fields, read: FieldReader): { readonly tlp?: string } {
  const distribution = own(document, 'distribution');
  const fields = distribution === undefined ? undefined : read.object(distribution, '/document/distribution');
  const tlp =
    fields && own(fields, 'tlp') !== undefined ? read.object(fields.tlp, '/document/distribution/tlp') : undefined;
  const label = tlp && read.text(tlp, 'label', '/document/distribution/tlp', { max: 100 });
  return label === undefined ? {} : { tlp: label };
}
