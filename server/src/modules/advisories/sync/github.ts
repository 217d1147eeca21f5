// Feeds that are files of a repository on GitHub: the tarball of one commit once, then the files that changed between two
// commits. Without a token: 60 questions an hour to the API. It tells of 300 changed files at most, so a longer way is walked in
// parts, by the commits on it; what it cannot tell is read from the tarball again.
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RECORD_BYTES } from '../feeds/record.ts';
import { plainBytes } from '../feeds/records.ts';
import { filesOfTar } from '../feeds/tar.ts';
import { download } from './download.ts';
import { type Arrived, each, type FeedText, type Journey } from './journey.ts';
import { vanished } from './listed.ts';
import { megabytes } from './osv.ts';
import { read, readJson } from './read.ts';
import { Blocked } from './trouble.ts';

export interface Repository {
  readonly name: string;
  readonly branch: string;
  /** Is this file one record? Paths without the archive's own top folder. */
  readonly holds: (file: string) => boolean;
  /** The record that a file holds, by its name. */
  readonly idOf: (file: string) => string;
}

const SHA = z.string().regex(/^[0-9a-f]{40}$/);
const Kept = z.object({
  /** Everything of this commit is in. */
  sha: SHA.optional(),
  etag: z.string().optional(),
  /** A tarball that is being read, and how much of it came. */
  first: z.object({ sha: SHA, part: z.object({ address: z.string(), validator: z.string() }).optional() }).optional(),
});
type Kept = z.infer<typeof Kept>;

const Compared = z.object({
  status: z.enum(['ahead', 'behind', 'identical', 'diverged']),
  total_commits: z.number().int(),
  commits: z.array(z.object({ sha: SHA })).max(1_000),
  files: z
    .array(z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().optional() }))
    .max(3_000)
    .default([]),
});
type Changed = z.infer<typeof Compared>['files'];

/** The API tells of no more. */
const FILES_TOLD = 300;
const COMMITS_PER_PAGE = 100;
/** Past this the tarball is less to ask for. */
const COMMITS = 1_500;
const ANSWER_BYTES = 64 * 1024 * 1024;
const TARBALL_BYTES = 4 * 1024 * 1024 * 1024;

export async function github(j: Journey, repository: Repository): Promise<Arrived> {
  const kept = Kept.catch({}).parse(j.resume);
  const began = j.asking.clock.now();
  const head = await headOf(j, repository, kept);
  let doubt: string | undefined;
  if (head !== 'same') {
    if (kept.sha === undefined) doubt = await whole(j, repository, kept, head.sha);
    if (kept.sha !== head.sha && !(await walk(j, repository, kept, head.sha))) {
      kept.sha = undefined;
      doubt = await whole(j, repository, kept, head.sha);
    }
    kept.etag = head.etag;
  }
  const note = `Commit ${kept.sha?.slice(0, 12) ?? ''} of ${repository.name}.`;
  return { resume: kept, asOf: began, note: doubt === undefined ? note : `${note} ${doubt}` };
}

async function headOf(
  j: Journey,
  { name, branch }: Repository,
  { sha, etag }: Kept,
): Promise<'same' | { readonly sha: string; readonly etag: string | undefined }> {
  const got = await read(j.asking, {
    url: `${j.addresses['api']}/repos/${name}/commits/${encodeURIComponent(branch)}`,
    headers: { accept: 'application/vnd.github.sha' },
    expect: 'text',
    limit: 1_024,
    known: sha === undefined ? undefined : { etag },
  });
  if (got.kind === 'same') return 'same';
  const head = got.kind === 'read' ? SHA.safeParse(got.bytes.toString('latin1').trim()) : undefined;
  if (got.kind !== 'read' || !head?.success)
    throw new Blocked(
      `GitHub does not tell the newest commit of ${name}. It may have moved: set a mirror, or import from a file.`,
    );
  return head.data === sha ? 'same' : { sha: head.data, etag: got.validators.etag };
}

/**
 * Everything of one commit. A tarball that was begun is gone on with, though there are newer commits by now: they follow. What an
 * earlier one held and this one does not is withdrawn. Answers what is to be minded.
 */
async function whole(
  j: Journey,
  { name, holds, idOf }: Repository,
  kept: Kept,
  head: string,
): Promise<string | undefined> {
  kept.first ??= { sha: head };
  const { first } = kept;
  const file = path.join(j.folder, `${j.source}-${first.sha}.tar.gz.part`);
  const got = await download(j.asking, {
    url: `${j.addresses['archive']}/${name}/tar.gz/${first.sha}`,
    file,
    expect: 'gzip',
    limit: TARBALL_BYTES,
    part: first.part,
    keep: (part) => {
      kept.first = { sha: first.sha, part };
      return j.keep(kept);
    },
    progress: (have) => j.show(`fetching the archive: ${megabytes(have)} MB`),
  });
  if (got.kind !== 'file') {
    kept.first = undefined;
    await j.keep(kept);
    throw new Blocked(`GitHub has no archive of ${name} at ${first.sha.slice(0, 12)}. Sync again.`);
  }
  await j.show('importing the archive');
  const all = new Set<string>();
  await j.take(filesOf(file, holds, (held) => all.add(idOf(held)))).catch(async (error: unknown) => {
    if (error instanceof Blocked) await rm(file, { force: true }); // what could not be read is asked for anew
    throw error;
  });
  const before = await j.lists.of(j.source);
  const { ids, doubt } = vanished(name, before, all);
  await j.retract(ids);
  await j.lists.drop(j.source, ids);
  await j.lists.keep(
    j.source,
    [...all].filter((id) => !before.has(id)).map((id) => [id, '']),
  );
  kept.sha = first.sha;
  kept.first = undefined;
  await j.keep(kept);
  await rm(file, { force: true });
  return doubt;
}

async function* filesOf(
  file: string,
  holds: Repository['holds'],
  saw: (name: string) => unknown,
): AsyncGenerator<FeedText, void, undefined> {
  const inside = (name: string): string => name.slice(name.indexOf('/') + 1);
  const wanted = (name: string): boolean => holds(inside(name));
  for await (const { name, bytes } of filesOfTar(plainBytes(createReadStream(file)), wanted, RECORD_BYTES)) {
    saw(inside(name));
    yield { text: bytes?.toString('utf8') ?? '', at: `/${inside(name)}` };
  }
}

/** From the commit that is in to the newest, in steps that the API can tell of. False where it cannot: the history was rewritten. */
async function walk(j: Journey, repository: Repository, kept: Kept, head: string): Promise<boolean> {
  const goals = [head];
  for (let goal = goals.at(-1); goal !== undefined; goal = goals.at(-1)) {
    const base = kept.sha ?? '';
    const compared = await compare(j, repository, base, goal, 1);
    if (!compared || compared.status === 'diverged' || compared.status === 'behind') return false;
    if (compared.total_commits > COMMITS) return false;
    const whole = compared.files.length < FILES_TOLD;
    if (!whole && compared.total_commits > 1) {
      const half = await commitAt(j, repository, { base, goal, compared });
      if (half === undefined || goals.includes(half)) return false;
      goals.push(half);
      continue;
    }
    const files = whole ? compared.files : await filesOfCommit(j, repository, goal);
    if (!files) return false;
    await apply(j, repository, goal, files);
    kept.sha = goal;
    await j.keep(kept);
    goals.pop();
  }
  return true;
}

async function compare(
  j: Journey,
  { name }: Repository,
  base: string,
  goal: string,
  page: number,
): Promise<z.infer<typeof Compared> | undefined> {
  const json = await readJson(j.asking, {
    url: `${j.addresses['api']}/repos/${name}/compare/${base}...${goal}?per_page=${COMMITS_PER_PAGE}&page=${page}`,
    headers: { accept: 'application/vnd.github+json' },
    limit: ANSWER_BYTES,
    absent: [422], // the way is too long for GitHub to tell
  });
  if (json === undefined) return undefined;
  const parsed = Compared.safeParse(json);
  if (!parsed.success)
    throw new Blocked(
      `GitHub’s answer about what changed in ${name} has another form than it had. Look for a newer release.`,
    );
  return parsed.data;
}

/** The commit in the middle of the way. */
async function commitAt(
  j: Journey,
  repository: Repository,
  { base, goal, compared }: { base: string; goal: string; compared: z.infer<typeof Compared> },
): Promise<string | undefined> {
  const middle = Math.floor(compared.total_commits / 2) - 1;
  const page = Math.floor(middle / COMMITS_PER_PAGE) + 1;
  const { commits } = page === 1 ? compared : ((await compare(j, repository, base, goal, page)) ?? { commits: [] });
  return commits[middle % COMMITS_PER_PAGE]?.sha;
}

/** One commit with many files: up to 3,000 are told, by pages. undefined: even more. */
async function filesOfCommit(j: Journey, { name }: Repository, sha: string): Promise<Changed | undefined> {
  const all: Changed = [];
  for (let page = 1; page <= 10; page += 1) {
    const json = await readJson(j.asking, {
      url: `${j.addresses['api']}/repos/${name}/commits/${sha}?per_page=${FILES_TOLD}&page=${page}`,
      headers: { accept: 'application/vnd.github+json' },
      limit: ANSWER_BYTES,
    });
    const files = z.object({ files: Compared.shape.files }).safeParse(json);
    if (!files.success) return undefined;
    all.push(...files.data.files);
    if (files.data.files.length < FILES_TOLD) return all;
  }
  return undefined;
}

async function apply(j: Journey, { name, holds, idOf }: Repository, sha: string, files: Changed): Promise<void> {
  const there = files.filter((f) => f.status !== 'removed' && holds(f.filename)).map((f) => f.filename);
  const ids = new Set(there.map(idOf));
  const gone = files.flatMap((f) => (f.status === 'removed' ? f.filename : (f.previous_filename ?? [])));
  await j.show(`${there.length} changed files up to commit ${sha.slice(0, 12)}`);
  await j.take(each(there, (file) => fetched(j, name, sha, file)));
  const dropped = [...new Set(gone.filter(holds).map(idOf))].filter((id) => !ids.has(id));
  await j.retract(dropped);
  await j.lists.drop(j.source, dropped);
  await j.lists.keep(
    j.source,
    [...ids].map((id) => [id, '']),
  );
}

async function fetched(j: Journey, name: string, sha: string, file: string): Promise<FeedText> {
  const url = `${j.addresses['files']}/${name}/${sha}/${file.split('/').map(encodeURIComponent).join('/')}`;
  const got = await read(j.asking, { url, expect: 'json', limit: RECORD_BYTES });
  if (got.kind !== 'read')
    throw new Blocked(`GitHub has no file ${file} at ${sha.slice(0, 12)}, though it says so. Sync again.`);
  return { text: got.bytes.toString('utf8'), at: `/${file}` };
}

/** A file by its name alone, without folders and ending. */
export const nameOf = (file: string): string => path.posix.basename(file, '.json');
