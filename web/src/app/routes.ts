// Every page of the app: its address, the file that draws it (loaded when first opened), who has it, and where it
// stands in the rail. One row a page; the rail follows the order of this table.
//
//   path   TanStack pattern: '/vulnerabilities/$id'; read parts with useParam('id')
//   page   its default export is the page component
//   who    roles that have it; 'signed-in' is all of them, 'anyone' also somebody who has not signed in
//   rail   its label in the rail; absent: reached from other pages
//   more   stands at the foot of the rail: looked at now and then
//   key    `g` then this letter goes there (unique among the pages that one role has)
//   home   roles whose first page it is
//   unsigned  stands in the rail only for somebody who has not signed in
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
  readonly more?: boolean;
  readonly key?: string;
  readonly home?: readonly Role[];
  readonly unsigned?: boolean;
  readonly bare?: boolean;
}

const knowing: readonly Role[] = ['finder', 'maintainer', 'coordinator', 'auditor'];
const measuring: readonly Role[] = [
  'overseer',
  'coordinator',
  'evaluator',
  'model_developer',
  'auditor',
  'administrator',
];
const submitting: readonly Role[] = ['finder', 'maintainer', 'operator', 'coordinator', 'evaluator'];

export const PLACES: readonly Place[] = [
  // ---- coordinator's work
  {
    path: '/queue',
    title: 'Queue',
    page: () => import('../features/queue/page.tsx'),
    who: ['coordinator'],
    rail: 'Queue',
    icon: 'queue',
    key: 'q',
    home: ['coordinator'],
  },
  {
    path: '/vulnerabilities/$id',
    title: 'Vulnerability',
    page: () => import('../features/vulnerability/page.tsx'),
    who: knowing,
  },
  {
    path: '/coordination',
    title: 'Cases',
    page: () => import('../features/case/list.tsx'),
    who: ['coordinator', 'finder', 'auditor'],
    rail: 'Cases',
    icon: 'case',
    key: 'c',
  },
  { path: '/cases/$id', title: 'Case', page: () => import('../features/maintainer/case-of-role.tsx'), who: knowing },
  {
    path: '/projects',
    title: 'Projects',
    page: () => import('../features/projects/list.tsx'),
    who: ['coordinator'],
    rail: 'Projects',
    icon: 'project',
    key: 'p',
  },
  {
    path: '/projects/$id',
    title: 'Project',
    page: () => import('../features/projects/page.tsx'),
    who: ['coordinator', 'maintainer'],
  },
  {
    path: '/write',
    title: 'Advisories',
    page: () => import('../features/advisories-write/list.tsx'),
    who: ['coordinator'],
    rail: 'Advisories',
    icon: 'advisory',
    key: 'w',
  },
  {
    path: '/write/$id',
    title: 'Advisory',
    page: () => import('../features/advisories-write/page.tsx'),
    who: ['coordinator'],
  },

  // ---- operator
  {
    path: '/today',
    title: 'Today',
    page: () => import('../features/today/page.tsx'),
    who: ['operator'],
    rail: 'Today',
    icon: 'today',
    key: 't',
    home: ['operator'],
  },
  {
    path: '/duties',
    title: 'Duties',
    page: () => import('../features/duties/list.tsx'),
    who: ['operator'],
    rail: 'Duties',
    icon: 'duty',
    key: 'd',
  },
  { path: '/duties/$id', title: 'Duty', page: () => import('../features/duties/page.tsx'), who: ['operator'] },
  {
    path: '/duties/$id/notice',
    title: 'One-page notice',
    page: () => import('../features/duties/notice.tsx'),
    who: ['operator'],
    bare: true,
  },
  {
    path: '/exposures',
    title: 'Exposures',
    page: () => import('../features/exposures/page.tsx'),
    who: ['operator'],
    rail: 'Exposures',
    icon: 'exposure',
    key: 'x',
  },
  {
    path: '/exposures/on',
    title: 'Exposures on a day',
    page: () => import('../features/exposures/on-a-day.tsx'),
    who: ['operator'],
  },
  {
    path: '/fleet',
    title: 'Fleet',
    page: () => import('../features/fleet/page.tsx'),
    who: ['operator'],
    rail: 'Fleet',
    icon: 'project',
    key: 'f',
  },
  {
    path: '/inventories',
    title: 'Inventories',
    page: () => import('../features/inventories/page.tsx'),
    who: ['operator'],
    rail: 'Inventories',
    icon: 'inventory',
    key: 'i',
  },
  {
    path: '/inventories/$id',
    title: 'Inventory',
    page: () => import('../features/inventories/one.tsx'),
    who: ['operator'],
  },
  { path: '/assets', title: 'Assets', page: () => import('../features/inventories/assets.tsx'), who: ['operator'] },
  {
    path: '/delegations',
    title: 'Who acts for us',
    page: () => import('../features/inventories/delegations.tsx'),
    who: ['operator'],
  },

  // ---- maintainer, finder
  {
    path: '/cases',
    title: 'Cases',
    page: () => import('../features/maintainer/list.tsx'),
    who: ['maintainer'],
    rail: 'Cases',
    icon: 'case',
    key: 'c',
    home: ['maintainer'],
  },
  {
    path: '/reports',
    title: 'Reports',
    page: () => import('../features/reports/list.tsx'),
    who: submitting,
    rail: 'Reports',
    icon: 'report',
    key: 'r',
    home: ['finder'],
  },
  {
    path: '/reports/new',
    title: 'Submit a report',
    page: () => import('../features/reports/submit.tsx'),
    who: submitting,
  },
  { path: '/reports/$id', title: 'Report', page: () => import('../features/reports/page.tsx'), who: submitting },

  // ---- measures, models
  {
    path: '/overview',
    title: 'Overview',
    page: () => import('../features/overseer/page.tsx'),
    who: measuring,
    rail: 'Overview',
    icon: 'chart',
    key: 'o',
    home: ['overseer', 'auditor', 'evaluator'],
  },
  {
    path: '/models',
    title: 'Models',
    page: () => import('../features/models/list.tsx'),
    who: measuring,
    rail: 'Models',
    more: true,
    icon: 'model',
    key: 'm',
    home: ['model_developer'],
  },
  {
    path: '/models/new',
    title: 'Record a model',
    page: () => import('../features/models/new.tsx'),
    who: ['model_developer', 'evaluator', 'coordinator'],
  },
  {
    path: '/models/$id/plan',
    title: 'Scan plan',
    page: () => import('../features/models/plan.tsx'),
    who: ['model_developer', 'evaluator', 'coordinator'],
  },
  {
    path: '/burn-down/$id',
    title: 'Burn-down',
    page: () => import('../features/overseer/burndown-page.tsx'),
    who: measuring,
  },

  // ---- administrator, feeds
  {
    path: '/admin',
    title: 'People',
    page: () => import('../features/admin/page.tsx'),
    who: ['administrator'],
    rail: 'People',
    icon: 'people',
    key: 'p',
    home: ['administrator'],
  },
  {
    path: '/sources',
    title: 'Feeds',
    page: () => import('../features/admin/feeds.tsx'),
    who: ['coordinator', 'administrator'],
    rail: 'Feeds',
    more: true,
    icon: 'feed',
    key: 'f',
  },

  // ---- everybody
  { path: '/notices', title: 'Notices', page: () => import('../features/notices/page.tsx'), who: 'signed-in' },
  { path: '/settings', title: 'Settings', page: () => import('../features/settings/page.tsx'), who: 'signed-in' },
  {
    path: '/scoreboard',
    title: 'Scoreboard',
    page: () => import('../features/public/scoreboard.tsx'),
    who: 'anyone',
    rail: 'Scoreboard',
    more: true,
    icon: 'public',
    key: 's',
  },
  {
    path: '/advisories',
    title: 'Published advisories',
    page: () => import('../features/public/advisories.tsx'),
    who: 'anyone',
    rail: 'Published',
    more: true,
    icon: 'advisory',
    key: 'v',
  },
  { path: '/advisories/$id', title: 'Advisory', page: () => import('../features/public/advisory.tsx'), who: 'anyone' },
  {
    path: '/ledger',
    title: 'Ledger',
    page: () => import('../features/ledger/page.tsx'),
    who: 'anyone',
    rail: 'Ledger',
    more: true,
    icon: 'ledger',
    key: 'l',
  },
  {
    path: '/ledger/entries/$id',
    title: 'Ledger entry',
    page: () => import('../features/ledger/entry.tsx'),
    who: 'signed-in',
  },
  {
    path: '/how-to-report',
    title: 'How to report',
    page: () => import('../features/public/how-to-report.tsx'),
    who: 'anyone',
    rail: 'How to report',
    more: true,
    icon: 'report',
    unsigned: true,
  },
  {
    path: '/about',
    title: 'What this system does not do',
    page: () => import('../features/public/about.tsx'),
    who: 'anyone',
    rail: 'About',
    more: true,
    icon: 'info',
    unsigned: true,
  },
  { path: '/docs/errors', title: 'Errors', page: () => import('../features/public/errors.tsx'), who: 'anyone' },
  { path: '/search', title: 'Search', page: () => import('../features/search/page.tsx'), who: 'signed-in' },
  {
    path: '/sign-in',
    title: 'Sign in',
    page: () => import('../features/session/sign-in.tsx'),
    who: 'anyone',
    bare: true,
  },
  {
    path: '/sign-in/link',
    title: 'Sign in',
    page: () => import('../features/session/link.tsx'),
    who: 'anyone',
    bare: true,
  },
  { path: '/setup', title: 'Set up', page: () => import('../features/session/setup.tsx'), who: 'anyone', bare: true },
];

export function mayVisit(place: Place, role: Role | undefined): boolean {
  if (place.who === 'anyone') return true;
  if (role === undefined) return false;
  return place.who === 'signed-in' || place.who.includes(role);
}

/** The rail of a role, in order. */
export const railOf = (role: Role | undefined): readonly Place[] =>
  PLACES.filter((p) => p.rail && mayVisit(p, role) && !(p.unsigned && role !== undefined));

/** At the foot of the rail; but a role’s own first page, and all of them for somebody not signed in, stand at its head. */
export const standsApart = (place: Place, role: Role | undefined): boolean =>
  place.more === true && role !== undefined && place.home?.includes(role) !== true;

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
