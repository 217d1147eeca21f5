// OSV's bucket: per ecosystem a zip of everything, and a list of what changed when, newest first. The zip is fetched once; then
// only the records that the list names as changed since (google.github.io/osv.dev/data). A record that OSV drops vanishes from the
// list and is named nowhere, so once a day the list is read to its end and compared.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ecosystem } from '@leadtime/lib/version';
import { z } from 'zod';
import { RECORD_BYTES } from '../feeds/record.ts';
import { entriesOf } from '../feeds/zip.ts';
import { persist } from './ask.ts';
import { download } from './download.ts';
import { type Arrived, each, type FeedText, type Journey } from './journey.ts';
import { readLines } from './lines.ts';
import { vanished } from './listed.ts';
import { jsonOf, read } from './read.ts';
import { NAMESPACES } from './store.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({
  ecosystems: z
    .record(
      z.string(),
      z.object({
        /** Moment of the newest change that is in, and the records that changed at it. */
        seen: z.string(),
        ids: z.array(z.string()).default([]),
        etag: z.string().optional(),
        /** When everything was in. */
        at: z.string().optional(),
        /** When the whole list was last compared with the one before. */
        compared: z.string().optional(),
      }),
    )
    .default({}),
  part: z.object({ address: z.string(), validator: z.string() }).optional(),
});
type Kept = z.infer<typeof Kept>;
interface Change {
  readonly moment: string;
  readonly id: string;
}

const LIST_BYTES = 256 * 1024 * 1024;
const ZIP_BYTES = 4 * 1024 * 1024 * 1024;
/** Past this many changes the zip is less to ask for. */
const CHANGES = 5_000;
const AT_ONCE = 200;
/** Of so many at once; more that are listed and not there are a fault over there, and no withdrawals. */
const MISSING = 50;
const COMPARED_EVERY_MS = 23 * 3_600_000;

export async function osv(j: Journey): Promise<Arrived> {
  const kept = Kept.catch({ ecosystems: {} }).parse(j.resume);
  const regular = j.ecosystems.chosen.length > 0 ? j.ecosystems.chosen : await inUse(j);
  const wanted = j.ecosystems.asked.length > 0 ? j.ecosystems.asked : regular;
  if (wanted.length === 0)
    throw new Blocked(
      'No ecosystem is chosen and no inventory names one. Choose with: leadtime feeds set osv --ecosystem npm --ecosystem PyPI',
    );
  const doubts: string[] = [];
  for (const name of wanted) doubts.push(...(await one(j, kept, name)));
  const ages = [...new Set([...regular, ...wanted])].map((name) => kept.ecosystems[name]?.at);
  const asOf = ages.every((at) => at !== undefined) ? ages.sort()[0] : undefined;
  const note = [`Ecosystems: ${wanted.join(', ')}.`, ...doubts].join(' ');
  return { resume: kept, note, ...(asOf === undefined ? {} : { asOf }) };
}

/** The ecosystems of OSV that inventories of this instance hold. */
async function inUse({ db }: Journey): Promise<string[]> {
  const held = (await db.verb('advisories.import', (tx) => tx.all(NAMESPACES))).map((r) => r.namespace);
  return OSV_ECOSYSTEMS.filter((name) => {
    const { namespace } = ecosystem(name);
    return held.some((h) => h === namespace || h.startsWith(`${namespace}:`));
  });
}

/** Answers what is to be minded. */
async function one(j: Journey, kept: Kept, name: string): Promise<readonly string[]> {
  const began = j.asking.clock.now();
  const before = kept.ecosystems[name];
  const url = `${baseOf(j, name)}/modified_id.csv`;
  const known = before?.at === undefined ? undefined : { etag: before.etag };
  const compare = Date.parse(began) - Date.parse(before?.compared ?? '1970-01-01') >= COMPARED_EVERY_MS;
  const { kind, changes, all, etag } = await persist(j.asking, url, async () => {
    const listed = await readLines(j.asking, { url, limit: LIST_BYTES, known });
    const all = compare ? new Set<string>() : undefined;
    if (listed.kind !== 'lines') return { kind: listed.kind, changes: [], all: undefined, etag: before?.etag };
    return {
      kind: listed.kind,
      changes: await changesOf(listed.lines, before, all),
      all,
      etag: listed.validators.etag,
    };
  });
  if (kind === 'absent')
    throw new Blocked(
      `OSV has no ecosystem named ${name}. Names are written as OSV writes them: npm, PyPI, crates.io.`,
    );
  if (kind === 'same' && before) {
    before.at = began;
    await j.keep(kept);
    return [];
  }
  if (!before || changes.length > CHANGES) await whole(j, kept, name, changes[0] ?? { moment: began, id: '' });
  else await since(j, kept, name, changes.reverse());
  const doubt = all ? await compared(j, kept, name, all) : undefined;
  const after = kept.ecosystems[name];
  if (after) {
    after.at = began;
    after.etag = etag;
    after.compared = all ? began : before?.compared;
  }
  await j.keep(kept);
  return doubt === undefined ? [] : [doubt];
}

/** What vanished is withdrawn, unless another ecosystem, or GitHub's own feed, still lists it. */
async function compared(j: Journey, kept: Kept, name: string, all: ReadonlySet<string>): Promise<string | undefined> {
  const list = `osv/${name}`;
  const before = await j.lists.of(list);
  const { ids, doubt } = vanished(name, before, all);
  let gone = [...ids];
  const others = Object.keys(kept.ecosystems).filter((other) => other !== name);
  for (const other of gone.length > 0 ? [...others.map((o) => `osv/${o}`), 'ghsa'] : []) {
    const there = await j.lists.of(other);
    gone = gone.filter((id) => !there.has(id));
  }
  await j.retract(gone);
  await j.lists.drop(list, ids);
  await j.lists.keep(
    list,
    [...all].filter((id) => !before.has(id)).map((id) => [id, '']),
  );
  return doubt;
}

const baseOf = (j: Journey, name: string): string => `${j.addresses['bucket']}/${encodeURIComponent(name)}`;

/** What changed since we looked, newest first; of a list never read only its head, which says how new it is. `all` takes every id. */
async function changesOf(
  lines: AsyncIterable<string>,
  before: { readonly seen: string; readonly ids: readonly string[] } | undefined,
  all: Set<string> | undefined,
): Promise<Change[]> {
  const changes: Change[] = [];
  let enough = false;
  for await (const line of lines) {
    const [, moment = '', id = ''] =
      /^([\d:.TZ+-]{20,40}),"?(?:[^/"]{1,80}\/)?([A-Za-z0-9][\w.:+-]{0,200})"?$/.exec(line) ?? [];
    if (moment === '') continue;
    all?.add(id);
    if (!enough && before && earlier(moment, before.seen)) enough = true;
    if (!enough && !(before && moment === before.seen && before.ids.includes(id))) changes.push({ moment, id });
    if (!enough && changes.length > 0 && (!before || changes.length > CHANGES)) enough = true;
    if (enough && !all) break;
  }
  return changes;
}

/** Moments have up to nine decimals, and not always as many: Date would make two of them the same. */
const earlier = (a: string, b: string): boolean => sortable(a) < sortable(b);
const sortable = (moment: string): string => {
  const [seconds = '', decimals = ''] = moment.replace(/Z|\+00:00$/, '').split('.');
  return `${seconds}.${decimals.padEnd(9, '0')}`;
};

async function whole(j: Journey, kept: Kept, name: string, newest: Change): Promise<void> {
  const url = `${baseOf(j, name)}/all.zip`;
  const file = path.join(j.folder, `osv-${name.replace(/[^A-Za-z0-9.-]/g, '_')}.zip.part`);
  const got = await download(j.asking, {
    url,
    file,
    expect: 'zip',
    limit: ZIP_BYTES,
    part: kept.part,
    keep: (part) => {
      kept.part = part;
      return j.keep(kept);
    },
    progress: (have, of) =>
      j.show(`fetching ${name}: ${megabytes(have)}${of === undefined ? '' : ` of ${megabytes(of)}`} MB`),
  });
  if (got.kind !== 'file') throw new Blocked(`OSV has no zip of ${name}. Names are written as OSV writes them.`);
  await j.show(`importing ${name}`);
  await j.take(entriesOf(file)).catch(async (error: unknown) => {
    if (error instanceof Blocked) await rm(file, { force: true }); // what could not be read is asked for anew
    throw error;
  });
  kept.ecosystems[name] = surelyIn(newest, got.headers.get('last-modified'));
  kept.part = undefined;
  await j.keep(kept);
  await rm(file, { force: true });
}

/** The list may be newer than the zip; what changed an hour before the zip was written is surely in it. Read twice costs little. */
function surelyIn({ moment, id }: Change, modified: string | null): { seen: string; ids: string[] } {
  const zip = Date.parse(modified ?? '') - 3_600_000;
  // A zip that does not tell its age (it was whole before, or a mirror's) is taken for a day older than the list.
  const surely = new Date(Number.isNaN(zip) ? Date.parse(moment) - 86_400_000 : zip).toISOString();
  return earlier(surely, moment) ? { seen: surely, ids: [] } : { seen: moment, ids: [id] };
}

/** Oldest first, so that what is in is always everything up to a moment. */
async function since(j: Journey, kept: Kept, name: string, changes: readonly Change[]): Promise<void> {
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    await j.show(`${name}: ${from} of ${changes.length} changed records`);
    const now = changes.slice(from, from + AT_ONCE);
    const gone: string[] = [];
    await j.take(each(now, (change) => record(j, name, change, gone)));
    if (gone.length > MISSING)
      throw new Blocked(
        `${new URL(j.addresses['bucket'] ?? '').host} lists ${gone.length} records of ${name} as changed and does not have them; nothing was withdrawn. Sync again later; a mirror must have the records beside the zips.`,
      );
    await j.retract(gone);
    const last = now.at(-1);
    const before = kept.ecosystems[name];
    if (!last || !before) continue;
    const same = now.filter((c) => c.moment === last.moment).map((c) => c.id);
    kept.ecosystems[name] = {
      ...before,
      seen: last.moment,
      ids: before.seen === last.moment ? [...before.ids, ...same] : same,
    };
    await j.keep(kept);
  }
}

async function record(j: Journey, name: string, { id }: Change, gone: string[]): Promise<FeedText | undefined> {
  const url = `${baseOf(j, name)}/${encodeURIComponent(id)}.json`;
  const got = await read(j.asking, { url, expect: 'json', limit: RECORD_BYTES });
  if (got.kind === 'read') return { text: JSON.stringify(jsonOf(got.bytes, url)), at: `/${name}/${id}` };
  gone.push(id);
  return undefined;
}

export const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

/** As OSV spells them; an ecosystem that is not here can be chosen by name all the same. */
export const OSV_ECOSYSTEMS: readonly string[] = [
  'npm',
  'PyPI',
  'Go',
  'Maven',
  'crates.io',
  'NuGet',
  'Packagist',
  'RubyGems',
  'Hex',
  'Pub',
  'CRAN',
  'Bioconductor',
  'Hackage',
  'ConanCenter',
  'SwiftURL',
  'GitHub Actions',
  'Debian',
  'Ubuntu',
  'Alpine',
  'Alpaquita',
  'Wolfi',
  'Chainguard',
  'MinimOS',
  'Rocky Linux',
  'AlmaLinux',
  'Red Hat',
  'SUSE',
  'openSUSE',
  'openEuler',
  'Mageia',
  'Photon OS',
  'Bitnami',
  'Android',
  'Linux',
];
