// What a party may DO: one table, read top to bottom. What it may SEE is the visibility relation in the database.
// Nothing here approves, blocks or delays the release of a model, and no action may be added that does (EO 14409 §3(c)).

export const ROLES = [
  'finder',
  'maintainer',
  'operator',
  'coordinator',
  'evaluator',
  'model_developer',
  'overseer',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

const everyRole = ROLES;

interface ActionRule {
  /** Roles that may; 'anyone' is also somebody who has not signed in. */
  readonly roles: readonly Role[] | 'anyone';
  readonly means: string;
}

export const ACTIONS = {
  'public.read': { roles: 'anyone', means: 'Read what is published: advisories, feeds, scoreboard, ledger.' },
  'session.open': { roles: 'anyone', means: 'Sign in.' },
  'session.use': { roles: everyRole, means: 'See and change one’s own session, tokens, notices and webhooks.' },
  'report.submit': {
    roles: ['finder', 'maintainer', 'operator', 'coordinator', 'evaluator'],
    means: 'Send reports and follow what becomes of them.',
  },
  'vulnerability.read': {
    roles: ['finder', 'maintainer', 'coordinator', 'auditor'],
    means: 'Read the vulnerabilities, findings and cases that one’s party knows of.',
  },
  'vulnerability.decide': {
    roles: ['coordinator'],
    means: 'Merge, split, undo, validate, reject, rate and assign.',
  },
  'case.coordinate': {
    roles: ['coordinator'],
    means: 'Tell a maintainer, hold with a reason, set an embargo, close.',
  },
  'case.answer': {
    roles: ['maintainer', 'coordinator'],
    means: 'Acknowledge, state a vendor status, say that a fix is ready.',
  },
  'case.message': {
    roles: ['finder', 'maintainer', 'coordinator'],
    means: 'Write in the thread of a case that one’s party knows of.',
  },
  'project.manage': {
    roles: ['maintainer', 'coordinator'],
    means: 'Set a project’s weekly budget, pauses and wishes.',
  },
  'advisory.write': { roles: ['coordinator'], means: 'Draft, revise and publish an advisory.' },
  'inventory.manage': { roles: ['operator'], means: 'Send inventories, see exposures, answer duties.' },
  'watch.use': {
    roles: ['operator'],
    means: 'Pull the signed feed, match on one’s own machine, send signed counts.',
  },
  'measure.read': {
    roles: ['overseer', 'coordinator', 'evaluator', 'model_developer', 'auditor', 'administrator'],
    means: 'Read funnel, holds, burn-down: counts without content.',
  },
  'model.submit': {
    roles: ['model_developer', 'evaluator', 'coordinator'],
    means: 'Record a model and its planned release dates, so that the lead can be measured.',
  },
  'feed.manage': { roles: ['coordinator', 'administrator'], means: 'Import and sync outside feeds.' },
  'party.manage': { roles: ['administrator'], means: 'Add parties, people and roles.' },
} as const satisfies Record<string, ActionRule>;

export type Action = keyof typeof ACTIONS;

/** May somebody with this role (undefined: not signed in) take this action? */
export function mayDo(role: Role | undefined, action: Action): boolean {
  const rule: ActionRule = ACTIONS[action];
  return rule.roles === 'anyone' || (role !== undefined && rule.roles.includes(role));
}

/** Parts of an API token's authority: the actions that it may take are the scope's, cut by the person's role. */
export const TOKEN_SCOPES = {
  'reports:write': ['report.submit'],
  'vulnerabilities:read': ['vulnerability.read'],
  'vulnerabilities:write': ['vulnerability.decide', 'case.coordinate', 'case.answer', 'case.message', 'project.manage'],
  'advisories:write': ['advisory.write', 'feed.manage'],
  'inventory:write': ['inventory.manage', 'watch.use'],
  watch: ['watch.use'],
  'measures:read': ['measure.read'],
} as const satisfies Record<string, readonly Action[]>;
export type TokenScope = keyof typeof TOKEN_SCOPES;
export const tokenScopes = Object.keys(TOKEN_SCOPES) as TokenScope[]; // keys of a literal object
