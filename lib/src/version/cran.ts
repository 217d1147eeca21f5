// Versions of R packages (CRAN) and of Haskell's (Hackage): whole numbers, compared one by one; what goes on longer is later. R takes
// `-` for `.` ("Writing R Extensions", 1.1.1).
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, type Version, type VersionScheme } from './scheme.ts';

const ofNumbers = (name: string, form: RegExp): VersionScheme => {
  const parse = (text: string): readonly string[] | undefined => {
    const trimmed = text.trim();
    return trimmed.length <= MAX_VERSION_LENGTH && form.test(trimmed) ? trimmed.split(/[.-]/) : undefined;
  };
  const read = (text: string): Version => {
    const trimmed = text.trim();
    const numbers = parse(trimmed);
    if (!numbers) return unorderedVersion(trimmed);
    const writer = keyWriter();
    for (const number of numbers) writer.byte(0x02).num(number);
    return { text: trimmed, key: writer.byte(0x01).done(), flags: 0 };
  };
  const compare = (a: string, b: string): number | undefined => {
    const left = parse(a);
    const right = parse(b);
    if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
    for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
      const difference = compareDigits(left[i] ?? '', right[i] ?? '');
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  };
  return { name, read, compare, readings: (v) => [v.flags === 0 ? asWritten(v) : anywhere] };
};

export const cran: VersionScheme = ofNumbers('cran', /^\d+(?:[.-]\d+)*$/);
export const hackage: VersionScheme = ofNumbers('hackage', /^\d+(?:\.\d+)*$/);
