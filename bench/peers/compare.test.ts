// The comparison must blame the right side, and ours, the stand-ins and the evaluator must agree on a small made-up world.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { compareAnswers } from './compare.ts';
import type { Answer } from './engine.ts';
import { likeGrype } from './like-grype.ts';
import { likeOsvScanner } from './like-osv-scanner.ts';
import { askInMemory, indexOf } from './ours.ts';
import { joined, worldSet } from './sets.ts';
import { writeZip } from './zip.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leadtime-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const set = worldSet(3_000, 2);
const index = indexOf(set.advisories.map(({ text }) => text));
const ours = set.timed.map(({ text }) => askInMemory(index, text));

describe('answers to the same questions', () => {
  it.each([likeOsvScanner, likeGrype])('are the same from ours and from $name', async (engine) => {
    await engine.prepare(folder, set.advisories);
    const file = path.join(folder, 'one.cdx.json');
    writeFileSync(file, joined(set.timed).text);
    const differences = compareAnswers(set, ours, [await engine.ask(folder, file)]);
    expect(differences.same).toBeGreaterThan(10);
    expect(differences).toMatchObject({ oursWrong: 0, oursOpen: 0, theirsWrong: 0, undecided: 0, notAsked: 0 });
  });

  it('that are left out or made up are held against the side that did so', () => {
    const [hit, second] = ours.flatMap(({ hits }) => hits).filter(({ asked }) => asked.ecosystem === 'npm');
    const debian = ours.flatMap(({ hits }) => hits).find(({ asked }) => asked.ecosystem === 'Debian:12');
    if (!hit || !second || !debian) throw new Error('the made-up world has no hits');
    const all: Answer = { ms: 0, peak: 0, hits: [hit, second] };
    const one: Answer = { ms: 0, peak: 0, hits: [hit] };
    const invented: Answer = { ms: 0, peak: 0, hits: [hit, second, { ...hit, id: 'WORLD-none' }] };
    const elsewhere: Answer = {
      ms: 0,
      peak: 0,
      hits: [hit, second, { ...hit, asked: { ...hit.asked, version: '0' } }],
    };
    const counts = (a: Answer, b: Answer) => {
      const { same, oursWrong, oursOpen, theirsWrong, notAsked } = compareAnswers(set, [a], [b]);
      return { same, oursWrong, oursOpen, theirsWrong, notAsked };
    };
    expect(counts(one, all)).toEqual({ same: 1, oursWrong: 1, oursOpen: 0, theirsWrong: 0, notAsked: 0 });
    expect(counts({ ...one, open: [second] }, all)).toMatchObject({ oursWrong: 0, oursOpen: 1 });
    expect(counts(all, one)).toMatchObject({ oursWrong: 0, theirsWrong: 1 });
    expect(compareAnswers(set, [{ ...all, hits: [hit, debian] }], [one])).toMatchObject({
      theirsWrong: 0,
      notLookedUp: 1,
    });
    expect(counts(all, invented)).toMatchObject({ oursWrong: 0, theirsWrong: 1 });
    expect(counts(invented, all)).toMatchObject({ oursWrong: 1, theirsWrong: 0 });
    expect(counts(all, elsewhere)).toMatchObject({ same: 2, theirsWrong: 0, notAsked: 1 });
  });
});

describe('an archive of records', () => {
  it.each([1, 70_000])('with %i files is read back by others as it was written', async (count) => {
    const file = path.join(folder, `${count}.zip`);
    const long = 'x'.repeat(5_000);
    writeZip(
      file,
      Array.from({ length: count }, (_, i) => ({ name: `R-${i}.json`, text: i === 0 ? long : `{"id":${i}}` })),
    );
    expect(await namesIn(file)).toEqual({ count, last: `R-${count - 1}.json`, size: count === 1 ? 5_000 : 12 });
  });
});

const namesIn = (file: string): Promise<{ count: number; last: string; size: number }> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(readFileSync(file), { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      let last = { fileName: '', uncompressedSize: 0 };
      zip.on('entry', (entry: yauzl.Entry) => {
        last = entry;
        zip.readEntry();
      });
      zip.on('error', reject);
      zip.on('end', () => resolve({ count: zip.entryCount, last: last.fileName, size: last.uncompressedSize }));
      zip.readEntry();
    });
  });
