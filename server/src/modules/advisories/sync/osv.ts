// OSV's bucket: per ecosystem a zip of everything, and a list of what changed when, newest first. The zip is fetched once; then
// only the records that the list names as changed since (google.github.io/osv.dev/data).
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ecosystem } from '@leadtime/lib/version';
import { z } from 'zod';
import { download } from './download.ts';
import { type Arrived, each, type FeedText, type Journey } from './journey.ts';
import { readLines } from './lines.ts';
import { jsonOf, read } from './read.ts';
import { NAMESPACES } from './store.ts';
import { Blocked } from './trouble.ts';
import { recordsOfZip } from './zip.ts';

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
const RECORD_BYTES = 16 * 1024 * 1024;
const ZIP_BYTES = 4 * 1024 * 1024 * 1024;
/** Past this many changes the zip is less to ask for. */
const CHANGES = 5_000;
const AT_ONCE = 200;

export async function osv(j: Journey): Promise<Arrived> {
  const kept = Kept.catch({ ecosystems: {} }).parse(j.resume);
  const regular = j.ecosystems.chosen.length > 0 ? j.ecosystems.chosen : await inUse(j);
  const wanted = j.ecosystems.asked.length > 0 ? j.ecosystems.asked : regular;
  if (wanted.length === 0)
    throw new Blocked(
      'No ecosystem is chosen and no inventory names one. Choose with: leadtime feeds set osv --ecosystem npm --ecosystem PyPI',
    );
  for (const name of wanted) await one(j, kept, name);
  const ages = [...new Set([...regular, ...wanted])].map((name) => kept.ecosystems[name]?.at);
  const asOf = ages.every((at) => at !== undefined) ? ages.sort()[0] : undefined;
  return { resume: kept, note: `Ecosystems: ${wanted.join(', ')}.`, ...(asOf === undefined ? {} : { asOf }) };
}

/** The ecosystems of OSV that inventories of this instance hold. */
async function inUse({ db }: Journey): Promise<string[]> {
  const held = (await db.verb('advisories.import', (tx) => tx.all(NAMESPACES))).map((r) => r.namespace);
  return OSV_ECOSYSTEMS.filter((name) => {
    const { namespace } = ecosystem(name);
    return held.some((h) => h === namespace || h.startsWith(`${namespace}:`));
  });
}

async function one(j: Journey, kept: Kept, name: string): Promise<void> {
  const began = j.asking.clock.now();
  const before = kept.ecosystems[name];
  const listed = await readLines(j.asking, {
    url: `${baseOf(j, name)}/modified_id.csv`,
    limit: LIST_BYTES,
    known: before?.at === undefined ? undefined : { etag: before.etag },
  });
  if (listed.kind === 'absent')
    throw new Blocked(
      `OSV has no ecosystem named ${name}. Names are written as OSV writes them: npm, PyPI, crates.io.`,
    );
  if (listed.kind === 'same' && before) {
    before.at = began;
    return j.keep(kept);
  }
  const changes = listed.kind === 'lines' ? await changesOf(listed.lines, before) : [];
  if (!before || changes.length > CHANGES) await whole(j, kept, name, changes[0] ?? { moment: began, id: '' });
  else await since(j, kept, name, changes.reverse());
  const after = kept.ecosystems[name];
  if (after) {
    after.at = began;
    after.etag = listed.kind === 'lines' ? listed.validators.etag : after.etag;
  }
  await j.keep(kept);
}

const baseOf = (j: Journey, name: string): string => `${j.addresses['bucket']}/${encodeURIComponent(name)}`;

/** What changed since we looked, newest first; of a list never read only its head, which says how new it is. */
async function changesOf(
  lines: AsyncIterable<string>,
  before: { readonly seen: string; readonly ids: readonly string[] } | undefined,
): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const line of lines) {
    const [, moment = '', id = ''] =
      /^([\d:.TZ+-]{20,40}),"?(?:[^/"]{1,80}\/)?([A-Za-z0-9][\w.:+-]{0,200})"?$/.exec(line) ?? [];
    if (moment === '') continue;
    if (before && earlier(moment, before.seen)) break;
    if (before && moment === before.seen && before.ids.includes(id)) continue;
    changes.push({ moment, id });
    if (!before || changes.length > CHANGES) break;
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
  await j.take(recordsOfZip(file));
  kept.ecosystems[name] = surelyIn(newest, got.headers.get('last-modified'));
  kept.part = undefined;
  await j.keep(kept);
  await rm(file, { force: true });
}

/** The list may be newer than the zip; what changed an hour before the zip was written is surely in it. Read twice costs little. */
function surelyIn({ moment, id }: Change, modified: string | null): { seen: string; ids: string[] } {
  const zip = Date.parse(modified ?? '') - 3_600_000;
  if (Number.isNaN(zip)) return { seen: moment, ids: [] };
  const surely = new Date(zip).toISOString();
  return earlier(surely, moment) ? { seen: surely, ids: [] } : { seen: moment, ids: [id] };
}

/** Oldest first, so that what is in is always everything up to a moment. */
async function since(j: Journey, kept: Kept, name: string, changes: readonly Change[]): Promise<void> {
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    await j.show(`${name}: ${from} of ${changes.length} changed records`);
    const now = changes.slice(from, from + AT_ONCE);
    const gone: string[] = [];
    await j.take(each(now, (change) => record(j, name, change, gone)));
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
