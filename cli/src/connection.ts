// Which instance is asked, and with which token: options, then environment, then where one signed in. A token is only ever sent
// to the instance that it was given for.
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Client, createClient } from '@leadtime/contract';
import { quote } from '@leadtime/lib/kit';
import { z } from 'zod';
import type { Input } from './command.ts';
import { Failure } from './failure.ts';
import type { World } from './world.ts';

export const DEFAULT_URL = 'http://localhost:4409';

export interface Connection {
  readonly url: string;
  readonly token: string | undefined;
  /** Where the token is from; undefined: there is none. */
  readonly tokenFrom: string | undefined;
  readonly client: Client;
}

export async function connect(input: Input, world: World): Promise<Connection> {
  const kept = await readCredentials(world);
  const url = originOf(input.text('url') ?? textOf(world.env['LEADTIME_URL']) ?? kept?.url ?? DEFAULT_URL);
  const given = textOf(world.env['LEADTIME_TOKEN']);
  const token = given ?? (kept?.url === url ? kept.token : undefined);
  if (token !== undefined) refuseInTheClear(url, input);
  const tokenFrom = given !== undefined ? 'LEADTIME_TOKEN' : token === undefined ? undefined : credentialsFile(world);
  return { url, token, tokenFrom, client: clientFor(world, url, token) };
}

/** Answers are checked against the contract: what is printed has the shape that is promised, whoever answers. */
export const clientFor = (world: World, url: string, token: string | undefined): Client =>
  createClient({
    baseUrl: url,
    ...(token === undefined ? {} : { token }),
    fetch: (to, init) => world.fetch(to, init?.signal ? init : { ...init, signal: world.signal }),
    check: true,
  });

/** The address of an instance, without a slash at the end. */
export function originOf(text: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Failure(2, `${quote(text)} is not the address of an instance, such as https://leadtime.example.org.`);
  if (url.username !== '' || url.password !== '')
    throw new Failure(2, 'The address has a name or password in it. Sign in with a token instead: leadtime login.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whoever listens on the way could use the token. */
export function refuseInTheClear(url: string, input: Input): void {
  const { protocol, hostname } = new URL(url);
  const near =
    hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\./.test(hostname) || hostname === '[::1]';
  if (protocol === 'https:' || near || input.flag('insecure')) return;
  throw new Failure(2, `The token would go to ${url} without encryption. Use https, or say --insecure.`);
}

const credentials = z.object({ url: z.string(), token: z.string().min(1) });
type Credentials = z.infer<typeof credentials>;

export function credentialsFile({ env }: Pick<World, 'env'>): string {
  const folder = textOf(env['XDG_CONFIG_HOME']) ?? path.join(textOf(env['HOME']) ?? homedir(), '.config');
  return path.join(folder, 'leadtime', 'credentials.json');
}

async function readCredentials(world: World): Promise<Credentials | undefined> {
  const file = credentialsFile(world);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new Failure(2, `${file} cannot be read: ${error.message}`);
  });
  if (text === undefined) return undefined;
  const parsed = credentials.safeParse(jsonOr(text));
  if (!parsed.success) throw new Failure(2, `${file} is damaged. Sign in again: leadtime login.`);
  if (((await stat(file)).mode & 0o077) !== 0)
    world.err(`Others on this machine can read your token: chmod 600 ${file}\n`);
  return parsed.data;
}

export async function keepCredentials(world: World, kept: Credentials): Promise<string> {
  const file = credentialsFile(world);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(kept)}\n`, { mode: 0o600 });
  await chmod(file, 0o600); // it may have been there with another mode
  return file;
}

/** Whether there was something to forget. */
export async function forgetCredentials(world: World): Promise<boolean> {
  const file = credentialsFile(world);
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  await rm(file, { force: true });
  return there;
}

const textOf = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
