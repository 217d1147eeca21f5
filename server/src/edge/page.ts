// One page of a list. Each row carries how many there are in all; past the last page there is no row, so the first one is asked.

export interface Asked {
  readonly limit: number;
  readonly offset: number;
}

export async function readPage<Row extends { readonly total: number }>(
  { limit, offset }: Asked,
  read: (limit: number, offset: number) => Promise<readonly Row[]>,
): Promise<{ rows: readonly Row[]; total: number; limit: number; offset: number }> {
  const rows = await read(limit, offset);
  const [first] = rows.length > 0 || offset === 0 ? rows : await read(1, 0);
  return { rows, total: first?.total ?? 0, limit, offset };
}
