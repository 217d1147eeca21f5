// What axe finds in a page as it stands.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly why: string }[];
}

/** Violations by rule, each with its first offender. All rules, or only those named. The browser's debugger runs it, so
    that the page's own policy stays as it is. */
export async function violations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: { type: 'rule', values: rules } } : {}) };
  const found = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then((r) => r.violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => ({ html: n.html, why: n.failureSummary })) })))`,
  )) as Violation[]; // the shape asked for
  return found.map(({ id, nodes: [first, ...more] }) => {
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return `${id}: ${first?.html.slice(0, 200)}${others} (${first?.why.replace(/\s+/g, ' ').slice(0, 240)})`;
  });
}

export const CONTRAST = ['color-contrast', 'link-in-text-block'];
