import { expect, it } from 'vitest';
import { formatFromFile, nameFromFile } from './template.ts';

it('names an inventory after its file', () => {
  expect(
    ['devices_2026.csv', 'C:\\temp\\Ward B.xlsx', 'backup.cdx.json', '/a/b/bom.json', '.csv'].map(nameFromFile),
  ).toEqual(['devices 2026', 'Ward B', 'backup', 'bom', 'Inventory']);
});

it('guesses the format only where the name says it', () => {
  expect(['a.csv', 'a.json', 'a.xml'].map(formatFromFile)).toEqual(['sheet', undefined, undefined]);
  expect(['a.cdx.xml', 'a.spdx', 'a.spdx.json'].map(formatFromFile)).toEqual(['cyclonedx', 'spdx', 'spdx']);
});
