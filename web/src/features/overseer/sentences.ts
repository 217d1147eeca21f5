/** The first sentence, and the rest: a page begins with one. A full stop inside a number or an abbreviation does not end it. */
export function firstSentence(text: string): readonly [string, string] {
  const end = /[.!?]\s+(?=[A-Z])/.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + end[0].length)] : [text, ''];
}
