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
  const withdrawn = f.kind === 'advisory.published' && f.facts['withdrawn'] === true;
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      switch (name) {
        case 'title':
          return f.about === undefined ? 'see inside' : oneLine(f.about);
        case 'subject':
          return encodeURIComponent(f.subject);
        case 'whose':
          return f.actsFor ? `${oneLine(f.actsFor.name)} runs` : 'you run';
        case 'on':
          return f.due === undefined ? '' : ` ${f.due}`;
        case 'findings':
          return counted(f.facts['findings'], 'finding', 'no finding');
        case 'problems':
          return counted(f.facts['problems'], 'problem', '').replace(/^(.+)$/, ' ($1)');
        default:
          return '';
      }
    });
  const body = withdrawn
    ? 'The advisory was withdrawn. It says why.'
    : f.actsFor
      ? `You act for ${oneLine(f.actsFor.name)}. ${fill(rule.body)}`
      : fill(rule.body);
  const href = f.kind === 'exposure.new' && f.duty ? `/duties/${f.duty}` : fill(rule.href);
  return {
    title: withdrawn ? fill('Withdrawn: {title}') : fill(rule.title),
    body,
    href: f.actsFor ? `${href}?party=${f.actsFor.id}` : href,
  };
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

function counted(value: unknown, word: string, none: string): string {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) return none;
  return value === 0 ? none : `${value} ${word}${value === 1 ? '' : 's'}`;
}
