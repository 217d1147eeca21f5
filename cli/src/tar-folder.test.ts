import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesOfTar } from '../../server/src/modules/advisories/feeds/tar.ts';
import { filesOfFolder, tarOf } from './tar-folder.ts';

const DEEP = path.join(...Array.from({ length: 12 }, (_, i) => `a-rather-long-name-${i}`));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'leadtime-tar-'));
  mkdirSync(path.join(folder, DEEP), { recursive: true });
  mkdirSync(path.join(folder, '.git'));
  writeFileSync(path.join(folder, 'b.json'), '{"b":"ü"}');
  writeFileSync(path.join(folder, 'a.JSON'), 'x'.repeat(1_024));
  writeFileSync(path.join(folder, 'empty.json'), '');
  writeFileSync(path.join(folder, 'read.me'), 'no');
  writeFileSync(path.join(folder, '.git', 'c.json'), '{}');
  writeFileSync(path.join(folder, DEEP, 'größe.json'), '{"deep":1}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a folder is its JSON files as a tar, by name, whatever the length of names; hidden folders stay', async () => {
  const files: (readonly [string, string | undefined])[] = [];
  for await (const { name, bytes } of filesOfTar(tarOf(await filesOfFolder(folder)), () => true, 1_000_000))
    files.push([name, bytes?.toString()]);
  expect(files).toEqual([
    [`${DEEP.split(path.sep).join('/')}/größe.json`, '{"deep":1}'],
    ['a.JSON', 'x'.repeat(1_024)],
    ['b.json', '{"b":"ü"}'],
    ['empty.json', ''],
  ]);
});

it('a folder without any is refused by its name', async () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'leadtime-tar-'));
  await expect(filesOfFolder(empty)).rejects.toThrow('has no .json file');
  rmSync(empty, { recursive: true });
});
