// The past as CSV: all rows. The first page is read before anything is answered, so that what is refused is refused as a problem.
import { Readable } from 'node:stream';
import type { PastExposure } from '@leadtime/contract';
import { type CsvCell, csvLine, type Uuid } from '@leadtime/lib/kit';
import type { FileAnswer } from '../../edge/handler.ts';
import type { Database } from '../../platform/db/database.ts';
import { type AsOfAsked, exposuresAsOfDay } from './as-of.ts';

const HEAD = ['party', 'advisory', 'title', 'severity', 'component', 'version', 'asset'].concat(
  ...['then', 'today'].map((when) =>
    ['state', 'tier', 'fixed in', 'ran from', 'ran until', 'known from', 'known until'].map((c) => `${when}: ${c}`),
  ),
  'why they differ',
);

export async function asOfCsv(
  db: Database,
  actor: Uuid,
  asked: Omit<AsOfAsked, 'limit' | 'after'>,
): Promise<FileAnswer> {
  const read = (after?: string) => db.as(actor, (tx) => exposuresAsOfDay(tx, { ...asked, limit: 200, after }));
  const first = await read();
  // Later pages are of the same moment.
  const fixed = { ...asked, known: first.known };
  const more = (after: string) => db.as(actor, (tx) => exposuresAsOfDay(tx, { ...fixed, limit: 200, after }));
  const lines = async function* (): AsyncGenerator<string> {
    yield csvLine(HEAD) + first.items.map(lineOf).join('');
    for (let next = first.next; next !== null; ) {
      const page = await more(next);
      yield page.items.map(lineOf).join('');
      next = page.next;
    }
  };
  return { file: true, type: 'text/csv; charset=utf-8', body: Readable.from(lines()), download: 'exposures-as-of.csv' };
}

const lineOf = (e: PastExposure): string =>
  csvLine([
    ...[
      e.party.name,
      e.advisory.publicId,
      e.advisory.title,
      e.advisory.severity,
      e.component.name,
      e.component.version,
      e.asset.name,
    ],
    ...heldCells(e.held),
    ...heldCells(e.today),
    e.reasons.map((r) => r.text).join(' '),
  ]);

const heldCells = (h: PastExposure['held']): readonly CsvCell[] =>
  h === null
    ? [null, null, null, null, null, null, null]
    : [h.state, h.tier, h.fixedIn, h.validFrom, h.validUntil, h.knownFrom, h.knownUntil];
