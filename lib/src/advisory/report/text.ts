// Foreign text made fit to keep: what a database or a screen cannot hold becomes a visible replacement, never a gap.

/** Unpaired surrogates and control characters other than tab and line breaks become U+FFFD; line breaks become \n. */
export function cleanText(text: string): string {
  if (SAFE.test(text)) return text;
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(CONTROL, '\ufffd');
}

/** Text of one line: runs of white space become one space. */
export const oneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();

/** At most `max` UTF-16 units, never half a character; a cut shows as an ellipsis. */
export function cutText(text: string, max: number): string {
  return text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}

/** Whether the text has control characters: refused in metadata, where nothing needs them. */
export const hasControl = (text: string): boolean => !text.isWellFormed() || METADATA_CONTROL.test(text);

/** Whether prose has control characters other than tab and line breaks. */
export const hasProseControl = (text: string): boolean => !text.isWellFormed() || PROSE_CONTROL.test(text);

const SAFE = /^[\t\n\x20-\x7e]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const PROSE_CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
// Bidirectional overrides and zero-width characters too: they let a name look like another.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const METADATA_CONTROL = /[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** An address without the user name, password or token that build systems leave in it. */
export const stripCredentials = (address: string): string =>
  oneLine(address).replace(/^([A-Za-z][A-Za-z0-9+.-]{0,20}:\/\/)[^/?#]*@/, '$1');
