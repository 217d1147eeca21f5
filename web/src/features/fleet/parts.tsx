// What the views of the fleet share: filters, pages that go on after a key, the file, and counts by state.
import { FLEET_STATES } from '@leadtime/contract';
import { type ReactNode, useState } from 'react';
import { Button, type Choice, type Column, FilterSelect, FilterText, number, useAddress } from '../../ui/index.ts';
import { useForParty } from '../duties/party-bar.tsx';
import type { FleetView } from './page.tsx';

export const PAGE = 100;

export type FleetState = (typeof FLEET_STATES)[number];
const WORDS: Readonly<Record<FleetState, string>> = {
  affected: 'affected',
  undetermined: 'undetermined',
  not_affected: 'not affected',
  no_advisory: 'no advisory',
  cannot_match: 'cannot be matched',
};
export const isFleetState = (text: string | undefined): text is FleetState =>
  (FLEET_STATES as readonly (string | undefined)[]).includes(text);

/** What the address asks for. */
export function useFleetFilter() {
  const { values } = useAddress();
  const forParty = useForParty();
  return {
    ...forParty,
    ...(values.q ? { q: values.q } : {}),
    ...(isFleetState(values.state) ? { state: values.state } : {}),
  };
}

/** The places of the pages before this one; going back is where one was. */
export function useKeyset() {
  const [before, setBefore] = useState<readonly string[]>([]);
  const after = before.at(-1);
  return {
    after: after === undefined ? {} : { after },
    page: before.length,
    go: (next: string) => setBefore([...before, next]),
    back: () => setBefore(before.slice(0, -1)),
  };
}

export function KeysetPager({
  keyset,
  next,
  total,
  shown,
  noun,
}: {
  keyset: ReturnType<typeof useKeyset>;
  next: string | null;
  total: number;
  shown: number;
  noun: readonly [string, string];
}) {
  if (keyset.page === 0 && (next === null || shown >= total)) return null;
  return (
    <nav className="cluster pager no-print" aria-label="Pages">
      <Button icon="left" disabled={keyset.page === 0} onClick={keyset.back}>
        Before
      </Button>
      <span className="num">
        Page {number(keyset.page + 1)} of {number(Math.max(1, Math.ceil(total / PAGE)))}, {number(total)} {noun[1]} in
        all
      </span>
      <Button disabled={next === null} onClick={() => next !== null && keyset.go(next)}>
        Next
      </Button>
    </nav>
  );
}

export function FleetToolbar({ view, states }: { view: FleetView; states: readonly FleetState[] }) {
  const filter = useFleetFilter();
  const choices: readonly Choice[] = states.map((value) => ({ value, label: WORDS[value] }));
  const address = new URLSearchParams({ view, ...filter });
  return (
    <>
      <FilterText label="Search name, purl, CVE, asset" />
      <FilterSelect name="state" label="State" choices={choices} />
      <a className="fleet-csv no-print" href={`/api/v1/fleet/csv?${address}`} download>
        Save all rows as CSV
      </a>
    </>
  );
}

interface Counts {
  readonly affected: number;
  readonly undetermined: number;
  readonly notAffected: number;
  readonly noAdvisory: number;
  readonly cannotMatch: number;
}

/** A number, quiet where it is zero, so that what stands out is what is there. */
export const tally = (n: number, tone?: 'red' | 'amber'): ReactNode =>
  n === 0 ? <span className="muted">0</span> : <b className={tone ? `tone-${tone}` : undefined}>{number(n)}</b>;

/** How many in each state. */
export const stateColumns = <T extends Counts>(): readonly Column<T>[] => [
  { id: 'affected', header: 'Affected', width: '5.5rem', align: 'end', cell: (r) => tally(r.affected, 'red') },
  {
    id: 'undetermined',
    header: 'Undetermined',
    width: '7.5rem',
    align: 'end',
    priority: 2,
    cell: (r) => tally(r.undetermined, 'amber'),
  },
  {
    id: 'cannot',
    header: 'Cannot be matched',
    width: '9.5rem',
    align: 'end',
    priority: 3,
    cell: (r) => tally(r.cannotMatch, 'amber'),
  },
  { id: 'not', header: 'Not affected', width: '7rem', align: 'end', priority: 3, cell: (r) => tally(r.notAffected) },
  { id: 'none', header: 'No advisory', width: '6.5rem', align: 'end', priority: 4, cell: (r) => tally(r.noAdvisory) },
];

/** "2 affected, 1 undetermined" for a narrow screen. */
export const inWords = (r: Counts): string =>
  [
    [r.affected, 'affected'],
    [r.undetermined, 'undetermined'],
    [r.cannotMatch, 'cannot be matched'],
    [r.notAffected, 'not affected'],
    [r.noAdvisory, 'without advisory'],
  ]
    .filter(([n]) => n !== 0)
    .map(([n, word]) => `${n} ${word}`)
    .join(', ');
