// Sentences about versions, each with what it says or that it cannot be read; and hostile ones.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { type RangeText, readRangeText } from './index.ts';

const SENTENCES = readFileSync(new URL('fixtures/sentences.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const at = line.lastIndexOf(' | ');
    return [line.slice(0, at), line.slice(at + 3)] as const;
  });

function shown(read: RangeText): string {
  if (read.kind === 'unread') return '?';
  if (read.kind === 'version') return `~${read.version}`;
  const events = read.ranges.flat().map((event) => {
    if ('introduced' in event) return `>=${event.introduced}`;
    return 'fixed' in event ? `<${event.fixed}` : `<=${'lastAffected' in event ? event.lastAffected : event.limit}`;
  });
  return [...events, ...read.versions.map((v) => `=${v}`), ...read.except.map((v) => `!${v}`)].join(' ');
}

describe('a sentence about versions', () => {
  it.each(SENTENCES)('%s says %s', (sentence, says) => {
    expect(shown(readRangeText(sentence))).toBe(says);
  });

  it('is never over-long, and what has no version is told from what is not understood', () => {
    expect(readRangeText(`< ${'1.'.repeat(400)}1`)).toEqual({ kind: 'unread', why: 'not-understood' });
    expect(readRangeText('n/a')).toEqual({ kind: 'unread', why: 'no-version' });
  });

  it('however damaged crashes nothing and takes no time', () => {
    const run = holdReader(
      (input) => {
        readRangeText(new TextDecoder().decode(input));
        return { accepted: true, problems: 0 };
      },
      SENTENCES.map(([sentence]) => sentence),
      { runs: 10_000, seed: 7, limitMs: 200 },
    );
    expect(run.broken).toEqual([]);
  });
});
