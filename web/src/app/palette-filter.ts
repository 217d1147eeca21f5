// Which commands fit what was typed: every typed word begins a word of the command, in any order; else its letters in order.

export function filterCommands<T extends { readonly label: string; readonly group: string }>(
  commands: readonly T[],
  typed: string,
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return commands;
  const byWord = commands.filter((c) => {
    const own = `${c.group} ${c.label}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return words.every((w) => own.some((o) => o.startsWith(w)));
  });
  const rest = commands.filter((c) => !byWord.includes(c) && isSubsequence(words.join(''), c.label.toLowerCase()));
  return [...byWord, ...rest];
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const c of text) if (c === letters[at]) at += 1;
  return at === letters.length;
}
