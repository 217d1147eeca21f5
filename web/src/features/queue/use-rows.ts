// The queue's rows, fetched in pages as they come into view. The list knows its whole length from the first answer.
import type { VulnerabilityRow } from '@leadtime/contract';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { api, keyOf } from '../../app/api.ts';
import { askFor, PAGE, placeRows } from './place-rows.ts';
import type { QueueQuery } from './views.ts';

/** More than anybody works through; beyond it a filter is the way. */
const MOST_ROWS = 10_000;

export interface QueueRows {
  readonly rows: readonly (VulnerabilityRow | undefined)[];
  readonly total: number;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly data: true | undefined;
  refetch(): void;
  onView(from: number, to: number): void;
}

/** `gone`: how many rows have left the list on the server since it was read, and are still on the screen. */
export function useQueueRows(query: QueueQuery, gone: number): QueueRows {
  const goneNow = useRef(gone);
  goneNow.current = gone;
  const shape = JSON.stringify(query);
  const [wanted, setWanted] = useState<{ shape: string; pages: readonly number[] }>({ shape, pages: [0] });
  const pages = wanted.shape === shape ? wanted.pages : FIRST_PAGE;

  const answers = useQueries({
    queries: pages.map((page) => {
      const options = { query: { ...query, limit: PAGE, offset: page * PAGE } };
      return {
        queryKey: keyOf('vulnerabilities.list', options),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.call('vulnerabilities.list', { query: { ...query, ...askFor(page, goneNow.current) }, signal }),
        // Rows do not move under the analyst's hand: they are read anew when the view is opened or cleared.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnMount: 'always' as const,
        refetchOnWindowFocus: false,
      };
    }),
  });
  const total = answers[0]?.data?.total ?? 0;
  const shown = Math.min(total, MOST_ROWS);
  const stamps = answers.map((a) => a.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stamps` stands for the answers
  const rows = useMemo(
    () =>
      placeRows(
        pages.map((page, i) => ({ page, items: answers[i]?.data?.items })),
        shown,
      ),
    [shown, pages, stamps],
  );

  const onView = useCallback(
    (from: number, to: number) => {
      const need: number[] = [];
      for (let page = Math.floor(from / PAGE); page <= Math.floor(to / PAGE); page += 1) need.push(page);
      setWanted((before) => {
        const had = before.shape === shape ? before.pages : FIRST_PAGE;
        const fresh = need.filter((p) => !had.includes(p));
        return fresh.length > 0 || before.shape !== shape ? { shape, pages: [...had, ...fresh] } : before;
      });
    },
    [shape],
  );
  useEffect(() => onView(0, 0), [onView]);
  const first = answers[0];
  return {
    rows,
    total,
    isPending: first?.isPending ?? true,
    error: first?.error ?? null,
    data: first?.data ? true : undefined,
    refetch: () => {
      goneNow.current = 0; // everything is read anew, so nothing has gone since
      for (const a of answers) void a.refetch();
    },
    onView,
  };
}

const FIRST_PAGE: readonly number[] = [0];
