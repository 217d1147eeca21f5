// The U.S. Web Design System ships half a megabyte of CSS. We use its form controls; this keeps their rules and no
// others, in a cascade layer below ours, without its fonts (ours are declared in ui/styles/fonts.css).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const COMPONENTS = [
  'button',
  'button--outline',
  'button--unstyled',
  'checkbox',
  'error-message',
  'fieldset',
  'form-group',
  'hint',
  'input',
  'input-group',
  'label',
  'legend',
  'radio',
  'select',
  'sr-only',
  'textarea',
];
const VIRTUAL = 'virtual:uswds-subset.css';

export function uswdsSubset(): Plugin {
  const file = createRequire(import.meta.url).resolve('@uswds/uswds/css/uswds.css');
  return {
    name: 'uswds-subset',
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load(id) {
      if (id !== `\0${VIRTUAL}`) return undefined;
      return `@layer uswds {\n${subset(readFileSync(file, 'utf8'))}\n}`;
    },
  };
}

/** The rules of `css` whose selectors name a kept component; at-rules keep their kept rules. */
export function subset(css: string): string {
  const kept: string[] = [];
  for (const { head, body } of rulesOf(css.replace(/\/\*[\s\S]*?\*\//g, ''))) {
    if (/^@(media|supports)/.test(head)) {
      const inner = subset(body);
      if (inner) kept.push(`${head}{${inner}}`);
    } else if (!head.startsWith('@')) {
      const selectors = head.split(/,(?![^(]*\))/).filter(isKept);
      if (selectors.length > 0) kept.push(`${selectors.join(',')}{${withoutImages(body)}}`);
    }
  }
  return kept.join('\n');
}

const FOREIGN =
  /\.usa-(?!(?:button|checkbox|error-message|fieldset|form-group|hint|input|label|legend|radio|select|sr-only|textarea|focus)\b)/;
const KEPT = new RegExp(`\\.usa-(?:${COMPONENTS.join('|')})(?![a-z-]|__header)`);
const isKept = (selector: string): boolean =>
  KEPT.test(selector) &&
  !FOREIGN.test(selector) &&
  !/usa-button(-group|__|--(?:accent|base|inverse|big|secondary))|usa-input-list/.test(selector);

/** Pictures are drawn by our own CSS, so that they follow the theme. */
const withoutImages = (body: string): string =>
  body.replace(/(?:background|background-image|-webkit-mask|mask)\s*:[^;{}]*url\([^)]*\)[^;{}]*;?/g, '');

function* rulesOf(css: string): Generator<{ head: string; body: string }> {
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    const semicolon = css.indexOf(';', at);
    if (open < 0) return;
    if (semicolon >= 0 && semicolon < open && css.slice(at, semicolon).trim().startsWith('@')) {
      at = semicolon + 1;
      continue;
    }
    let depth = 1;
    let end = open + 1;
    while (depth > 0 && end < css.length) {
      const c = css[end];
      if (c === '{') depth += 1;
      else if (c === '}') depth -= 1;
      end += 1;
    }
    yield { head: css.slice(at, open).trim(), body: css.slice(open + 1, end - 1) };
    at = end;
  }
}
