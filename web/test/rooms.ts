// Every room of the web by role: what the tests walk through and the screenshots show.
export interface Room {
  readonly name: string;
  readonly role?: string;
  readonly path: string;
  readonly keys?: readonly string[];
}

export const ROOMS: readonly Room[] = [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'scoreboard', path: '/scoreboard' },
  { name: 'published', path: '/advisories' },
  { name: 'how-to-report', path: '/how-to-report' },
  { name: 'about', path: '/about' },
  { name: 'errors', path: '/docs/errors' },
  { name: 'ledger', path: '/ledger' },
  { name: 'queue', role: 'coordinator', path: '/queue' },
  { name: 'queue-evidence', role: 'coordinator', path: '/queue', keys: ['j', 'e'] },
  { name: 'vulnerability', role: 'coordinator', path: '/queue', keys: ['j', 'Enter'] },
  { name: 'cases', role: 'coordinator', path: '/coordination' },
  { name: 'projects', role: 'coordinator', path: '/projects' },
  { name: 'advisories-write', role: 'coordinator', path: '/write' },
  { name: 'sources', role: 'coordinator', path: '/sources' },
  { name: 'search', role: 'coordinator', path: '/search?q=frame' },
  { name: 'reports', role: 'finder', path: '/reports' },
  { name: 'submit', role: 'finder', path: '/reports/new' },
  { name: 'maintainer', role: 'maintainer', path: '/cases' },
  { name: 'today', role: 'operator', path: '/today' },
  { name: 'duties', role: 'operator', path: '/duties' },
  { name: 'exposures', role: 'operator', path: '/exposures' },
  { name: 'inventories', role: 'operator', path: '/inventories' },
  { name: 'assets', role: 'operator', path: '/assets' },
  { name: 'delegations', role: 'operator', path: '/delegations' },
  { name: 'overview', role: 'overseer', path: '/overview' },
  { name: 'models', role: 'model_developer', path: '/models' },
  { name: 'model-new', role: 'model_developer', path: '/models/new' },
  { name: 'notices', role: 'maintainer', path: '/notices' },
  { name: 'settings', role: 'finder', path: '/settings' },
  { name: 'admin', role: 'administrator', path: '/admin' },
];
