// By component: each package with its versions, on how many assets each runs, and how they stand.
import type { Answer } from '@leadtime/contract';
import { useMemo } from 'react';
import { useApi } from '../../app/api.ts';
import { type Column, count, DataTable, EmptyState, Foreign, Loaded, number, useGo } from '../../ui/index.ts';
import { Whose } from '../duties/party-bar.tsx';
import { FleetToolbar, inWords, KeysetPager, PAGE, stateColumns, useFleetFilter, useKeyset } from './parts.tsx';

type Package = Answer<'fleet.components'>['items'][number];
type Version = Package['versions'][number];
/** A line is a version; the first of a package names it. */
type Line = Version & { readonly id: string; readonly of: Package; readonly first: boolean };

const NOUN = ['version', 'versions'] as const;

export function ComponentsView() {
  const keyset = useKeyset();
  const go = useGo();
  const query = useApi('fleet.components', {
    query: { ...useFleetFilter(), ...keyset.after, limit: PAGE },
    keep: true,
  });
  const columns = useMemo(columnsOf, []);
  return (
    <Loaded query={query} what="Your components" lines={12}>
      {(page) => (
        <div className="stack">
          <p className="muted">
            {count(page.total, 'package')}
            {page.items.length < page.total ? `, ${number(page.items.length)} of them here` : ''}, a line for each
            version. Numbers are assets.
          </p>
          <DataTable
            label="Components"
            noun={NOUN}
            rows={page.items.flatMap(linesOf)}
            columns={columns}
            rowId={(l) => l.id}
            onOpen={(l) => go(`/exposures?q=${encodeURIComponent(l.of.name)}`)}
            narrow={(l) => `${count(l.assets, 'asset')}: ${inWords(l)}`}
            toolbar={
              <FleetToolbar
                view="components"
                states={['affected', 'undetermined', 'cannot_match', 'not_affected', 'no_advisory']}
              />
            }
            empty={
              <EmptyState title="Nothing that you run fits this">
                Look for another word, or choose another state. An empty fleet means that no inventory has been sent.
              </EmptyState>
            }
          />
          <KeysetPager
            keyset={keyset}
            next={page.next}
            total={page.total}
            shown={page.items.length}
            noun={['package', 'packages']}
          />
        </div>
      )}
    </Loaded>
  );
}

const linesOf = (of: Package): Line[] =>
  of.versions.map((v, i) => ({
    ...v,
    of,
    id: `${of.party.id} ${of.package ?? of.name} ${v.version ?? ''} ${i}`,
    first: i === 0,
  }));

const columnsOf = (): readonly Column<Line>[] => [
  {
    id: 'component',
    header: 'Component',
    width: 'minmax(9rem, 2fr)',
    cell: (l) =>
      l.first ? (
        <>
          <Foreign>{l.of.name}</Foreign> <Whose party={l.of.party} />
        </>
      ) : (
        <span className="muted">
          <Foreign>{l.of.name}</Foreign>
        </span>
      ),
  },
  {
    id: 'version',
    header: 'Version',
    width: 'minmax(6rem, 1fr)',
    cell: (l) => (l.version === null ? <span className="muted">not given</span> : <Foreign mono>{l.version}</Foreign>),
  },
  { id: 'assets', header: 'Assets', width: '4.5rem', align: 'end', priority: 2, cell: (l) => number(l.assets) },
  ...stateColumns<Line>(),
  {
    id: 'versions',
    header: 'Package',
    width: 'minmax(8rem, 1.4fr)',
    priority: 4,
    cell: (l) => packageCell(l),
  },
];

function packageCell({ of, first }: Line) {
  if (!first) return '';
  if (of.package === null) return <span className="muted">cannot be looked up</span>;
  const hidden = of.versionsTotal - of.versions.length;
  return (
    <>
      <Foreign mono>{of.package}</Foreign>
      {hidden > 0 ? <span className="muted"> and {count(hidden, 'more version')}</span> : null}
    </>
  );
}
