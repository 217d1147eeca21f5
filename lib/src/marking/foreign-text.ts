// Text that others wrote, made safe to set beside ours: in a notice, a document, a terminal. Markup stays as the letters it is
// (whoever renders escapes it); what could break out of a line, reverse reading order or hide is taken out.

const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** One line: breaks and tabs become blanks, runs of blanks one, at most `max` characters with `…` for the rest. */
export function oneLine(text: string, max = 200): string {
  const clean = removeHidden(text)
    .replace(/[\s\u2028\u2029]+/g, ' ')
    .trim();
  return cut(clean, max);
}

/** Paragraphs: line breaks stay (as \n), everything else as in `oneLine`. */
export function paragraphs(text: string, max = 100_000): string {
  const clean = removeHidden(text)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return cut(clean, max);
}

/** Lone surrogates become U+FFFD; control, direction and zero-width characters go. */
function removeHidden(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '');
}

/** At most `max` UTF-16 units; never cuts a character in two. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - 1;
  const last = text.charCodeAt(end - 1);
  const half = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, half ? end - 1 : end)}…`;
}
