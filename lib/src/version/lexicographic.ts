// lexicographic, a scheme of vers: texts by their UTF-8 bytes, as they are. Nothing is trimmed, folded or composed.
import { keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type VersionScheme } from './scheme.ts';

export const lexicographic: VersionScheme = {
  name: 'lexicographic',
  read: (text) =>
    readable(text) ? { text, key: keyWriter().str(text).done(), flags: 0 } : unorderedVersion(text.slice(0, 4_096)),
  compare(a, b) {
    if (!readable(a) || !readable(b)) return a === b ? 0 : undefined;
    return compareCodePoints(a, b);
  },
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

const readable = (text: string): boolean => text.length <= MAX_VERSION_LENGTH && text.isWellFormed();

/** The order of code points is that of UTF-8 bytes, and not that of JavaScript's own comparison past U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
