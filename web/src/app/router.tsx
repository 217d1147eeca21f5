// The router, made from the table of places. Addresses keep plain values: ?kev=true, not JSON.
import { createRootRoute, createRoute, createRouter, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { ErrorState, Forbidden, Skeleton, useGo } from '../ui/index.ts';
import { Frame } from './frame.tsx';
import { NoSuchPage } from './no-such-page.tsx';
import { homeOf, mayVisit, PLACES, type Place } from './routes.ts';
import { useRole, useSession } from './session.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: NoSuchPage });

const pages = PLACES.map((place) => {
  const Page = lazy(place.page);
  return createRoute({
    getParentRoute: () => root,
    path: place.path,
    component: () => (
      <Guarded place={place}>
        <Suspense fallback={<Skeleton lines={10} label={`${place.title} is loading`} />}>
          <Page />
        </Suspense>
      </Guarded>
    ),
    errorComponent: ({ error, reset }) => <ErrorState error={error} what={place.title} retry={reset} />,
  });
});
const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });

export const router = createRouter({
  routeTree: root.addChildren([home, ...pages]),
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).map(([k, v]) => [k, String(v)])).toString();
    return text ? `?${text}` : '';
  },
  scrollRestoration: true,
  defaultPendingMs: 200,
});

/** The first page of the role; without a session the sign-in, or the set-up of an empty instance. */
function Home() {
  const go = useGo();
  const { instance } = useSession();
  const role = useRole();
  const to = instance.needsSetup ? '/setup' : homeOf(role);
  useEffect(() => go(to, { replace: true }), [go, to]);
  return null;
}

function Guarded({ place, children }: { place: Place; children: ReactNode }) {
  const go = useGo();
  const session = useSession();
  const role = session.acting?.role;
  const mustSignIn = !session.signedIn && place.who !== 'anyone';
  useEffect(() => {
    if (mustSignIn) go(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  }, [go, mustSignIn]);
  if (mustSignIn) return null;
  if (mayVisit(place, role)) return children;
  return <Forbidden what={place.title} detail={`This page belongs to: ${whose(place)}.`} />;
}

/** The frame stays while pages change; bare pages have none. */
function Root() {
  const path = useRouterState({ select: (s): string => s.matches.at(-1)?.fullPath ?? '' });
  const isHome = useRouterState({ select: (s): boolean => s.location.pathname === '/' });
  const bare = isHome || PLACES.some((p) => p.bare && p.path === path);
  return bare ? (
    <Outlet />
  ) : (
    <Frame>
      <Outlet />
    </Frame>
  );
}

const whose = (place: Place): string =>
  typeof place.who === 'string' ? place.who : place.who.map((r) => r.replace('_', ' ')).join(', ');
