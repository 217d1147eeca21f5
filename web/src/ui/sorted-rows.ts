// Rows in the order that a table's heading asks for. TanStack Table keeps the sort model; unknown values come last.
import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Sort } from './address.ts';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric },
});

export type SortValue = string | number | null | undefined;
interface Sortable<T> {
  readonly id: string;
  readonly sort?: ((row: T) => SortValue) | undefined;
}

const NO_ROWS: never[] = [];
const NO_SORT: never[] = [];

/** `rows` sorted by `sort` where its column knows how; as they came otherwise (the server has sorted them). */
export function useSortedRows<T extends object>(
  rows: readonly (T | undefined)[],
  columns: readonly Sortable<T>[],
  sort: Sort | undefined,
): readonly (T | undefined)[] {
  const column = columns.find((c) => c.id === sort?.by && c.sort);
  const id = column?.id;
  const value = column?.sort;
  const data = useMemo(() => (value ? rows.filter((r): r is T => r !== undefined) : NO_ROWS), [rows, value]);
  // The value function may be new with every render; the column's id says whether it is another column.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const defs = useMemo(
    () =>
      id && value
        ? [
            {
              id,
              accessorFn: (row: T) => value(row) ?? undefined,
              sortUndefined: 'last' as const,
              sortFn: 'alphanumeric' as const,
            },
          ]
        : NO_ROWS,
    [id],
  );
  const sorting = useMemo(() => (id && sort ? [{ id, desc: sort.dir === 'desc' }] : NO_SORT), [id, sort]);
  const table = useTable({ features, columns: defs, data, state: { sorting }, onSortingChange: () => {} });
  const model = id ? table.getSortedRowModel().rows : NO_ROWS;
  return useMemo(() => (id ? model.map((r) => r.original) : rows), [id, model, rows]);
}
