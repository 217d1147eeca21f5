// Pairs of versions from a file or standard input, a tab between them: one sign a line. Read and written in chunks, so that a
// file of any size takes the same memory.
import { createReadStream } from 'node:fs';
import type { VersionScheme } from '@leadtime/lib/version';
import type { Exit } from '../command.ts';
import { Failure } from '../failure.ts';
import { count, visible } from '../terminal.ts';
import type { World } from '../world.ts';

const LONGEST_LINE = 100_000;
/** Lines that are named; the rest are counted. */
const NAMED = 20;

interface Tally {
  lines: number;
  unordered: number;
  bad: number;
  readonly named: string[];
}

export async function comparePairs(scheme: VersionScheme, file: string, world: World): Promise<Exit> {
  const tally: Tally = { lines: 0, unordered: 0, bad: 0, named: [] };
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of file === '-' ? world.stdin : createReadStream(file, { highWaterMark: 256 * 1024 })) {
      if (world.signal.aborted) return 130;
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n'); // a stream without encoding
      rest = lines.pop() ?? '';
      // Of a line without end no more is kept than shows that it is too long.
      if (rest.length > LONGEST_LINE) rest = rest.slice(0, LONGEST_LINE + 1);
      if (lines.length > 0) await world.out(signs(lines, scheme, tally));
    }
  } catch (error) {
    throw asFailure(error, file);
  }
  rest += decoder.decode();
  if (rest !== '') await world.out(signs([rest], scheme, tally));
  report(tally, world);
  return tally.unordered + tally.bad > 0 ? 1 : 0;
}

function signs(lines: readonly string[], scheme: VersionScheme, tally: Tally): string {
  let out = '';
  for (const line of lines) {
    tally.lines += 1;
    out += `${signOf(line.endsWith('\r') ? line.slice(0, -1) : line, scheme, tally)}\n`;
  }
  return out;
}

function signOf(line: string, scheme: VersionScheme, tally: Tally): '<' | '=' | '>' | '?' | '!' {
  const tab = line.indexOf('\t');
  const why =
    line.length > LONGEST_LINE
      ? `has over ${LONGEST_LINE} characters`
      : tab < 0
        ? 'has no tab'
        : line.includes('\t', tab + 1)
          ? 'has more than one tab'
          : undefined;
  if (why !== undefined) {
    tally.bad += 1;
    if (tally.named.length < NAMED) tally.named.push(`line ${tally.lines} ${why}: ${visible(line.slice(0, 60))}`);
    return '!';
  }
  const compared = scheme.compare(line.slice(0, tab), line.slice(tab + 1));
  if (compared === undefined) tally.unordered += 1;
  return compared === undefined ? '?' : compared < 0 ? '<' : compared > 0 ? '>' : '=';
}

function report({ bad, unordered, named }: Tally, world: World): void {
  for (const line of named) world.err(`${line}\n`);
  if (bad > named.length) world.err(`… and ${bad - named.length} more\n`);
  if (bad > 0)
    world.err(`${count(bad, 'line')} ${bad === 1 ? 'is' : 'are'} no pair: two versions with a tab between them.\n`);
  if (unordered > 0)
    world.err(`${count(unordered, 'pair')} without an order: a version has no place in it, and the two differ.\n`);
}

function asFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error && 'code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'ENOENT') return new Failure(2, `There is no file ${visible(file)}.`);
  if (error.code === 'EISDIR') return new Failure(2, `${visible(file)} is a folder; give a file of pairs.`);
  if (error.code === 'EACCES') return new Failure(2, `${visible(file)} may not be read.`);
  return error;
}
