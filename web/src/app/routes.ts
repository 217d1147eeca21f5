// Every page of the app: its address, the file that draws it (loaded when first opened), who has it, and where it
// stands in the rail. One row a page; the rail follows the order of this table.
//
//   path   TanStack pattern: '/vulnerabilities/$id'; read parts with useParam('id')
//   page   its default export is the page component
//   who    roles that have it; 'signed-in' is all of them, 'anyone' also somebody who has not signed in
//   rail   its label in the rail; absent: reached from other pages
//   key    `g` then this letter goes there (unique among the pages that one role has)
//   home   roles whose first page it is
//   bare   without rail and top bar (sign-in, printed sheets)
import { ROLES, type Role } from '@leadtime/contract';
import type { ComponentType } from 'react';
import type { IconName } from '../ui/icons.tsx';

export interface Place {
  readonly path: string;
  readonly page: () => Promise<{ default: ComponentType }>;
  readonly who: readonly Role[] | 'signed-in' | 'anyone';
  readonly title: string;
  readonly rail?: string;
  readonly icon?: IconName;
  readonly key?: string;
  readonly home?: readonly Role[];
  readonly bare?: boolean;
}

const knowing: readonly Role[] = ['finder', 'maintainer', 'coordinator', 'auditor'];

export const PLACES: readonly Place[] = [
  // ---- coordinator's work
  { path: '/queue', title: 'Queue', page: () => import('../features/queue/page.tsx'), who: ['coordinator'], rail: 'Queue', icon: 'queue', key: 'q', home: ['coordinator'] },
  { path: '/vulnerabilities/$id', title: 'Vulnerability', page: () => import('../features/vulnerability/page.tsx'), who: knowing },
  { path: '/coordination', title: 'Cases', page: () => import('../features/case/list.tsx'), who: ['coordinator', 'finder', 'auditor'], rail: 'Cases', icon: 'case', key: 'c' },
  { path: '/cases/$id', title: 'Case', page: () => import('../features/case/page.tsx'), who: knowing },
  { path: '/projects', title: 'Projects', page: () => import('../features/projects/list.tsx'), who: ['coordinator'], rail: 'Projects', icon: 'project', key: 'p' },
  { path: '/projects/$id', title: 'Project', page: () => import('../features/projects/page.tsx'), who: ['coordinator', 'maintainer'] },
  { path: '/write', title: 'Advisories', page: () => import('../features/advisories-write/list.tsx'), who: ['coordinator'], rail: 'Advisories', icon: 'advisory', key: 'w' },
  { path: '/write/$id', title: 'Advisory', page: () => import('../features/advisories-write/page.tsx'), who: ['coordinator'] },

  // ---- everybody
  { path: '/search', title: 'Search', page: () => import('../features/search/page.tsx'), who: 'signed-in' },
  { path: '/sign-in', title: 'Sign in', page: () => import('../features/session/sign-in.tsx'), who: 'anyone', bare: true },
  { path: '/sign-in/link', title: 'Sign in', page: () => import('../features/session/link.tsx'), who: 'anyone', bare: true },
  { path: '/setup', title: 'Set up', page: () => import('../features/session/setup.tsx'), who: 'anyone', bare: true },
];

export function mayVisit(place: Place, role: Role | undefined): boolean {
  if (place.who === 'anyone') return true;
  if (role === undefined) return false;
  return place.who === 'signed-in' || place.who.includes(role);
}

/** The rail of a role, in order. */
export const railOf = (role: Role | undefined): readonly Place[] => PLACES.filter((p) => p.rail && mayVisit(p, role));

/** Where a role begins. */
export function homeOf(role: Role | undefined): string {
  if (role === undefined) return '/sign-in';
  return (PLACES.find((p) => p.home?.includes(role)) ?? railOf(role)[0])?.path ?? '/search';
}

/** What stands wrong in the table, in words; a test expects none. */
export function problemsOfPlaces(places: readonly Place[] = PLACES): readonly string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const place of places) {
    if (seen.has(place.path)) problems.push(`${place.path} stands twice`);
    seen.add(place.path);
  }
  for (const role of ROLES) {
    const keys = new Set<string>();
    for (const place of places.filter((p) => p.key && p.rail && mayVisit(p, role))) {
      if (keys.has(place.key ?? '')) problems.push(`g ${place.key} is bound twice for ${role}`);
      keys.add(place.key ?? '');
    }
  }
  return problems;
}
