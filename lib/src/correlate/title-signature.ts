// The words by which a title is found again: three of its telling words, chosen by hash so that two titles which share
// most words are likely to choose the same three (a min-hash of the words; Broder 1997).

const CHOSEN = 3;

/** Sorted; empty where the title has fewer than three telling words. */
export function titleSignature(title: string): readonly string[] {
  const words = [...new Set(tellingWords(title))];
  if (words.length < CHOSEN) return [];
  return words
    .map((word) => ({ word, hash: fnv(word) }))
    .sort((a, b) => a.hash - b.hash || (a.word < b.word ? -1 : 1))
    .slice(0, CHOSEN)
    .map(({ word }) => word)
    .sort();
}

/** Lower-case words and identifiers without those that any report has. */
export function tellingWords(title: string): readonly string[] {
  const found: readonly string[] =
    title
      .slice(0, 500)
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}_]{3,40}/gu) ?? [];
  return found.filter((word) => !COMMON.has(word) && !/^\d+$/.test(word));
}

const COMMON: ReadonlySet<string> = new Set(
  `able access allow allows and any application are arbitrary attack attacker attackers can caused causes code could
   crafted cve data denial does due error exploit exploited for from function has have high impact improper input inside
   insecure into issue lead leading leads malicious may memory method might missing not occurs out over parameter possible
   potential potentially problem program remote result results security service severity some such than that the their
   there this through unsafe use used user users using value values variable version via vulnerabilities vulnerability
   vulnerable was when where which will with within without`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** FNV-1a, 32 bits. */
function fnv(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
