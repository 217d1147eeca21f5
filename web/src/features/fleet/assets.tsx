// By asset: what runs there and how it stands.
import type { Answer } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import { type Column, count, DataTable, EmptyState, Foreign, Loaded, number, useGo } from '../../ui/index.ts';
import { Whose } from '../duties/party-bar.tsx';
import { FleetToolbar, inWords, KeysetPager, PAGE, stateColumns, tally, useFleetFilter, useKeyset } from './parts.tsx';

type Asset = Answer<'fleet.assets'>['items'][number];

export function AssetsView() {
  const keyset = useKeyset();
  const go = useGo();
  const query = useApi('fleet.assets', { query: { ...useFleetFilter(), ...keyset.after, limit: PAGE }, keep: true });
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="Your assets" lines={12}>
      {(page) => (
        <div className="stack">
          <p className="muted">Numbers are components. Open an asset to see what runs there.</p>
          <DataTable
            label="Assets"
            noun={['asset', 'assets']}
            rows={page.items}
            of={page.total}
            columns={columns}
            rowId={(a) => a.id}
            onOpen={(a) => go(`/fleet?q=${encodeURIComponent(a.name)}`)}
            narrow={(a) => `${count(a.components, 'component')}: ${inWords(a)}`}
            toolbar={
              <FleetToolbar
                view="assets"
                states={['affected', 'undetermined', 'cannot_match', 'not_affected', 'no_advisory']}
              />
            }
            empty={
              <EmptyState title="No asset fits this">
                Look for another word, or choose another state. Assets come with an inventory.
              </EmptyState>
            }
          />
          <KeysetPager
            keyset={keyset}
            next={page.next}
            total={page.total}
            shown={page.items.length}
            noun={['asset', 'assets']}
          />
        </div>
      )}
    </Loaded>
  );
}

const columnsOf = (): readonly Column<Asset>[] => [
  {
    id: 'name',
    header: 'Asset',
    width: 'minmax(9rem, 2fr)',
    cell: (a) => (
      <>
        <Foreign>{a.name}</Foreign> <Whose party={a.party} />
      </>
    ),
  },
  {
    id: 'components',
    header: 'Components',
    width: '6.5rem',
    align: 'end',
    priority: 2,
    cell: (a) => number(a.components),
  },
  ...stateColumns<Asset>(),
  {
    id: 'advisories',
    header: 'Advisories',
    width: '6rem',
    align: 'end',
    priority: 4,
    cell: (a) => tally(a.advisories),
  },
  { id: 'duties', header: 'Open duties', width: '6.5rem', align: 'end', priority: 3, cell: (a) => tally(a.openDuties) },
];
