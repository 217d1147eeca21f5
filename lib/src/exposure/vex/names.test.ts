// Whether a statement's product is a component: names.txt, one case a line.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { VexComponent } from '../../advisory/index.ts';
import { type Nameable, names } from './names.ts';

const lines = readFileSync(new URL('./names.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/** The words of a cell as a VexComponent; a component of an inventory is made from the same. */
function read(cell: string): VexComponent {
  const words = cell.trim().split(' ');
  const after = (key: string): string | undefined =>
    words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  const [vendor, name] =
    words
      .find((word) => word.includes('~'))
      ?.replaceAll('_', ' ')
      .split('~') ?? [];
  const [from, to] = after('range')?.split('..') ?? [];
  const [version, versions, digest] = [after('version'), after('versions'), after('sha256')];
  return {
    purls: words.filter((word) => word.startsWith('pkg:')),
    cpes: words.filter((word) => word.startsWith('cpe:')),
    hashes: digest === undefined ? [] : [{ algorithm: 'SHA-256', value: digest }],
    ...(vendor === undefined || name === undefined ? {} : { vendor, name }),
    ...(version === undefined ? {} : { version }),
    ...(versions === undefined ? {} : { versions: versions.split(',') }),
    ...(from === undefined || to === undefined ? {} : { ranges: [[{ introduced: from }, { fixed: to }]] }),
    ...(words.includes('unread') ? { unread: ['the older ones'] } : {}),
  };
}

function component(cell: string): Nameable {
  const { purls, cpes, hashes, name = 'thing', vendor, version } = read(cell);
  return {
    ordinal: 0,
    name,
    hashes: hashes.map(({ value }) => ({ algorithm: 'sha256', value })),
    ...(vendor === undefined ? {} : { vendor }),
    ...(version === undefined ? {} : { version }),
    ...(purls[0] === undefined ? {} : { purl: purls[0] }),
    ...(cpes[0] === undefined ? {} : { cpe: cpes[0] }),
  };
}

describe('a product that a statement names', () => {
  it.each(lines)('%s', (line) => {
    const [stated = '', ours = '', answer = ''] = line.split(' | ');
    expect(names(read(stated), component(ours))).toBe(answer.trim());
  });

  it('is found under the other names of a component too', () => {
    const two: Nameable = { ordinal: 0, name: 'x', purl: 'pkg:npm/x@1.0.0', otherPurls: ['pkg:generic/left@1.0.0'] };
    expect(names(read('pkg:generic/left@1.0.0'), two)).toBe('yes');
    expect(names(read('pkg:generic/left@2.0.0'), two)).toBe('no');
  });
});
