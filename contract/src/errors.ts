// The error catalogue of the API (RFC 9457). Codes are API: added, never renamed. What is wrong inside an input
// stands in `errors[]` with the codes of lib/kit/problem-codes.
import { PROBLEM_CODES, type Problem, type ProblemCode } from '@leadtime/lib/kit';

interface ErrorRule {
  readonly status: number;
  readonly title: string;
  /** What the caller should do now. */
  readonly advice: string;
}

export const ERRORS = {
  'request.invalid': {
    status: 422,
    title: 'The request has problems',
    advice: 'Mend each problem listed and send again.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request could not be read',
    advice: 'Check the syntax at the place shown.',
  },
  'request.too-large': {
    status: 413,
    title: 'The body is over the limit',
    advice: 'Split it. The limit is in the detail.',
  },
  'request.unsupported-media': {
    status: 415,
    title: 'This media type is not read here',
    advice: 'Send one of the types in the detail.',
  },
  'request.rate-limited': { status: 429, title: 'Too many requests', advice: 'Wait as long as Retry-After says.' },
  'request.length-mismatch': {
    status: 409,
    title: 'The upload is at another offset',
    advice: 'Ask for the offset, go on from there.',
  },
  'access.not-signed-in': { status: 401, title: 'Not signed in', advice: 'Sign in, or send a valid token.' },
  'access.wrong-credentials': {
    status: 401,
    title: 'Name or password is wrong',
    advice: 'Try again, or ask your administrator for a new sign-in link.',
  },
  'access.wait': {
    status: 429,
    title: 'Too many wrong tries',
    advice: 'Wait until the time in the detail. A sign-in link from your administrator works at once.',
  },
  'access.not-allowed': {
    status: 403,
    title: 'Your role may not do this',
    advice: 'Switch party or role, or ask somebody who may.',
  },
  'access.cross-site': {
    status: 403,
    title: 'The request came from another site',
    advice: 'Open Leadtime itself and try there.',
  },
  'access.link-used': { status: 410, title: 'This sign-in link was used or has expired', advice: 'Ask for a new one.' },
  'resource.not-found': {
    status: 404,
    title: 'Not found',
    advice: 'It does not exist, or your party does not know of it.',
  },
  'route.not-found': { status: 404, title: 'No such address', advice: 'See /api/v1/openapi.json for the addresses.' },
  'state.conflict': { status: 409, title: 'The state has changed', advice: 'Load again and decide anew.' },
  'state.not-possible': {
    status: 409,
    title: 'Not possible in this state',
    advice: 'The detail says what must come first.',
  },
  'feed.busy': {
    status: 409,
    title: 'This feed is being imported already',
    advice: 'Wait until that import or sync has ended, then send again: what is in is passed over.',
  },
  'merge.cannot-link': {
    status: 409,
    title: 'Evidence says that these are two bugs',
    advice: 'Read the evidence, undo it if it is wrong, then merge.',
  },
  'merge.too-late': {
    status: 409,
    title: 'This decision can no longer be undone',
    advice: 'Split or merge anew instead.',
  },
  'case.not-validated': {
    status: 409,
    title: 'Not validated yet',
    advice: 'Validate it first, or the project must have asked for unvalidated findings.',
  },
  'case.hold-needs-reason': {
    status: 422,
    title: 'A hold needs an owner, a reason and an expiry',
    advice: 'Give all three.',
  },
  'advisory.invalid': {
    status: 422,
    title: 'The advisory is not valid CSAF',
    advice: 'Mend each failed test and publish again.',
  },
  'advisory.marking': {
    status: 422,
    title: 'The marking cannot be expressed',
    advice: 'Choose a marking that the format can carry.',
  },
  'digest.mismatch': { status: 422, title: 'The bytes do not have the stated digest', advice: 'Send them again.' },
  'inventory.unreadable': {
    status: 422,
    title: 'The inventory could not be read',
    advice: 'Mend each problem listed and send again.',
  },
  'watch.key-changed': {
    status: 409,
    title: 'Another key signs for this operator',
    advice:
      'If you set up `leadtime watch` anew: a person of your organisation forgets the old key under Settings, Watching, then run it again. If not: somebody else uses your token; revoke it.',
  },
  'watch.old-counts': {
    status: 409,
    title: 'Newer counts are here already',
    advice: 'Run `leadtime watch` again: it counts anew. If it goes on, two copies of one state directory are in use.',
  },
  'egress.closed': {
    status: 409,
    title: 'This instance may not call that host',
    advice: 'Add the host to LEADTIME_EGRESS, or import from a file.',
  },
  'setup.done': { status: 410, title: 'This instance is already set up', advice: 'Sign in.' },
  'server.fault': {
    status: 500,
    title: 'A fault of ours',
    advice: 'Nothing was changed. Send the request id to whoever runs this instance.',
  },
  'server.not-ready': { status: 503, title: 'Not ready', advice: 'Nothing was stored. Try again as Retry-After says.' },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof ERRORS;

/** The body of every failed answer, `application/problem+json`. */
export interface ApiProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly advice: string;
  readonly requestId: string;
  /** The first 1,000 problems of the input, each placed. */
  readonly errors: readonly Problem[];
  /** How many there were in all. */
  readonly errorsTotal: number;
}

export const problemType = (code: ErrorCode): string => `/docs/errors#${code}`;
export const problemAdvice = (code: ProblemCode): string => PROBLEM_CODES[code];
