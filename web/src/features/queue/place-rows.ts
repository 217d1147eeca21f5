// Pages of a list put where they belong. While an analyst settles rows, they leave the list on the server but stay on the
// screen; so later pages are asked for with an overlap, and what comes twice is taken once.

export const PAGE = 100;
const MOST_A_PAGE = 200; // the API's limit

/** What to ask for page `page` after `gone` rows have left the list on the server. */
export function askFor(page: number, gone: number): { offset: number; limit: number } {
  const overlap = page === 0 ? 0 : Math.min(gone, page * PAGE, MOST_A_PAGE - PAGE);
  return { offset: Math.max(0, page * PAGE - gone), limit: PAGE + overlap };
}

/** Rows at their places; holes where a page has not come. Holes behind the last row of the last page are cut off. */
export function placeRows<T extends { readonly id: string }>(
  pages: readonly { readonly page: number; readonly items: readonly T[] | undefined }[],
  total: number,
): readonly (T | undefined)[] {
  const rows: (T | undefined)[] = Array.from({ length: total });
  const seen = new Set<string>();
  for (const { page, items } of pages.toSorted((a, b) => a.page - b.page)) {
    let at = page * PAGE;
    const end = Math.min(total, at + PAGE);
    for (const row of items ?? []) {
      if (at >= end || seen.has(row.id)) continue;
      seen.add(row.id);
      rows[at] = row;
      at += 1;
    }
  }
  const last = Math.floor((total - 1) / PAGE);
  const ended = pages.some((p) => p.page === last && p.items !== undefined);
  while (ended && rows.length > 0 && rows.at(-1) === undefined) rows.pop();
  return rows;
}
