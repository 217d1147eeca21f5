// After a decision the next row that is not settled becomes the active one: downwards first, then from the top.

export function nextAfter(
  rows: readonly ({ readonly id: string } | undefined)[],
  done: readonly string[],
  settled: ReadonlyMap<string, unknown>,
): string | undefined {
  const isOpen = (row: { readonly id: string } | undefined): boolean =>
    row !== undefined && !settled.has(row.id) && !done.includes(row.id);
  const last = Math.max(-1, ...done.map((id) => rows.findIndex((r) => r?.id === id)));
  const below = rows.slice(last + 1).find(isOpen);
  return (below ?? rows.find(isOpen))?.id ?? done[0];
}
