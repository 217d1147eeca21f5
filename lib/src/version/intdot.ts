// intdot, a scheme of vers: numbers with dots between them, read up to the first other character; leading zeros say nothing.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const intdot: VersionScheme = {
  name: 'intdot',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

/** The numbers as digits, trailing zero ones cut; undefined where the text begins with none. */
function parse(text: string): readonly string[] | undefined {
  const [read = ''] = text.length > MAX_VERSION_LENGTH ? [] : (/^\d[\d.]*/.exec(text) ?? []);
  if (read === '') return undefined;
  const parts = read.split('.').map((digits) => digits.replace(/^0+/, ''));
  let end = parts.length;
  while (end > 0 && parts[end - 1] === '') end -= 1;
  return parts.slice(0, end);
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const writer = keyWriter();
  for (const part of parts) writer.byte(0x01).num(part);
  const clean = /^\d+(?:\.\d+)*$/.test(trimmed);
  return { text: trimmed, key: writer.byte(0x00).done(), flags: clean ? 0 : VERSION_FLAG.malformed };
}

function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = compareDigits(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}
