// Who is here, for whom they act, and what that allows. The server decides; this only spares them useless links.
import { type Action, mayDo, type Role, type Session } from '@leadtime/contract';
import { createContext, type ReactNode, useContext } from 'react';
import { ErrorState, Loaded, NowProvider } from '../ui/index.ts';
import { queries, useApi } from './api.ts';

const SessionContext = createContext<Session | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const query = useApi('session.read', { every: 60_000, staleMs: 30_000 });
  const now = query.data?.instance.now;
  const offset = now ? clockOffset(now, query.dataUpdatedAt) : 0;
  if (!query.data && query.error)
    return (
      <main className="lonely">
        <ErrorState error={query.error} what="Leadtime" retry={() => void query.refetch()} />
      </main>
    );
  return (
    <Loaded query={query} what="Your session">
      {(session) => (
        <NowProvider offset={offset}>
          <SessionContext value={session}>{children}</SessionContext>
        </NowProvider>
      )}
    </Loaded>
  );
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider');
  return session;
}
export const useRole = (): Role | undefined => useSession().acting?.role;
export const useMay = (action: Action): boolean => mayDo(useRole(), action);

/** After a sign-in, a switch or a sign-out nothing of before may stay on the screen or in the cache. Resolves when the
    pages know the new session, so that the next page does not send a newcomer back to the door. */
export async function takeSession(session: Session): Promise<void> {
  queries.setQueryData(['session.read'], session);
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session.read' });
  await new Promise((resolve) => setTimeout(resolve)); // the cache tells its readers in a task of its own, before this one
}

/** Small differences are the network's; a clock that is off by more is put right. */
function clockOffset(serverNow: string, readAt: number): number {
  const offset = Date.parse(serverNow) - readAt;
  return Math.abs(offset) < 5_000 ? 0 : offset;
}
