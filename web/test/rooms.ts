// Every room of the web by role: what the tests walk through and the screenshots show.
export interface Room {
  readonly name: string;
  readonly role?: string;
  /** Of several people with the role, the one of this party. */
  readonly party?: string;
  readonly path: string;
  /** Pressed there, one after the other, each when the page is still. */
  readonly keys?: readonly string[];
  /** Then the same page once more with this in its address: another tab of it. */
  readonly query?: string;
  /** Links to follow from there: the first one in the page that fits the selector. */
  readonly links?: readonly string[];
  /** The place in the table of the router that one is in then; `path` where absent. */
  readonly place?: string;
}

export const ROOMS: readonly Room[] = [
  // ---- anyone
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-in-link', path: '/sign-in/link' },
  { name: 'setup', path: '/setup' },
  { name: 'scoreboard', path: '/scoreboard' },
  { name: 'published', path: '/advisories' },
  { name: 'advisory', path: '/advisories', keys: ['j', 'Enter'], place: '/advisories/$id' },
  { name: 'how-to-report', path: '/how-to-report' },
  { name: 'about', path: '/about' },
  { name: 'errors', path: '/docs/errors' },
  { name: 'ledger', path: '/ledger' },
  { name: 'nowhere', path: '/nowhere', place: '(no such page)' },

  // ---- coordinator
  { name: 'queue', role: 'coordinator', path: '/queue' },
  { name: 'queue-evidence', role: 'coordinator', path: '/queue', keys: ['j', 'e'] },
  { name: 'queue-validate', role: 'coordinator', path: '/queue', keys: ['j', 'v'] },
  { name: 'queue-selected', role: 'coordinator', path: '/queue?view=all', keys: ['j', 'x'] },
  { name: 'queue-keys', role: 'coordinator', path: '/queue?view=mine', keys: ['?'] },
  {
    name: 'vulnerability',
    role: 'coordinator',
    path: '/queue',
    keys: ['j', 'Enter'],
    place: '/vulnerabilities/$id',
  },
  ...['evidence', 'thread', 'advisory', 'history'].map((tab) => ({
    name: `vulnerability-${tab}`,
    role: 'coordinator',
    path: '/queue?view=waiting',
    keys: ['j', 'Enter'],
    query: `?tab=${tab}`,
    place: '/vulnerabilities/$id',
  })),
  { name: 'coordination', role: 'coordinator', path: '/coordination' },
  {
    name: 'case',
    role: 'coordinator',
    path: '/coordination',
    keys: ['j', 'Enter'],
    place: '/cases/$id',
  },
  { name: 'projects', role: 'coordinator', path: '/projects' },
  { name: 'project', role: 'coordinator', path: '/projects', keys: ['j', 'Enter'], place: '/projects/$id' },
  { name: 'write', role: 'coordinator', path: '/write' },
  { name: 'write-one', role: 'coordinator', path: '/write', keys: ['j', 'Enter'], place: '/write/$id' },
  { name: 'sources', role: 'coordinator', path: '/sources' },
  { name: 'search', role: 'coordinator', path: '/search?q=frame', place: '/search' },

  // ---- finder, maintainer
  { name: 'reports', role: 'finder', path: '/reports' },
  { name: 'report', role: 'finder', path: '/reports', keys: ['j', 'Enter'], place: '/reports/$id' },
  { name: 'submit', role: 'finder', path: '/reports/new' },
  {
    name: 'ledger-entry',
    role: 'finder',
    path: '/reports',
    keys: ['j', 'Enter'],
    query: '?tab=receipt',
    links: ['a[href^="/ledger/entries/"]'],
    place: '/ledger/entries/$id',
  },
  { name: 'settings', role: 'finder', path: '/settings' },
  { name: 'settings-webhooks', role: 'finder', path: '/settings?tab=webhooks', place: '/settings' },
  { name: 'maintainer', role: 'maintainer', path: '/cases' },
  { name: 'maintainer-case', role: 'maintainer', path: '/cases', links: ['a[href^="/cases/"]'], place: '/cases/$id' },
  { name: 'notices', role: 'maintainer', path: '/notices' },

  // ---- operator
  { name: 'today', role: 'operator', path: '/today' },
  { name: 'duties', role: 'operator', path: '/duties' },
  { name: 'duty', role: 'operator', path: '/duties', keys: ['j', 'Enter'], place: '/duties/$id' },
  {
    name: 'notice-sheet',
    role: 'operator',
    path: '/duties',
    keys: ['j', 'Enter'],
    links: ['a[href$="/notice"]'],
    place: '/duties/$id/notice',
  },
  { name: 'exposures', role: 'operator', path: '/exposures' },
  { name: 'exposure-why', role: 'operator', path: '/exposures', keys: ['j', 'Enter'] },
  { name: 'exposures-on', role: 'operator', path: '/exposures/on' },
  { name: 'exposures-on-both', role: 'operator', path: '/exposures/on', keys: ['j', 'Enter'] },
  { name: 'exposures-on-nothing', role: 'operator', path: '/exposures/on?on=2020-01-01', place: '/exposures/on' },
  { name: 'fleet', role: 'operator', path: '/fleet' },
  { name: 'fleet-assets', role: 'operator', path: '/fleet?by=asset', place: '/fleet' },
  { name: 'fleet-advisories', role: 'operator', path: '/fleet?by=advisory', place: '/fleet' },
  { name: 'inventories', role: 'operator', path: '/inventories' },
  { name: 'inventory', role: 'operator', path: '/inventories', keys: ['j', 'Enter'], place: '/inventories/$id' },
  { name: 'assets', role: 'operator', path: '/assets' },
  { name: 'settings-watching', role: 'operator', path: '/settings?tab=watching', place: '/settings' },
  { name: 'delegations', role: 'operator', path: '/delegations' },

  // ---- overseer, model developer, administrator
  { name: 'overview', role: 'overseer', path: '/overview' },
  {
    name: 'burn-down',
    role: 'overseer',
    path: '/overview',
    links: ['a[href^="/burn-down/"]'],
    place: '/burn-down/$id',
  },
  { name: 'models', role: 'model_developer', path: '/models' },
  { name: 'model-new', role: 'model_developer', path: '/models/new' },
  {
    name: 'model-plan',
    role: 'model_developer',
    path: '/models',
    links: ['a[href$="/plan"]'],
    place: '/models/$id/plan',
  },
  { name: 'admin', role: 'administrator', path: '/admin' },
];
