// Cuts what a vendor writes of versions ("All versions < V8.3", "4.2 and earlier") into tokens, each with a letter for what it is:
// the letters in a row are the shape of the sentence, and shapes are all that is understood. One pass, one token after the other.

export interface Token {
  /** V version, W wildcard (2.x), X what may be several versions, ? a word that is not known; the others as in WORDS and SIGNS. */
  readonly code: string;
  readonly text: string;
}

/** Words that mean something here. What is not among them makes a sentence unreadable, if it is about a range at all. */
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    A: 'all any every',
    N: 'version versions ver release releases rel firmware software the inclusive',
    L: 'earlier prior previous older lower preceding less',
    G: 'later newer higher subsequent greater onwards onward',
    D: 'below',
    K: 'above',
    B: 'before',
    F: 'after',
    S: 'from since starting',
    T: 'to',
    H: 'through thru',
    R: 'than',
    P: 'up',
    U: 'until between except not',
    I: 'including',
    E: 'excluding',
    Y: 'with at',
    '&': 'and',
    '|': 'or',
  }).flatMap(([code, words]) => words.split(' ').map((word) => [word, code] as const)),
);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['<', 'l'],
  ['<=', 'm'],
  ['=<', 'm'],
  ['≤', 'm'],
  ['>', 'g'],
  ['>=', 'h'],
  ['=>', 'h'],
  ['≥', 'h'],
  ['=', 'e'],
  ['==', 'e'],
  ['!=', 'n'],
  ['≠', 'n'],
  [',', 'c'],
  ['&', '&'],
  ['&&', '&'],
  ['-', 'd'],
  ['–', 'd'],
  ['*', '*'],
]);

const SIGN = /<=|>=|=<|=>|==|!=|&&|[<>=≤≥≠,&*–]/y;
/** A version begins with a digit, after V or R perhaps. Brackets as in 15.1(2)T belong to it, blanks do not. */
const VERSION = /[vr]?\d[\w.+~:()\\-]*/iy;
const WORD = /[^\s<>=≤≥≠,&*–]+/y;

/** The tokens, or undefined where there are more than a sentence about versions has. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    if (tokens.length >= MAX_TOKENS) return undefined;
    const sign = take(SIGN);
    if (sign !== undefined) {
      tokens.push({ code: SIGNS.get(sign) ?? '?', text: sign });
      continue;
    }
    const version = take(VERSION);
    if (version !== undefined && (at === text.length || /[\s<>=≤≥≠,&*–;]/.test(text.charAt(at)))) {
      const wild = text.charAt(at) === '*' ? `${version}*` : version;
      at += wild.length - version.length;
      tokens.push(...versionTokens(wild));
      continue;
    }
    if (version !== undefined) at -= version.length;
    tokens.push(wordToken(take(WORD) ?? text.charAt(at++)));
  }
  return withSuffixes(tokens);
}

const MAX_TOKENS = 60;

function versionTokens(written: string): readonly Token[] {
  const text = trimmed(written);
  if (/^[vr]?\d+(?:\.\d+)*\.[x*](?:\.[x*])*$/i.test(text)) return [{ code: 'W', text }];
  if (text.endsWith('*') || text.endsWith('.x')) return [{ code: 'X', text }];
  // 1.1.0-1.1.5: a range, or a version with a suffix? It is not for us to say.
  if (/^[vr]?\d+(?:\.\d+)+-[vr]?\d+(?:\.\d+)+$/i.test(text)) return [{ code: 'X', text }];
  if (/^[vr]?\d[\d.]*\+$/i.test(text))
    return [
      { code: 'V', text: text.slice(0, -1) },
      { code: '&', text: '+' },
      { code: 'G', text: '+' },
    ];
  return [{ code: 'V', text }];
}

/** Without a full stop or colon at the end, or a bracket that was opened elsewhere. */
function trimmed(written: string): string {
  let text = written;
  for (;;) {
    const last = text.at(-1);
    const unmatched = last === ')' && text.split('(').length < text.split(')').length;
    if (last === '.' || last === ':' || unmatched) text = text.slice(0, -1);
    else return text;
  }
}

function wordToken(written: string): Token {
  if (written === '-') return { code: 'd', text: written };
  const word = written.toLowerCase().replace(/^\(+|[).:;]+$/g, '');
  if (word === '') return { code: 'N', text: written };
  return { code: WORDS.get(word) ?? '?', text: written };
}

/** "V15.1 Update 2", "3.1 SP1": the suffix is part of the version. */
function withSuffixes(tokens: readonly Token[]): readonly Token[] {
  const joined: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    const before = joined.at(-1);
    if (!token) continue;
    if (before?.code === 'V' && token.code === '?' && SUFFIX.test(token.text)) {
      const numbered = !/\d/.test(token.text) && next?.code === 'V' && /^\d+$/.test(next.text);
      if (numbered || /\d/.test(token.text)) {
        joined[joined.length - 1] = {
          code: 'V',
          text: `${before.text} ${token.text}${numbered ? ` ${next?.text}` : ''}`,
        };
        if (numbered) i += 1;
        continue;
      }
    }
    joined.push(token);
  }
  return joined;
}

const SUFFIX = /^(?:update|upd|sp|patch|hotfix|hf|build|su|mr|u|p)\d{0,9}$/i;
