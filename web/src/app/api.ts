// The API from pages: `useApi` reads, `useSend` changes. Keys of the cache are [route id, options].
import {
  type Answer,
  ApiError,
  type Body,
  type CallOptions,
  createClient,
  type Params,
  type Query,
  type RouteId,
} from '@leadtime/contract';
import { keepPreviousData, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';

export const api = createClient({ baseUrl: '', check: import.meta.env.DEV });

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: true,
      // What the server has answered is not asked again; what it could not answer is, twice.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.problem.status < 500),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
  },
});

export interface ReadOptions<Id extends RouteId> {
  readonly params?: Params<Id>;
  readonly query?: Query<Id>;
  /** False: not yet. */
  readonly on?: boolean;
  /** Asks again every so many milliseconds. */
  readonly every?: number | false | ((data: Answer<Id> | undefined) => number | false);
  /** Keeps the last answer on the screen while another is fetched (another page or filter). */
  readonly keep?: boolean;
  readonly staleMs?: number;
}

export const keyOf = <Id extends RouteId>(
  id: Id,
  options: { params?: unknown; query?: unknown } = {},
): readonly unknown[] => [id, ...(options.params ? [options.params] : []), ...(options.query ? [options.query] : [])];

/** The answer of a route, cached. */
export function useApi<Id extends RouteId>(id: Id, options: ReadOptions<Id> = {}): UseQueryResult<Answer<Id>> {
  const { on = true, every, keep = false, staleMs } = options;
  return useQuery<Answer<Id>>({
    queryKey: keyOf(id, options),
    queryFn: ({ signal }) => api.call(id, callOptions(options, signal)),
    enabled: on,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(staleMs === undefined ? {} : { staleTime: staleMs }),
    ...(every === undefined
      ? {}
      : {
          refetchInterval:
            typeof every === 'function'
              ? (q: { state: { data: Answer<Id> | undefined } }) => every(q.state.data)
              : every,
        }),
  });
}

/** Sends a change. Throws ApiError; forms show it. */
export const send = <Id extends RouteId>(
  id: Id,
  options: { params?: Params<Id>; query?: Query<Id>; body?: Body<Id> } = {},
): Promise<Answer<Id>> => api.call(id, options);

/** Everything that was read by these routes is read anew when next shown (now, if it is on the screen). */
export const outdate = (...ids: readonly RouteId[]): Promise<void> =>
  queries.invalidateQueries({ predicate: ({ queryKey }) => ids.includes(queryKey[0] as RouteId) }); // keys begin with a route id

function callOptions<Id extends RouteId>(options: ReadOptions<Id>, signal: AbortSignal): CallOptions<Id> {
  return {
    ...(options.params === undefined ? {} : { params: options.params }),
    ...(options.query === undefined ? {} : { query: options.query }),
    signal,
  };
}
