// The columns of the queue, in the order in which an analyst asks: how bad, why here, what, who says so, what proof,
// whose turn, until when, how old.
import type { VulnerabilityRow } from '@leadtime/contract';
import { type Column, count, Foreign, SeverityTag, StateTag, StreamTag, Time } from '../../ui/index.ts';
import { MaintainerCell, WhyCell } from '../vulnerability/why-here.tsx';

export const reportsInWords = (row: VulnerabilityRow): string =>
  `${count(row.reports, 'report')} · ${count(row.finders, 'lab')}`;

/** `settled`: what became of a row here; `fixedState`: the view shows one state only, so that its word is spared. */
export const columnsFor = (
  settled: ReadonlyMap<string, string>,
  fixedState: boolean,
): readonly Column<VulnerabilityRow>[] => [
  { id: 'severity', header: 'Sev.', width: '1.75rem', cell: (row) => <SeverityTag severity={row.severity} short /> },
  {
    id: 'why',
    header: 'Why here',
    width: '12.25rem',
    priority: 2,
    cell: (row) => <WhyCell row={row} settled={settled.get(row.id)} />,
  },
  {
    id: 'title',
    header: 'Vulnerability',
    width: 'minmax(12rem, 1fr)',
    sortable: true,
    cell: (row) => (
      <>
        <strong className="row-title">
          <Foreign>{row.title}</Foreign>
        </strong>{' '}
        <span className="cell-sub">
          <Foreign>{shortTarget(row)}</Foreign>
        </span>
      </>
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

/** "pkg:npm/libtessera" and "2.4.0" → "libtessera 2.4.0". */
export function shortTarget(row: { target: string; version: string | null }): string {
  const name = row.target
    .replace(/^pkg:[a-z0-9.+-]+\//i, '')
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/[?#].*$/, '');
  return `${name} ${row.version ?? ''}`.trim();
}

/** The second line of a row on a phone. */
export function NarrowLine({ row }: { row: VulnerabilityRow }) {
  return (
    <>
      <StreamTag state={row.state} bare />
      <span>
        {row.kev ? 'KEV · ' : ''}
        {reportsInWords(row)}
      </span>
    </>
  );
}
