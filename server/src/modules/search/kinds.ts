// What can be searched, in the order in which equal matches are shown: which statement, who may, and where it leads.
import type { Action } from '@leadtime/contract';
import type { Query } from '../../platform/db/query.ts';
import * as store from './store.ts';

export interface Kind {
  readonly kind: string;
  /** Only for a role that may do this: the statement's walls are of the party, these are of the person. */
  readonly action: Action;
  /** Instead of `find` for the clearinghouse of this instance. */
  readonly forClearinghouse?: Query<store.Found>;
  readonly find: Query<store.Found & { readonly inventory_id?: string }>;
  href(found: store.Found & { readonly inventory_id?: string }): string;
}

export const KINDS: readonly Kind[] = [
  {
    kind: 'vulnerability',
    action: 'vulnerability.read',
    find: store.VULNERABILITIES,
    forClearinghouse: store.QUEUE,
    href: (f) => `/vulnerabilities/${f.id}`,
  },
  {
    kind: 'case',
    action: 'vulnerability.read',
    find: store.CASES,
    forClearinghouse: store.QUEUE_CASES,
    href: (f) => `/cases/${f.id}`,
  },
  { kind: 'duty', action: 'inventory.manage', find: store.DUTIES, href: (f) => `/duties/${f.id}` },
  {
    kind: 'component',
    action: 'inventory.manage',
    find: store.COMPONENTS,
    href: (f) => `/inventories/${f.inventory_id ?? ''}?q=${encodeURIComponent(f.title)}`,
  },
  { kind: 'report', action: 'report.submit', find: store.REPORTS, href: (f) => `/reports/${f.id}` },
  { kind: 'project', action: 'project.manage', find: store.PROJECTS, href: (f) => `/projects/${f.id}` },
  { kind: 'advisory', action: 'public.read', find: store.OUR_ADVISORIES, href: (f) => `/advisories/${f.id}` },
  { kind: 'advisory', action: 'public.read', find: store.OUTSIDE_ADVISORIES, href: (f) => `/advisories/${f.id}` },
];
