// The saved views of the queue and what the address means to the API. Everything that narrows or orders the list stands
// in the address, so that a view can be sent as a link.
import type { Query } from '@leadtime/contract';
import type { Address } from '../../ui/address.ts';
import { number } from '../../ui/words.ts';

export type QueueQuery = NonNullable<Query<'vulnerabilities.list'>>;

export interface View {
  readonly id: string;
  readonly label: string;
  readonly query: QueueQuery;
  /** What this view wants of the analyst, as the page's conclusion: given how many rows it has. */
  readonly says: (n: string, one: boolean) => string;
  readonly none: string;
}

export const VIEWS: readonly View[] = [
  {
    id: 'settle',
    label: 'To settle',
    query: { state: 'found' },
    says: (n, one) =>
      `${n} ${one ? 'vulnerability waits' : 'vulnerabilities wait'} for you to validate, merge or reject`,
    none: 'Everything that came in is settled',
  },
  {
    id: 'tell',
    label: 'To tell',
    query: { state: 'validated' },
    says: (n, one) => `${n} validated ${one ? 'vulnerability has' : 'vulnerabilities have'} not been told yet`,
    none: 'Every validated vulnerability has been told',
  },
  {
    id: 'kev',
    label: 'Exploited',
    query: { kev: 'true', open: 'true' },
    says: (n, one) => `${n} ${one ? 'is' : 'are'} known to be exploited and not yet published`,
    none: 'Nothing open is known to be exploited',
  },
  {
    id: 'alike',
    label: 'Look alike',
    query: { candidates: 'true', open: 'true' },
    says: (n, one) => `${n} ${one ? 'looks' : 'look'} like another: one bug or two?`,
    none: 'No proposed links wait for a decision',
  },
  {
    id: 'waiting',
    label: 'Told, waiting',
    query: { state: 'told' },
    says: (n, one) => `${n} ${one ? 'waits' : 'wait'} for ${one ? 'its maintainer' : 'their maintainers'}`,
    none: 'No maintainer owes an answer',
  },
  {
    id: 'held',
    label: 'Held',
    query: { held: 'any' },
    says: (n, one) => `${n} ${one ? 'is' : 'are'} held back from telling`,
    none: 'Nothing is held back',
  },
  {
    id: 'mine',
    label: 'Mine',
    query: { mine: 'true', open: 'true' },
    says: (n, one) => `${n} ${one ? 'is' : 'are'} assigned to you`,
    none: 'Nothing is assigned to you',
  },
  {
    id: 'all',
    label: 'Everything',
    query: {},
    says: (n, one) => `${n} ${one ? 'vulnerability' : 'vulnerabilities'} in all`,
    none: 'Nothing has been reported yet',
  },
];
const FIRST = VIEWS[0] as View; // the table above is not empty

export const viewOf = (address: Address): View => VIEWS.find((v) => v.id === address.view) ?? FIRST;

/** The order that the address names, in the API's words. Ascending age is newest first. */
export function sortOf(address: Address): NonNullable<QueueQuery['sort']> {
  switch (address.sort) {
    case 'title':
      return 'title';
    case '-reports':
    case 'reports':
      return 'reports';
    case 'age':
      return 'newest';
    case '-age':
      return 'oldest';
    default:
      return 'priority';
  }
}

const PROOFS = ['none', 'attached', 'reproduced', 'not_reproduced'] as const;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const;
const oneOf = <T extends string>(all: readonly T[], value: string | undefined): T | undefined =>
  all.find((v) => v === value);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What to ask the API. A value that the API does not know is left out, not sent. */
export function queryOf(address: Address): QueueQuery {
  const view = viewOf(address);
  const proof = oneOf(PROOFS, address.proof);
  const severity = oneOf(SEVERITIES, address.severity);
  const q = address.q?.trim().slice(0, 200);
  return {
    ...view.query,
    ...(proof ? { proof } : {}),
    ...(severity ? { severity } : {}),
    ...(address.project && UUID.test(address.project) ? { project: address.project } : {}),
    ...(address.several === 'true' ? { several: 'true' as const } : {}),
    ...(address.kev === 'true' ? { kev: 'true' as const } : {}),
    ...(q ? { q } : {}),
    sort: sortOf(address),
  };
}

/** The page's conclusion. With filters it speaks of what fits them only. */
export function concludes(view: View, left: number, narrowed: boolean): string {
  if (left === 0) return narrowed ? `Nothing in “${view.label}” fits these filters` : view.none;
  const says = view.says(number(left), left === 1);
  return narrowed ? `With these filters, ${says}` : says;
}

const NARROWING = ['proof', 'severity', 'project', 'several', 'kev', 'q'] as const;
export const isNarrowed = (address: Address): boolean => NARROWING.some((name) => address[name]);
export const withoutFilters: Readonly<Record<string, null>> = Object.fromEntries(NARROWING.map((name) => [name, null]));
