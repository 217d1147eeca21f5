// Tells cheaply that a package URL is already in its canonical form. Inventories are full of them, and the whole reading of a package
// URL costs as much as the reading of everything else. What this does not know it leaves to `parsePurl`; a test holds the two to
// each other.

/** One part: letters, digits and `.-_~:`, which stand for themselves, and the escapes that are common, in their canonical spelling. */
const PART = '(?:[A-Za-z0-9._~:-]|%2B|%40)+';
const LOWER = '(?:[a-z0-9._~:-]|%2B)+';
const QUALIFIERS = `(?:\\?([a-z][a-z0-9._-]*=${PART}(?:&[a-z][a-z0-9._-]*=${PART})*))?`;
const form = (path: string): RegExp => new RegExp(`^pkg:${path}(?:@${PART})?${QUALIFIERS}$`);

/** By type, as far as the type's rules fold nothing that the pattern lets pass. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['npm', form(`npm/(?:${PART}/)?${PART}`)],
  ['maven', form(`maven/${PART}(?:/${PART})+`)],
  ['golang', form(`golang/${PART}(?:/${PART})*`)],
  ['cargo', form(`cargo/${PART}`)],
  ['gem', form(`gem/${PART}`)],
  ['nuget', form(`nuget/${PART}`)],
  ['composer', form(`composer/${LOWER}/${LOWER}`)],
  ['deb', form(`deb/${LOWER}/${LOWER}`)],
  ['apk', form(`apk/${LOWER}/${LOWER}`)],
]);

/** true: the text is a package URL in canonical form. false: not known. */
export function isCanonicalPurl(text: string): boolean {
  if (text.length > MOST) return false;
  const pattern = FORMS.get(text.slice(4, text.indexOf('/')));
  const matched = pattern?.exec(text);
  return matched != null && (matched[1] === undefined || inOrder(matched[1]));
}

/** Longer ones are rare, and then the whole reading costs nothing that counts. */
const MOST = 400;

function inOrder(qualifiers: string): boolean {
  const keys = qualifiers.split('&').map((pair) => pair.slice(0, pair.indexOf('=')));
  return keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key);
}
