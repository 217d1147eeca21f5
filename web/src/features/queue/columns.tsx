// The columns of the queue, in the order in which an analyst asks: how bad, why here, what, who says so, what proof,
// whose turn, until when, how old.
import type { VulnerabilityRow } from '@leadtime/contract';
import { createContext, useContext } from 'react';
import { type Column, count, Foreign, SeverityTag, StateTag, StreamTag, Time } from '../../ui/index.ts';
import { shortTarget } from '../vulnerability/short-target.ts';
import { MaintainerCell, WhyCell } from '../vulnerability/why-here.tsx';

export const reportsInWords = (row: VulnerabilityRow): string =>
  `${count(row.reports, 'report')} · ${count(row.finders, 'lab')}`;

/** What became of rows here, in a word each. A context, so that one decision draws one cell anew and not every row. */
export const SettledWords = createContext<ReadonlyMap<string, string>>(new Map());

function WhyOrSettled({ row }: { row: VulnerabilityRow }) {
  return <WhyCell row={row} settled={useContext(SettledWords).get(row.id)} />;
}

/** `state`: the one state that the view shows, if it is one. What would then be the same in every row is spared: the word
    of the stream, and before anybody was told the embargo and the stream itself. */
export function columnsFor(state: VulnerabilityRow['state'] | undefined): readonly Column<VulnerabilityRow>[] {
  const all = allColumns(state !== undefined);
  return state === 'found' ? all.filter((c) => c.id !== 'state' && c.id !== 'embargo') : all;
}

const allColumns = (fixedState: boolean): readonly Column<VulnerabilityRow>[] => [
  { id: 'severity', header: 'Sev.', width: '1.75rem', cell: (row) => <SeverityTag severity={row.severity} short /> },
  {
    id: 'why',
    header: 'Why here',
    width: '12.25rem',
    priority: 2,
    cell: (row) => <WhyOrSettled row={row} />,
  },
  {
    id: 'title',
    header: 'Vulnerability',
    width: 'minmax(12rem, 1fr)',
    sortable: true,
    cell: (row) => (
      <span className="row-what">
        <strong className="row-title">
          <Foreign>{row.title}</Foreign>
        </strong>
        <span className="cell-sub">
          <Foreign>{shortTarget(row)}</Foreign>
        </span>
      </span>
    ),
  },
  {
    id: 'reports',
    header: 'Reports',
    width: '7.25rem',
    priority: 3,
    sortable: true,
    cell: (row) => <span className="num">{reportsInWords(row)}</span>,
  },
  {
    id: 'proof',
    header: 'Proof',
    width: '7rem',
    priority: 3,
    cell: (row) => <StateTag state={row.proof} label={PROOF[row.proof]} quiet />,
  },
  {
    id: 'maintainer',
    header: 'Maintainer, place',
    width: '8.75rem',
    priority: 4,
    cell: (row) => <MaintainerCell row={row} />,
  },
  {
    id: 'state',
    header: 'Stream',
    width: fixedState ? '2.75rem' : '7rem',
    priority: 2,
    cell: (row) => <StreamTag state={row.state} bare={fixedState} />,
  },
  {
    id: 'embargo',
    header: 'Embargo',
    width: '3.5rem',
    priority: 4,
    cell: (row) =>
      row.embargoUntil ? (
        <Time at={row.embargoUntil} zone={row.embargoZone} short />
      ) : (
        <span className="muted">not set</span>
      ),
  },
  {
    id: 'age',
    header: 'Age',
    width: '2.5rem',
    align: 'end',
    sortable: true,
    cell: (row) => <Time at={row.firstSeenAt} short />,
  },
];

const PROOF: Readonly<Record<VulnerabilityRow['proof'], string>> = {
  none: 'No proof',
  attached: 'Attached',
  reproduced: 'Reproduced',
  not_reproduced: 'Not reproduced',
};

/** The second line of a row on a phone. */
export function NarrowLine({ row }: { row: VulnerabilityRow }) {
  return (
    <>
      <StreamTag state={row.state} bare />
      <span>
        {row.kev ? 'KEV · ' : ''}
        {reportsInWords(row)}
      </span>
      <Foreign>{shortTarget(row)}</Foreign>
    </>
  );
}
