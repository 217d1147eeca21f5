// By advisory: which reach us, on how many assets, since when. The newest first.
import type { Answer } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import {
  type Column,
  count,
  DataTable,
  EmptyState,
  Foreign,
  Loaded,
  SeverityTag,
  Time,
  useGo,
} from '../../ui/index.ts';
import { Whose } from '../duties/party-bar.tsx';
import { FleetToolbar, KeysetPager, PAGE, tally, useFleetFilter, useKeyset } from './parts.tsx';

type Advisory = Answer<'fleet.advisories'>['items'][number];

export function AdvisoriesView() {
  const keyset = useKeyset();
  const go = useGo();
  const { state, ...filter } = useFleetFilter();
  const reach = state === 'affected' || state === 'undetermined' ? { state } : {};
  const query = useApi('fleet.advisories', {
    query: { ...filter, ...reach, ...keyset.after, limit: PAGE },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="Advisories that reach you" lines={12}>
      {(page) => (
        <div className="stack">
          <p className="muted">Numbers are assets. Open an advisory to see what it reaches, and why.</p>
          <DataTable
            label="Advisories"
            noun={['advisory', 'advisories']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(a) => `${a.id} ${a.party.id}`}
            onOpen={(a) => go(`/exposures?advisory=${a.id}`)}
            narrow={(a) => `${count(a.affected, 'asset')} affected, ${a.undetermined} undetermined`}
            toolbar={<FleetToolbar view="advisories" states={['affected', 'undetermined']} />}
            empty={
              <EmptyState title="No advisory reaches what you run, with these filters">
                That holds for what could be compared: what cannot be matched stands under “By component”.
              </EmptyState>
            }
          />
          <KeysetPager
            keyset={keyset}
            next={page.next}
            total={page.total}
            shown={page.items.length}
            noun={['advisory', 'advisories']}
          />
        </div>
      )}
    </Loaded>
  );
}

const columnsOf = (): readonly Column<Advisory>[] => [
  {
    id: 'advisory',
    header: 'Advisory',
    width: 'minmax(11rem, 3fr)',
    cell: (a) => (
      <>
        <span className="mono">{a.publicId}</span> <Foreign>{a.title}</Foreign> <Whose party={a.party} />
      </>
    ),
  },
  {
    id: 'aliases',
    header: 'Also',
    width: 'minmax(7rem, 1fr)',
    priority: 4,
    cell: (a) =>
      a.aliases.length > 0 ? (
        <Foreign mono>{a.aliases.join(', ')}</Foreign>
      ) : (
        <span className="muted">no other name</span>
      ),
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '7rem',
    priority: 3,
    cell: (a) => <SeverityTag severity={a.severity} />,
  },
  {
    id: 'kev',
    header: 'Attacks',
    width: '5.5rem',
    priority: 3,
    cell: (a) => (a.kev ? <b className="tone-red">known</b> : <span className="muted">none known</span>),
  },
  { id: 'since', header: 'Since', width: '7.5rem', priority: 2, cell: (a) => <Time at={a.since} /> },
  { id: 'affected', header: 'Affected', width: '5.5rem', align: 'end', cell: (a) => tally(a.affected, 'red') },
  {
    id: 'undetermined',
    header: 'Undetermined',
    width: '7.5rem',
    align: 'end',
    priority: 2,
    cell: (a) => tally(a.undetermined, 'amber'),
  },
];
