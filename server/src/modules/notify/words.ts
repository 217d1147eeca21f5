// The words of a notice: the rule's sentences, with at most one title of foreign text in them, cut to one line. Whether it
// is a delegate's is said first, so that nobody mistakes another's duty for their own.
import { type NoticeEvent, RULES, type Tier } from './rules.ts';

export interface Words {
  readonly title: string;
  readonly body: string;
  readonly href: string;
}
export interface WordFacts {
  readonly kind: NoticeEvent;
  readonly subject: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly tier: Tier;
  /** Title of what it is about; undefined: it has none, or none that is known. */
  readonly about: string | undefined;
  readonly due: string | undefined;
  /** The duty that the event is about, where it is about one. */
  readonly duty: string | undefined;
  /** For a delegate: the party that it acts for. */
  readonly actsFor: { readonly id: string; readonly name: string } | undefined;
}

const TITLE_MAX = 100;

export function wordsOf(f: WordFacts): Words {
  const rule = RULES[f.kind];
  const other = rule.or && applies(rule.or.when, f.facts) ? rule.or : undefined;
  const fill = (template: string): string => template.replace(/\{(\w+)\}/g, (_, name: string) => place(name, f));
  const body = fill((other ?? rule).body);
  const href = f.kind === 'exposure.new' && f.duty ? `/duties/${f.duty}` : fill(rule.href);
  return {
    title: fill((other ?? rule).title),
    body: f.actsFor ? `You act for ${oneLine(f.actsFor.name)}. ${body}` : body,
    href: f.actsFor ? `${href}${href.includes('?') ? '&' : '?'}party=${f.actsFor.id}` : href,
  };
}

const applies = (when: 'withdrawn' | 'several', facts: WordFacts['facts']): boolean =>
  when === 'withdrawn' ? facts['withdrawn'] === true : typeof facts['advisories'] === 'number';

/** What stands in a place of a rule's sentence. */
function place(name: string, f: WordFacts): string {
  switch (name) {
    case 'title':
      return f.about === undefined ? 'see inside' : oneLine(f.about);
    case 'subject':
      return encodeURIComponent(f.subject);
    case 'whose':
      return f.actsFor ? `${oneLine(f.actsFor.name)} runs` : 'you run';
    case 'on':
      return f.due === undefined ? '' : ` ${f.due}`;
    case 'which':
      return typeof f.facts['advisory'] === 'string' ? `?advisory=${encodeURIComponent(f.facts['advisory'])}` : '';
    case 'advisories':
      return counted(f.facts['advisories'], 'advisory', 'advisories') ?? 'Advisories';
    case 'findings':
      return counted(f.facts['findings'], 'finding') ?? 'no finding';
    case 'problems': {
      const problems = counted(f.facts['problems'], 'problem');
      return problems === undefined ? '' : ` (${problems})`;
    }
    default:
      return '';
  }
}

/** Foreign text as one line: no control characters, no direction marks that could turn the rest around, cut. */
export function oneLine(text: string, max = TITLE_MAX): string {
  const line = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...line];
  return letters.length <= max
    ? line
    : `${letters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

/** "3 findings"; undefined: none, or not a count. */
function counted(value: unknown, word: string, words = `${word}s`): string | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) return undefined;
  return `${value} ${value === 1 ? word : words}`;
}
